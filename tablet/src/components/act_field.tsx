import { doneDuties } from '../screens/law';
import { dutyOf, type Question } from '../screens/reading';
import { es } from '../strings_es';
import type { OpenVisit, Tablet } from '../types';
import { useCommand } from './frame';
import { Sign } from './pictogram';
import { Stamp } from './stamp';
import { Unstamp } from './unstamp';

/** An action of the protocol: one tap stamps its hour. */
export function ActField({ tablet, visit, question, readOnly }: { tablet: Tablet; visit: OpenVisit; question: Question; readOnly: boolean }) {
  const { busy, error, run } = useCommand();
  const duty = dutyOf(question.item);
  const done = doneDuties(visit, question.entity)[duty];
  return (
    <div class="with-unit">
      {done && <Stamp at={done.at} zone={visit.zone} pending={done.pending} />}
      {done && !readOnly && <Unstamp tablet={tablet} visitId={visit.visitId} done={done} what={question.item.label_es} />}
      {!readOnly && !done && <button type="button" class="press protect" disabled={busy} aria-label={`${es.item.stampAct}: ${question.item.label_es}`} onClick={() => void run(() => tablet.takeAction(visit.visitId, question.entity, { duty, at: Date.now() }))}><Sign name="tick" />{es.item.stampAct}</button>}
      {error !== null && <span class="small doubt" role="alert">{error || es.failed}</span>}
    </div>
  );
}
