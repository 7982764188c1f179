import { useState } from 'preact/hooks';
import { suspendedNow } from '../acta';
import { CopyOut } from '../components/file_out';
import { Dialog } from '../components/dialog';
import { useCommand } from '../components/frame';
import { dayAndHour, spanishDay } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Happening } from '../types';
import type { Copy } from './hand_over';
import type { Opened } from './opening';
import { pathOfRole, textOfRole } from './reading';

/** Stops the visit with a partial acta, or goes on with one that was stopped. */
export function SuspensionPart({ opened, copy }: { opened: Opened; copy: Copy | null }) {
  const suspended = suspendedNow(opened.visit);
  const past = opened.visit.happenings.filter(({ type }) => type === 'visit_resumed');
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.suspension.title}</h2>
      {past.map(resumed => <Past key={resumed.ref} opened={opened} resumed={resumed} />)}
      {suspended ? <Suspended opened={opened} suspended={suspended} copy={copy} /> : <Suspend opened={opened} />}
    </section>
  );
}

function Suspend({ opened: { tablet, visit } }: { opened: Opened }) {
  const [asking, ask] = useState(false);
  const [reason, write] = useState('');
  const [day, pick] = useState('');
  const { busy, error, run } = useCommand();
  const suspend = () => run(() => tablet.suspend(visit.visitId, { reason, ...(day ? { resumesOn: day } : {}) })).then(ok => { if (ok) ask(false); });
  return (
    <>
      <p>{es.suspension.why}</p>
      <div class="buttons"><button type="button" class="press protect" onClick={() => ask(true)}>{es.suspension.ask}</button></div>
      <Dialog title={es.suspension.ask} open={asking} close={() => ask(false)}>
        <p>{es.suspension.unsignedYet}</p>
        <div class="field"><label for="suspend-why">{es.suspension.reason}</label><textarea class="write" id="suspend-why" rows={3} maxLength={500} value={reason} onInput={event => write(event.currentTarget.value)} /></div>
        <div class="field"><label for="suspend-day">{es.suspension.day}</label><input class="write" style={{ maxWidth: '240px' }} id="suspend-day" type="date" value={day} onInput={event => pick(event.currentTarget.value)} /></div>
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        <div class="buttons"><button type="button" class="press fill protect" disabled={busy || !reason.trim()} onClick={() => void suspend()}>{es.suspension.suspend}</button><button type="button" class="press" onClick={() => ask(false)}>{es.cancel}</button></div>
      </Dialog>
    </>
  );
}

function Suspended({ opened: { tablet, visit }, suspended, copy }: { opened: Opened; suspended: Happening; copy: Copy | null }) {
  const { busy, error, run } = useCommand();
  const { reason, resumes_on: day, text } = suspended.opened ?? {};
  const when = dayAndHour(suspended.recordedAt, visit.zone);
  const partial = copy && typeof text === 'string' ? { ...copy, text, sha256: String(suspended.body.text_sha256), signatures: [`${es.suspension.partial}: ${String(reason)}`, ...copy.signatures] } : null;
  return (
    <div class="notice">
      <p><strong>{es.suspension.suspended(when)}</strong> {typeof day === 'string' && es.suspension.goesOn(spanishDay(day))}</p>
      <p>{String(reason ?? '')}</p>
      <div class="buttons">
        <button type="button" class="press fill protect" disabled={busy} onClick={() => void run(() => tablet.resume(visit.visitId))}>{es.suspension.resume}</button>
      </div>
      {partial && <CopyOut copy={partial} words={es.suspension.copy} first={false} />}
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </div>
  );
}

/** What the final acta should tell of an earlier stop: one tap writes it in the facts, where it can be read and changed. */
function Past({ opened: { tablet, bundle, visit }, resumed }: { opened: Opened; resumed: Happening }) {
  const { busy, error, run } = useCommand();
  const stopped = visit.happenings.find(({ ref }) => ref === resumed.body.suspension);
  const path = pathOfRole(bundle, 'facts');
  if (!stopped || !path) return null;
  const [from, to] = [stopped, resumed].map(({ recordedAt }) => dayAndHour(recordedAt, visit.zone)) as [string, string];
  const sentence = es.suspension.sentence(from, String(stopped.opened?.reason ?? '').replace(/\.$/, ''), to);
  const facts = textOfRole(bundle, visit, 'facts');
  return (
    <>
      <p>{es.suspension.resumed(from, to)}</p>
      {!facts.includes(sentence) && <div class="buttons"><button type="button" class="press" disabled={busy} onClick={() => void run(() => tablet.setAnswer(visit.visitId, path, { v: [facts, sentence].filter(Boolean).join(' ') }))}>{es.suspension.toFacts}</button></div>}
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </>
  );
}
