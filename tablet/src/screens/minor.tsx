import { useState } from 'preact/hooks';
import { Dialog } from '../components/dialog';
import { Dividers, type Divider } from '../components/dividers';
import { useCommand } from '../components/frame';
import { Growing } from '../components/growing';
import { MinorCard, MinorStrip } from '../components/minor_card';
import { Sign } from '../components/pictogram';
import { QuestionRow } from '../components/question_row';
import { es } from '../strings_es';
import type { Entity } from '../types';
import { agesThatDiffer } from './coherence';
import { CorrectMinor, Standing } from './correct';
import { interviewOf } from './interviewing';
import { determinationOf, doneDuties, isProvedAdult } from './law';
import { LawAtHand } from './law_at_hand';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { progressOf, sectionsOf, type Question, type Section } from './reading';
import { addressOf, type Route } from './routes';
import { MinorSheet } from './sheet';

/** Asked first: enough to act within twenty seconds. Everything else can wait. */
const FIRST = ['said_age', 'sex', 'work_status', 'directed_by', 'farm_tasks', 'task_text', 'minor_initials', 'minor_name'];
export const FIRST_TAB = 'primero';
export const LAW_TAB = 'ley';
export const SHEET_TAB = 'ficha';
export const CORRECT_TAB = 'corregir';

/** The minor's page: the card on top, the law at hand, and one divider for each group of questions. */
export function MinorScreen({ visitId, entity, tab, itemId }: { visitId: string; entity: string; tab: string | null; itemId: string | null }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => {
        const minor = opened.visit.entities[entity];
        return minor && !minor.removed ? <MinorPage opened={opened} minor={minor} tab={tab ?? LAW_TAB} itemId={itemId} />
          : <VisitShell opened={opened}><h1 data-public={es.minors.title}>{es.visit.missingScreen}</h1><BackLink to={{ at: 'minors', visit: visitId }} /></VisitShell>;
      }}
    </WithVisit>
  );
}

function dividersOf(opened: Opened, minor: Entity, sections: Section[], first: Question[]): Divider[] {
  const to = (tab: string): Route => ({ at: 'minor', visit: opened.visit.visitId, entity: minor.entity, tab, item: null });
  const note = (questions: Question[]) => { const { done, all } = progressOf(questions); return es.minors.sectionDone(done, all); };
  const duties = determinationOf(opened.bundle, opened.visit, minor.entity, opened.day)?.duties ?? [];
  const stamped = doneDuties(opened.visit, minor.entity);
  return [
    { id: LAW_TAB, number: '§', title: es.minors.law, note: `${duties.filter(d => stamped[d.kind]).length} de ${duties.length}`, href: addressOf(to(LAW_TAB)) },
    { id: SHEET_TAB, number: '≡', title: es.sheet.tab, note: '', href: addressOf(to(SHEET_TAB)) },
    { id: FIRST_TAB, number: '1', title: es.minors.first, note: note(first), href: addressOf(to(FIRST_TAB)) },
    ...sections.map(({ step, questions }, n) => ({ id: step.id, number: String(n + 2), title: step.title_es, note: note(questions), href: addressOf(to(step.id)) })),
    { id: CORRECT_TAB, number: '↔', title: es.correct.tab, note: '', href: addressOf(to(CORRECT_TAB)) },
  ];
}

function MinorPage({ opened, minor, tab, itemId }: { opened: Opened; minor: Entity; tab: string; itemId: string | null }) {
  const { tablet, bundle, visit, day, readOnly, gone } = opened;
  const [all, showAll] = useState(false);
  const adult = isProvedAdult(determinationOf(bundle, visit, minor.entity, day));
  const differ = agesThatDiffer(bundle, visit, minor.entity, day);
  const sections = sectionsOf(bundle, visit, minor);
  const first = FIRST.flatMap(role => sections.flatMap(section => section.questions).filter(question => question.item.role === role));
  const shown = tab === FIRST_TAB ? first : sections.find(({ step }) => step.id === tab)?.questions;
  const dividers = dividersOf(opened, minor, sections, first);
  const visible = adult && !all ? dividers.filter(({ id }) => id === LAW_TAB || id === SHEET_TAB || id === CORRECT_TAB || id === FIRST_TAB || id === tab) : dividers;
  const title = dividers.find(({ id }) => id === tab)?.title ?? es.minors.law;
  const talk = !readOnly && !adult && interviewOf(bundle) ? <p><a class="press protect" href={addressOf({ at: 'interview', visit: visit.visitId, entity: minor.entity })}><Sign name="forward" />{es.interview.go}</a></p> : null;
  return (
    <VisitShell opened={opened} dividers={<Dividers label={es.minors.sections} dividers={visible} current={tab} back={{ href: addressOf({ at: 'minors', visit: visit.visitId }), words: es.minors.title }} />}>
      <div class="minor-head">
        <Standing opened={opened} minor={minor} />
        {differ && <p class="notice doubt" role="alert">{es.item.agesDiffer(differ.said, differ.born)}</p>}
        {shown || tab === CORRECT_TAB ? <MinorStrip opened={opened} minor={minor} /> : <MinorCard opened={opened} minor={minor} head duty={tab !== LAW_TAB} />}
        {tab !== LAW_TAB && tab !== CORRECT_TAB && talk}
        {adult && !all && <p><button type="button" class="press" onClick={() => showAll(true)}>{es.minors.showAll}</button></p>}
      </div>
      {shown ? (
        <section class="step" key={tab}>
          <h2>{title}</h2>
          {tab === FIRST_TAB && <p class="quiet" style={{ paddingTop: '16px' }}>{es.minors.firstWhy} {es.item.dictation}</p>}
          <Growing place={tab} all={shown.length} upTo={shown.findIndex(({ item }) => item.id === itemId)}>
            {most => shown.slice(0, most).map(question => <QuestionRow key={question.path} {...{ tablet, bundle, visit, question, readOnly, gone }} focused={question.item.id === itemId} />)}
          </Growing>
        </section>
      ) : tab === CORRECT_TAB ? <CorrectMinor key={minor.entity} opened={opened} minor={minor} /> : tab === SHEET_TAB ? <MinorSheet opened={opened} minor={minor} /> : <LawAtHand opened={opened} minor={minor} talk={talk} />}
      {shown && <p><a class="press fill" href={addressOf({ at: 'minor', visit: visit.visitId, entity: minor.entity, tab: LAW_TAB, item: null })}>{es.law.now}</a></p>}
      {shown && !readOnly && tab === FIRST_TAB && <RemoveCard opened={opened} minor={minor} />}
    </VisitShell>
  );
}

function RemoveCard({ opened: { tablet, visit }, minor }: { opened: Opened; minor: Entity }) {
  const [asking, ask] = useState(false);
  const { busy, error, run } = useCommand();
  const remove = () => void run(() => tablet.removeEntity(visit.visitId, minor.entity)).then(ok => { if (ok) location.hash = addressOf({ at: 'minors', visit: visit.visitId }); });
  return (
    <p>
      <button type="button" class="press bare" onClick={() => ask(true)}>{es.minors.remove}</button>
      <Dialog title={es.minors.remove} open={asking} close={() => ask(false)}>
        <p>{es.minors.removeSure}</p>
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        <div class="buttons"><button type="button" class="press fill" disabled={busy} onClick={remove}>{es.minors.remove}</button><button type="button" class="press" onClick={() => ask(false)}>{es.cancel}</button></div>
      </Dialog>
    </p>
  );
}
