import { useState } from 'preact/hooks';
import { asGeo, placeWords, takeReading } from '../components/geo_field';
import { useCommand, useTablet } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Segments } from '../components/segments';
import { Shell } from '../components/shell';
import { hourOf } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Geo, UrgentReason } from '../types';
import { readDirectory } from './directory';
import { textOfRole, valueOfRole } from './reading';

const PLACE_BYTES = 60;
const UNKNOWN_COUNT = 0;

/** Cuts to what the packet carries, never through a letter. */
export function fitPlace(place: string): string {
  let text = place.normalize('NFC').trim();
  while (new TextEncoder().encode(text).length > PLACE_BYTES) text = text.slice(0, -1);
  return text;
}

/** One tap from anywhere: reason, how many, where; out first, without names. Works locked too. */
export function UrgentScreen({ visitId }: { visitId: string | null }) {
  const tablet = useTablet();
  const form = <UrgentForm visitId={visitId} />;
  if (tablet.status === 'open') return <Shell title={es.urgent.title} visitId={visitId ?? undefined}>{form}</Shell>;
  return <main class="sheet narrow" id="content"><p><a class="press" href="#/"><Sign name="back" />{es.door.backToUnlock}</a></p>{form}</main>;
}

function UrgentForm({ visitId }: { visitId: string | null }) {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const visit = visitId ? tablet.visit(visitId) : null;
  const bundle = visitId ? tablet.bundle(visitId) : null;
  const known = visit && bundle ? { place: [textOfRole(bundle, visit, 'workplace_name'), textOfRole(bundle, visit, 'workplace_locality')].filter(Boolean).join(', '), geo: asGeo(valueOfRole(bundle, visit, 'workplace_geo') as never), minors: visit.of('minor').length } : { place: '', geo: null, minors: 0 };
  const [reason, setReason] = useState<UrgentReason | null>(null);
  const [minors, setMinors] = useState(known.minors ? String(known.minors) : '');
  const [place, setPlace] = useState(fitPlace(known.place));
  const [geo, setGeo] = useState<Geo | null>(known.geo);
  const [raised, setRaised] = useState<number | null>(null);
  const raise = async () => {
    const call = { visitId, reason: reason ?? 5, minors: Number(minors) || UNKNOWN_COUNT, place: fitPlace(place), geo };
    if (await run(() => tablet.raiseUrgent(call))) setRaised(Date.now());
  };
  return (
    <>
      <div class="sheet-head"><h1 data-public={es.urgent.title}>{es.urgent.title}</h1><p>{es.urgent.why}</p></div>
      <div class="field"><span class="name" id="urgent-reason">{es.urgent.reason}</span>
        <Segments name="urgent-reason" labelledBy="urgent-reason" stack choices={Object.entries(es.urgent.reasons).map(([code, label]) => ({ code, label }))} value={reason === null ? null : String(reason)} choose={code => setReason(Number(code) as UrgentReason)} />
      </div>
      <div class="field"><label for="urgent-minors">{es.urgent.minors}</label><input class="write figure-field" id="urgent-minors" inputMode="numeric" maxLength={3} value={minors} placeholder="?" onInput={event => setMinors(event.currentTarget.value.replace(/\D/g, ''))} /></div>
      <div class="field"><label for="urgent-place">{es.urgent.place}</label><input class="write" id="urgent-place" aria-describedby="urgent-place-hint" value={place} onInput={event => setPlace(event.currentTarget.value)} onBlur={() => setPlace(fitPlace(place))} /><p class="small quiet" id="urgent-place-hint">{es.urgent.placeHint}</p></div>
      <p class="with-unit"><Sign name="place" />{geo ? placeWords(geo) : es.urgent.noGeo}<button type="button" class="press" onClick={() => void takeReading().then(reading => reading && setGeo(reading))}>{es.item.takeReading}</button></p>
      <button type="button" class="press danger wide" style={{ minHeight: '72px', fontSize: 'var(--lead)' }} disabled={busy} onClick={() => void raise()}><Sign name="alert" size={28} />{busy ? es.urgent.raising : raised ? es.urgent.again : es.urgent.raise}</button>
      <div role="status">{raised && <div class="notice"><p class="word"><Sign name="tick" /><strong>{es.urgent.raised(hourOf(raised))}</strong></p></div>}</div>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
      <h2>{es.urgent.call}</h2>
      <ul class="calls">
        {readDirectory().lines.map(line => <li class="call" key={line.id}><div><h3>{line.name_es}</h3><p class="small quiet">{line.what_es}</p></div><a class="press fill protect" href={`tel:${line.phone.replace(/[^\d+]/g, '')}`} aria-label={`${es.calls.call(line.phone)}: ${line.name_es}`}><Sign name="phone" /><span class="nowrap">{line.phone}</span></a></li>)}
      </ul>
    </>
  );
}
