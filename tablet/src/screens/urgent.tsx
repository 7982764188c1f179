import { useState } from 'preact/hooks';
import { asGeo, placeWords, useReading } from '../components/geo_field';
import { useCommand, useTablet } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Segments } from '../components/segments';
import { Shell } from '../components/shell';
import { hourOf, localDay } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Geo, Json, Tablet, UrgentReason, UrgentState } from '../types';
import { dial, directoryOf } from './directory';
import { determinationOf, isProvedAdult } from './law';
import { dayOfFacts, textOfRole, valueOfRole } from './reading';
import { addressOf } from './routes';

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
  const form = <UrgentForm key={visitId && tablet.visit(visitId) ? 'read' : 'new'} visitId={visitId} />;
  if (tablet.status === 'open') return <Shell title={es.urgent.title} visitId={visitId ?? undefined} broad urgentOpen>{form}</Shell>;
  return <main class="page broad" id="content"><p><a class="press" href="#/"><Sign name="back" />{es.door.backToUnlock}</a></p>{form}</main>;
}

interface Known { place: string; geo: Geo | null; minors: number; reason: UrgentReason }
const NOTHING_KNOWN: Known = { place: '', geo: null, minors: 0, reason: 5 };

/** What the visit already says, so that one tap is enough; the gravest reason first. */
function knownOf(tablet: Tablet, visitId: string | null): Known {
  const visit = visitId ? tablet.visit(visitId) : null;
  const bundle = visitId ? tablet.bundle(visitId) : null;
  if (!visit || !bundle) return NOTHING_KNOWN;
  const day = dayOfFacts(bundle, visit, localDay(Date.now(), visit.zone));
  const minors = visit.of('minor').map(({ entity }) => determinationOf(bundle, visit, entity, day)).filter(found => !isProvedAdult(found));
  const urgent = minors.filter(found => found?.urgent);
  const reason = urgent.some(found => found?.criminal_report === 'yes') ? 1 : urgent.length ? 2 : 5;
  const place = [textOfRole(bundle, visit, 'workplace_name'), textOfRole(bundle, visit, 'workplace_locality')].filter(Boolean).join(', ');
  return { place: fitPlace(place), geo: asGeo(valueOfRole(bundle, visit, 'workplace_geo') as Json), minors: minors.length, reason };
}

function UrgentForm({ visitId }: { visitId: string | null }) {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const [call, set] = useState(() => knownOf(tablet, visitId));
  const [raised, setRaised] = useState<number | null>(null);
  const inVisit = visitId && tablet.status === 'open' ? tablet.visits().find(one => one.visitId === visitId)?.urgent : undefined;
  // Of what was raised outside a visit only this is known here: whether it still waits to leave.
  const said = stateWords(inVisit ?? (tablet.syncState.pendingUrgent > 0 ? 'waiting' : raised ? 'received' : 'none'), raised);
  const raise = async () => {
    if (await run(() => tablet.raiseUrgent({ visitId, ...call, minors: call.minors || UNKNOWN_COUNT, place: fitPlace(call.place) }))) setRaised(Date.now());
  };
  return (
    <>
      {visitId && tablet.status === 'open' && <p><a class="press" href={addressOf({ at: 'stage', visit: visitId, stage: null, item: null })}><Sign name="back" />{es.minors.backToVisit}</a></p>}
      <div class="sheet-head"><h1 data-public={es.urgent.title}>{es.urgent.title}</h1><p>{es.urgent.why}</p></div>
      <div class="urgent">
        <div class="raise">
          <div role="status">{said && <div class="notice raised"><p class="word"><Sign name="tick" size={32} /><strong>{said}</strong></p></div>}</div>
          <button type="button" class={raised ? 'press protect wide' : 'press danger wide raiser'} disabled={busy} onClick={() => void raise()}><Sign name="alert" size={raised ? 24 : 32} />{busy ? es.urgent.raising : raised ? es.urgent.again : es.urgent.raise}</button>
          {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
          <Lines />
        </div>
        <Details call={call} set={set} />
      </div>
    </>
  );
}

/** Where the finding is: on this tablet, received, or taken up by a person; of an earlier one too. */
function stateWords(state: UrgentState, raised: number | null): string {
  const arrived = state === 'received' || state === 'acknowledged';
  if (raised) return arrived ? es.urgent.arrived(hourOf(raised), es.home.urgent[state]) : es.urgent.raised(hourOf(raised));
  return es.home.urgent[state];
}

function Details({ call, set }: { call: Known; set: (call: Known) => void }) {
  const { state, refusal, read } = useReading(geo => set({ ...call, geo }));
  return (
    <div>
      <h2>{es.urgent.carries}</h2>
      <div class="field"><span class="name" id="urgent-reason">{es.urgent.reason}</span>
        <Segments name="urgent-reason" labelledBy="urgent-reason" stack choices={Object.entries(es.urgent.reasons).map(([code, label]) => ({ code, label }))} value={String(call.reason)} choose={code => set({ ...call, reason: Number(code) as UrgentReason })} />
      </div>
      <div class="field"><label for="urgent-minors">{es.urgent.minors}</label><input class="write figure-field" id="urgent-minors" inputMode="numeric" maxLength={3} value={call.minors || ''} placeholder="?" onInput={event => set({ ...call, minors: Number(event.currentTarget.value.replace(/\D/g, '')) })} /></div>
      <div class="field"><label for="urgent-place">{es.urgent.place}</label><input class="write" id="urgent-place" autocomplete="off" aria-describedby="urgent-place-hint" value={call.place} onInput={event => set({ ...call, place: event.currentTarget.value })} onBlur={() => set({ ...call, place: fitPlace(call.place) })} /><p class="small quiet" id="urgent-place-hint">{es.urgent.placeHint}</p></div>
      <p class="with-unit"><Sign name="place" /><span>{call.geo ? placeWords(call.geo) : es.urgent.noGeo}</span><button type="button" class="press" disabled={state === 'reading'} onClick={() => void read()}>{state === 'reading' ? es.item.reading : es.item.takeReading}</button></p>
      {refusal && <p class="small doubt" role="alert">{refusal}</p>}
    </div>
  );
}

/** The lines one can call, wherever one is. */
function Lines() {
  return (
    <section aria-label={es.urgent.call}>
      <h2>{es.urgent.call}</h2>
      <ul class="calls">
        {directoryOf(useTablet()).lines.map(line => (
          <li key={line.id} class="call" style={{ gridTemplateColumns: 'minmax(0, 1fr) auto' }}>
            <h3>{line.name_es}</h3>
            <a class="press fill protect" style={{ minWidth: '120px', width: 'auto' }} href={dial(line.phone)} aria-label={`${es.calls.call(line.phone)}: ${line.name_es}`}><Sign name="phone" /><span class="nowrap">{line.phone}</span></a>
          </li>
        ))}
      </ul>
    </section>
  );
}
