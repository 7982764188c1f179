import { Dividers, type Divider } from '../components/dividers';
import { Growing } from '../components/growing';
import { MANY, MinorCard } from '../components/minor_card';
import { Sign } from '../components/pictogram';
import { QuestionRow } from '../components/question_row';
import { es } from '../strings_es';
import type { Stage } from '../types';
import { Contradiction, isSaid } from './nobody';
import { VisitShell, WithVisit, type Opened } from './opening';
import { progressOf, sectionsOf, type Section } from './reading';
import { addressOf } from './routes';

const LAST = 'resguardo-stage';

/** One stage of the visit: its questions in the protocol's order, one long page a stage. */
export function StageScreen({ visitId, stageId, itemId }: { visitId: string; stageId: string | null; itemId: string | null }) {
  return <WithVisit visitId={visitId}>{opened => <StagePage opened={opened} stageId={stageId} itemId={itemId} />}</WithVisit>;
}

function dividersOf(opened: Opened, sections: Section[]): Divider[] {
  const { bundle, visit } = opened;
  const nobody = isSaid(opened) && visit.of('minor').length === 0;
  return bundle.protocol.stages.map(stage => {
    const { done, all } = progressOf(sections.filter(section => section.stage === stage).flatMap(section => section.questions));
    return { id: stage.id, number: String(stage.number), title: stage.title_es, note: all === 0 && nobody ? es.nobody.divider : es.visit.progress(done, all), href: addressOf({ at: 'stage', visit: visit.visitId, stage: stage.id, item: null }) };
  });
}

function StagePage({ opened, stageId, itemId }: { opened: Opened; stageId: string | null; itemId: string | null }) {
  const { tablet, bundle, visit, readOnly, gone } = opened;
  const stages = bundle.protocol.stages;
  const wanted = stageId ?? sessionStorage.getItem(`${LAST}-${visit.visitId}`);
  const stage = stages.find(({ id }) => id === wanted) ?? stages[0]!;
  sessionStorage.setItem(`${LAST}-${visit.visitId}`, stage.id);
  const sections = sectionsOf(bundle, visit, 'visit');
  const own = sections.filter(section => section.stage === stage);
  const writes = own.some(({ questions }) => questions.some(({ item }) => item.type === 'text'));
  const perMinor = stage.steps.flatMap(step => step.items).filter(item => item.for === 'minor').length;
  const every = own.flatMap(({ questions }) => questions);
  return (
    <VisitShell opened={opened} dividers={<Dividers label={es.visit.stages} dividers={dividersOf(opened, sections)} current={stage.id} after={minorsDivider(opened)} />}>
      <div class="sheet-head"><h1 data-public={stage.title_es}>{stage.title_es}</h1>{visit.closure ? <p class="notice"><strong>{es.visit.closed}</strong></p> : writes && !readOnly && <p class="small quiet">{es.item.dictation}</p>}</div>
      {perMinor > 0 && <MinorsStrip opened={opened} perMinor={perMinor} />}
      <Growing place={stage.id} all={every.length} upTo={every.findIndex(({ item }) => item.id === itemId)}>
        {shown => firstOf(own, shown).map(({ step, questions }) => (
          <section class="step" key={step.id}>
            <h2>{step.title_es}</h2>
            {questions.map(question => <QuestionRow key={question.path} {...{ tablet, bundle, visit, question, readOnly, gone }} focused={question.item.id === itemId} />)}
          </section>
        ))}
      </Growing>
      <NextStage opened={opened} stage={stage} />
    </VisitShell>
  );
}

/** So many questions from the top, in their sections. */
function firstOf(sections: Section[], most: number): Section[] {
  let left = most;
  return sections.map(section => {
    const questions = section.questions.slice(0, left);
    left -= questions.length;
    return { ...section, questions };
  }).filter(({ questions }) => questions.length > 0);
}

/** The way to the cards, apart from the stages. */
function minorsDivider(opened: Opened): Divider {
  const { visit } = opened;
  const found = visit.of('minor').length;
  return { id: 'minors', number: String(found), title: es.visit.minors, note: found === 0 && isSaid(opened) ? es.nobody.divider : es.visit.cards, href: addressOf({ at: 'minors', visit: visit.visitId }) };
}

/** The minors found so far, on the stages whose questions are put to each of them. */
function MinorsStrip({ opened, perMinor }: { opened: Opened; perMinor: number }) {
  const { visit } = opened;
  const minors = visit.of('minor');
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.visit.minors}</h2>
      <Contradiction opened={opened} />
      {minors.length === 0 && isSaid(opened) ? <p class="word"><Sign name="tick" />{es.nobody.notPut(perMinor)}</p> : <p class="quiet">{es.visit.perMinor(perMinor)}</p>}
      {minors.length === 0 && !opened.readOnly && <p><a class="press protect" href={addressOf({ at: 'nobody', visit: visit.visitId })}>{es.nobody.go}</a></p>}
      {minors.length >= MANY && <p><a class="press" href={addressOf({ at: 'minors', visit: visit.visitId })}>{es.several.seeAll} ({minors.length})</a></p>}
      {minors.length > 0 && minors.length < MANY && <div class="cards">{minors.map(minor => <MinorCard key={minor.entity} opened={opened} minor={minor} />)}</div>}
    </section>
  );
}

function NextStage({ opened: { bundle, visit }, stage }: { opened: Opened; stage: Stage }) {
  const stages = bundle.protocol.stages;
  const at = stages.indexOf(stage);
  const link = (to: Stage, words: string, forward: boolean) => <a class={forward ? 'press fill' : 'press'} href={addressOf({ at: 'stage', visit: visit.visitId, stage: to.id, item: null })}>{!forward && <Sign name="back" />}{words}{forward && <Sign name="forward" />}</a>;
  return (
    <div class="next-stage">
      {stages[at - 1] && link(stages[at - 1]!, es.visit.previous(stages[at - 1]!.title_es), false)}
      {stages[at + 1] && link(stages[at + 1]!, es.visit.next(stages[at + 1]!.title_es), true)}
      <a class="press" href={addressOf({ at: 'acta', visit: visit.visitId })}>{es.visit.toActa}</a>
    </div>
  );
}
