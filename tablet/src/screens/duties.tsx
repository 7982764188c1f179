import { useState } from 'preact/hooks';
import { useCommand } from '../components/frame';
import { Mark } from '../components/margin_note';
import { Sign } from '../components/pictogram';
import { Stamp } from '../components/stamp';
import { Unstamp } from '../components/unstamp';
import { es } from '../strings_es';
import type { Entity } from '../types';
import { doneDuties, type Determination, type Done, type Duty } from './law';
import type { Opened } from './opening';

/** The ordered duties: each one tap, stamped with its hour. A missing signal never stops one. */
export function Duties({ opened, minor, determination }: { opened: Opened; minor: Entity; determination: Determination }) {
  const done = doneDuties(opened.visit, minor.entity);
  const duties = [...determination.duties].sort((a, b) => a.order - b.order);
  const next = duties.find(duty => !done[duty.kind]);
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.law.now}</h2>
      {duties.length === 0 && <p>{es.law.nowNone}</p>}
      <ol class="duties">{duties.map(duty => <DutyRow key={duty.kind} opened={opened} minor={minor} duty={duty} done={done[duty.kind] ?? null} next={duty === next} />)}</ol>
    </section>
  );
}

function DutyRow({ opened: { tablet, visit, readOnly }, minor, duty, done, next }: { opened: Opened; minor: Entity; duty: Duty; done: Done | null; next: boolean }) {
  const { busy, error, run } = useCommand();
  const [detailing, detail] = useState(false);
  const stamp = (extra: { folio?: string; note?: string; pending?: boolean } = {}) => run(() => tablet.takeAction(visit.visitId, minor.entity, { duty: duty.kind, at: Date.now(), ...extra }));
  return (
    <li class={['duty', next ? 'next' : '', done ? 'done' : ''].join(' ').trim()}>
      <div class="what">
        <h3>{duty.title_es}</h3>
        <p>{duty.plain_es}</p>
        <p class="small with-unit" style={{ gap: '4px 12px' }}><strong>{typeof duty.deadline?.what_es === 'string' ? duty.deadline.what_es : es.law.when[duty.when]}</strong><span class="quiet">{duty.cite.join(' · ')}</span><Mark mark={duty.mark} /></p>
        {done && (done.folio || done.note) && <p class="small">{done.folio && <strong>{es.law.folio} {done.folio}. </strong>}{done.note}</p>}
      </div>
      {done ? <Stamp at={done.at} zone={visit.zone} pending={done.pending} />
        : !readOnly && <button type="button" class={duty.urgent && next ? 'press danger' : next ? 'press fill protect' : 'press protect'} disabled={busy} aria-label={es.law.stampDutyOf(duty.title_es)} onClick={() => void stamp()}><Sign name="tick" />{es.law.stampDuty}</button>}
      {!readOnly && (
        <div class="more">
          {detailing ? <Details id={`${minor.entity}-${duty.kind}`.replace(/[:/]/g, '-')} at={done?.at} save={(extra) => stamp(extra).then(ok => { if (ok) detail(false); })} close={() => detail(false)} busy={busy} />
            : <div class="buttons" style={{ gap: '0 12px' }}>
              <button type="button" class="press bare small" onClick={() => detail(true)}>{es.law.details}<span class="unseen">: {duty.title_es}</span></button>
              {done && <Unstamp tablet={tablet} visitId={visit.visitId} done={done} what={duty.title_es} />}
              {!done && <button type="button" class="press bare small" disabled={busy} onClick={() => void stamp({ pending: true })}>{es.law.noSignal}<span class="unseen">: {duty.title_es}</span></button>}
            </div>}
          {error !== null && <p class="small doubt" role="alert">{error || es.failed}</p>}
        </div>
      )}
    </li>
  );
}

function Details({ id, at, save, close, busy }: { id: string; at: number | undefined; save: (extra: { folio?: string; note?: string; at?: number }) => void; close: () => void; busy: boolean }) {
  const [folio, setFolio] = useState('');
  const [note, setNote] = useState('');
  return (
    <form style={{ display: 'grid', gap: '12px' }} onSubmit={event => { event.preventDefault(); save({ ...(folio.trim() ? { folio: folio.trim() } : {}), ...(note.trim() ? { note: note.trim() } : {}), ...(at ? { at } : {}) }); }}>
      <div class="field"><label for={`${id}-folio`}>{es.law.folio}</label><input class="write" id={`${id}-folio`} autocomplete="off" maxLength={80} value={folio} onInput={event => setFolio(event.currentTarget.value)} /></div>
      <div class="field"><label for={`${id}-note`}>{es.law.note}</label><textarea class="write" id={`${id}-note`} rows={2} placeholder={es.law.notePlaceholder} value={note} onInput={event => setNote(event.currentTarget.value)} /></div>
      <div class="buttons"><button type="submit" class="press fill" disabled={busy}>{es.law.stampDuty}</button><button type="button" class="press" onClick={close}>{es.cancel}</button></div>
    </form>
  );
}
