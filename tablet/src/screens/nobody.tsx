import { useRef, useState } from 'preact/hooks';
import { useCommand } from '../components/frame';
import { Sign } from '../components/pictogram';
import { QuestionRow } from '../components/question_row';
import { hourOf } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Entry } from '../types';
import { anyHeadSays, COUNTS_OF_NOBODY, incoherencesOf, minorsStanding, NOBODY_SEEN } from './coherence';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { pathOfRole, questionsOf, textOfRole, type Question } from './reading';
import { addressOf } from './routes';

const WALKED = 'areas_walked';
const NOT_WALKED = 'areas_not_walked';

/** The commonest visit: nobody under age was seen. One confirmed statement, then only what closing still asks, on one page. */
export function NobodyScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => (
        <VisitShell opened={opened}>
          <BackLink to={{ at: 'stage', visit: visitId, stage: null, item: null }} words={es.minors.backToVisit} />
          <div class="sheet-head"><h1 data-public={es.nobody.title}>{es.nobody.title}</h1><p>{es.nobody.why}</p></div>
          <Contradiction opened={opened} />
          <Statement opened={opened} />
          {isSaid(opened) && !opened.readOnly && <Remaining opened={opened} />}
        </VisitShell>
      )}
    </WithVisit>
  );
}

/** Whether somebody has stated that no minors were seen. */
export function isSaid({ bundle, visit }: Opened): boolean {
  return anyHeadSays(bundle, visit, NOBODY_SEEN, true);
}

function statedAt({ bundle, visit }: Opened): number {
  const path = pathOfRole(bundle, NOBODY_SEEN);
  return Math.max(0, ...(path ? visit.answers[path] ?? [] : []).map(head => head.recordedAt));
}

/** What the statement writes, in one save: itself, and the counts that it settles; null takes each back. */
function entriesOf({ bundle }: Opened, said: boolean): Entry[] {
  const put = (role: string, v: boolean | number): Entry[] => {
    const path = pathOfRole(bundle, role);
    return path ? [{ path, value: said ? { v, src: 'observation' } : null }] : [];
  };
  return [...put(NOBODY_SEEN, true), ...COUNTS_OF_NOBODY.flatMap(role => put(role, 0))];
}

function Statement({ opened }: { opened: Opened }) {
  const { tablet, bundle, visit, readOnly } = opened;
  const { busy, error, run } = useCommand();
  const [before, keep] = useState<Entry[] | null>(null);
  const [asked, ask] = useState('');
  const form = useRef<HTMLElement>(null);
  const questions = [WALKED, NOT_WALKED].flatMap(role => questionsOf(bundle, visit, 'visit').filter(question => question.item.role === role));
  const said = isSaid(opened);
  const confirm = async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    await tablet.settled();
    const now = tablet.visit(visit.visitId)!;
    const empty = questions.find(({ item }) => !textOfRole(bundle, now, item.role ?? ''));
    if (empty) {
      ask(es.nobody.needed(empty.item.label_es));
      form.current?.querySelector<HTMLElement>(`#q-${empty.path.replace(/[:/]/g, '-')} :is(input, textarea)`)?.focus();
      return;
    }
    ask('');
    const entries = entriesOf(opened, true);
    const earlier = entries.map(({ path }) => ({ path, value: now.value(path) }));
    if (await run(() => tablet.setAnswers(visit.visitId, entries))) keep(earlier);
  };
  const undo = () => void run(() => tablet.setAnswers(visit.visitId, before ?? entriesOf(opened, false))).then(ok => { if (ok) keep(null); });
  const all = questions.find(({ item }) => item.role === NOT_WALKED);
  return (
    <section class="step" ref={form} aria-label={es.nobody.statement}>
      <h2>{es.nobody.statement}</h2>
      {questions.map(question => <QuestionRow key={question.path} {...{ tablet, bundle, visit, question, readOnly }} />)}
      {!said && !readOnly && all?.state === 'open' && <p class="nobody-all"><button type="button" class="press" disabled={busy} onClick={() => void run(() => tablet.setAnswer(visit.visitId, all.path, { v: es.nobody.allWalkedText }))}>{es.nobody.allWalked}</button></p>}
      {!said && !readOnly && (
        <div class="nobody-act">
          <button type="button" class="press fill protect" disabled={busy} onClick={() => void confirm()}><Sign name="tick" />{es.nobody.confirm}</button>
        </div>
      )}
      <div role="status">{said && (
        <div class="notice nobody-said">
          <p class="word"><Sign name="tick" />{es.nobody.said(hourOf(statedAt(opened), visit.zone))}</p>
          <p>{es.nobody.settles}</p>
          {!readOnly && <p><button type="button" class="press" disabled={busy} onClick={undo}>{es.nobody.undo}</button></p>}
        </div>
      )}</div>
      {(asked || error !== null) && <p class="doubt" role="alert">{asked || error || es.failed}</p>}
    </section>
  );
}

/** What closing still asks, answered here: rows stay where they are once answered, so that nothing moves under the finger. */
function Remaining({ opened }: { opened: Opened }) {
  const { tablet, bundle, visit, readOnly } = opened;
  const listed = useRef<string[]>([]);
  const questions = questionsOf(bundle, visit, 'visit');
  const open = (question: Question) => question.item.required && question.item.type !== 'sign' && question.state !== 'excused' && question.state !== 'answered';
  const fresh = questions.filter(question => open(question) && !listed.current.includes(question.path)).map(({ path }) => path);
  listed.current = [...listed.current, ...fresh];
  const shown = questions.filter(({ path, item }) => listed.current.includes(path) && item.role !== WALKED);
  const left = shown.filter(open).length;
  return (
    <>
      <section class="step" aria-label={es.nobody.remaining}>
        <h2>{es.nobody.remaining}</h2>
        <p class="quiet nobody-count" role="status">{left ? es.nobody.left(left) : es.nobody.nothingLeft}</p>
        {shown.map(question => <QuestionRow key={question.path} {...{ tablet, bundle, visit, question, readOnly }} />)}
      </section>
      <p><a class="press fill protect" href={addressOf({ at: 'acta', visit: visit.visitId })}>{es.visit.toActa}<Sign name="forward" /></a></p>
    </>
  );
}

/** The statement and the cards say different things: both are kept, and said aloud, until somebody settles it. */
export function Contradiction({ opened }: { opened: Opened }) {
  const { tablet, bundle, visit, day, readOnly } = opened;
  const { busy, error, run } = useCommand();
  const found = incoherencesOf(bundle, visit, day);
  if (!found.length) return null;
  const withdrawn = (entry: Entry): Entry => (entry.path === pathOfRole(bundle, NOBODY_SEEN) ? { ...entry, value: { v: false, src: 'observation' } } : entry);
  const withdraw = () => run(() => tablet.setAnswers(visit.visitId, entriesOf(opened, false).map(withdrawn)));
  return (
    <div class="notice doubt" role="alert">
      <p><strong>{es.nobody.contradiction(minorsStanding(bundle, visit, day).length)}</strong></p>
      <p>{es.nobody.contradictionWhy}</p>
      {!readOnly && <div class="buttons">
        <button type="button" class="press fill" disabled={busy} onClick={() => void withdraw()}>{es.nobody.withdraw}</button>
        <a class="press" href={addressOf({ at: 'minors', visit: visit.visitId })}>{es.nobody.seeCards}</a>
      </div>}
      {error !== null && <p>{error || es.failed}</p>}
    </div>
  );
}
