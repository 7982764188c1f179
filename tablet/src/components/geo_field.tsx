import { useState } from 'preact/hooks';
import { es } from '../strings_es';
import type { Geo, Json } from '../types';
import { Sign } from './pictogram';
import { hourOf } from './spanish_dates';

const DEGREE = 1e7;
const WAIT_MS = 30_000;

/** One own reading of the receiver, as integers; null when refused or without signal. */
export function takeReading(): Promise<Geo | null> {
  return new Promise(resolve => {
    if (!('geolocation' in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({ lat: Math.round(coords.latitude * DEGREE), lon: Math.round(coords.longitude * DEGREE), accuracy_m: Math.round(coords.accuracy), at: Math.round(timestamp) }),
      () => resolve(null), { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    );
  });
}

export function asGeo(value: Json | undefined): Geo | null {
  return value && typeof value === 'object' && !Array.isArray(value) && typeof value.lat === 'number' ? value as unknown as Geo : null;
}

export function placeWords(geo: Geo): string {
  return `${(geo.lat / DEGREE).toFixed(5)}, ${(geo.lon / DEGREE).toFixed(5)} · ${es.item.accuracy(geo.accuracy_m)}`;
}

/** «Tomar lectura»: position, accuracy and hour, said in words. */
export function GeoField({ value, save, disabled, id, zone }: { value: Json; save: (v: Json) => void; disabled: boolean; id: string; zone: string }) {
  const [state, set] = useState<'idle' | 'reading' | 'denied'>('idle');
  const geo = asGeo(value);
  const read = async () => {
    set('reading');
    const reading = await takeReading();
    set(reading ? 'idle' : 'denied');
    if (reading) save({ ...reading });
  };
  return (
    <>
      {geo && <p class="with-unit"><Sign name="place" /><strong>{placeWords(geo)}</strong><span class="quiet">{hourOf(geo.at, zone)}</span></p>}
      {!disabled && <button type="button" id={id} class="press" style={{ justifySelf: 'start', minHeight: '56px' }} aria-describedby={`${id}-name`} disabled={state === 'reading'} onClick={read}><Sign name="place" />{state === 'reading' ? es.item.reading : geo ? es.item.takeAgain : es.item.takeReading}</button>}
      {state === 'denied' && <p class="small doubt" role="alert">{es.item.geoDenied}</p>}
    </>
  );
}
