import { useRef, useState } from 'preact/hooks';
import { doubtsOf } from '../distance';
import { es } from '../strings_es';
import type { Geo, Json } from '../types';
import { Sign } from './pictogram';
import { hourOf } from './spanish_dates';

const DEGREE = 1e7;
const WAIT_MS = 30_000;

/** One own reading of the receiver, as integers; else whether leave was refused or there is no signal. */
export function readPlace(): Promise<Geo | 'denied' | 'off'> {
  return new Promise(resolve => {
    if (!('geolocation' in navigator)) return resolve('off');
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({ lat: Math.round(coords.latitude * DEGREE), lon: Math.round(coords.longitude * DEGREE), accuracy_m: Math.round(coords.accuracy), at: Math.round(timestamp) }),
      ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : 'off'), { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    );
  });
}

export function asGeo(value: Json | undefined): Geo | null {
  return value && typeof value === 'object' && !Array.isArray(value) && typeof value.lat === 'number' ? value as unknown as Geo : null;
}

export function placeWords(geo: Geo): string {
  return `${(geo.lat / DEGREE).toFixed(5)}, ${(geo.lon / DEGREE).toFixed(5)} · ${es.item.accuracy(geo.accuracy_m)}`;
}

const KM = new Intl.NumberFormat('es-MX', { maximumFractionDigits: 1 });
const distanceWords = (metres: number) => (metres < 1000 ? `${metres} m` : `${KM.format(metres / 1000)} km`);

/** What to look at again in a reading: nothing is refused, and nothing is hidden. */
function Doubts({ geo, expected }: { geo: Geo; expected: Geo | null }) {
  const { vague, farM } = doubtsOf(geo, expected);
  return (
    <>
      {vague && <p class="small doubt">{es.place.vague(distanceWords(geo.accuracy_m))}</p>}
      {farM !== null && <p class="small doubt" role="alert">{es.place.far(KM.format(farM / 1000))}</p>}
    </>
  );
}

/** Taking a reading: while it is looked for, and why there was none. */
export function useReading(found: (geo: Geo) => void): { state: 'idle' | 'reading'; refusal: string; read: () => Promise<void> } {
  const [state, set] = useState<'idle' | 'reading' | 'denied' | 'off'>('idle');
  const taken = useRef(found);
  taken.current = found;  // it may take half a minute: what was written meanwhile is not written over
  const read = async () => {
    set('reading');
    const reading = await readPlace();
    if (typeof reading === 'string') return set(reading);
    set('idle');
    taken.current(reading);
  };
  return { state: state === 'reading' ? 'reading' : 'idle', refusal: state === 'denied' ? es.place.denied : state === 'off' ? es.place.off : '', read };
}

/** «Tomar lectura»: position, accuracy and hour, said in words. `expected`: where the office says that the workplace is. */
export function GeoField({ value, save, disabled, id, zone, expected }: { value: Json; save: (v: Json) => void; disabled: boolean; id: string; zone: string; expected: Geo | null }) {
  const { state, refusal, read } = useReading(reading => save({ ...reading }));
  const geo = asGeo(value);
  return (
    <>
      {geo && <p class="with-unit"><Sign name="place" /><strong>{placeWords(geo)}</strong><span class="quiet">{hourOf(geo.at, zone)}</span></p>}
      {geo && <Doubts geo={geo} expected={expected} />}
      {expected && <p class="small quiet">{es.place.expected}: {placeWords(expected)}</p>}
      {!disabled && <button type="button" id={id} class="press" style={{ justifySelf: 'start', minHeight: '56px' }} aria-describedby={`${id}-name`} disabled={state === 'reading'} onClick={read}><Sign name="place" />{state === 'reading' ? es.item.reading : geo ? es.item.takeAgain : es.item.takeReading}</button>}
      {refusal && <p class="small doubt" role="alert">{refusal}</p>}
    </>
  );
}
