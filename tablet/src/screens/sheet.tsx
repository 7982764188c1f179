import type { ComponentChildren } from 'preact';
import { Mark } from '../components/margin_note';
import { Sign } from '../components/pictogram';
import { es } from '../strings_es';
import type { Bundle, Entity } from '../types';
import { determinationOf, type Determination } from './law';
import type { Opened } from './opening';
import { sectionsOf, type Question } from './reading';
import { addressOf } from './routes';
import { wordsOf } from './words';

/** The groups of the sheet, by the roles their answers play. Where the child can be found comes before everything but the age. */
const GROUPS: { title: string; roles: string[] }[] = [
  { title: es.sheet.where, roles: ['whereabouts_72h', 'lives_at', 'found_place', 'found_at', 'minor_description'] },
  { title: es.sheet.task, roles: ['farm_tasks', 'task_text', 'directed_by', 'hired_by', 'work_since'] },
  { title: es.sheet.hazards, roles: ['hazards', 'nom038_class', 'load_grams', 'imminent_danger'] },
  { title: es.sheet.conditions, roles: ['hours_day', 'days_week', 'night_work', 'sunday_work', 'overtime', 'pay_amount', 'pay_form', 'pay_receiver'] },
  { title: es.sheet.family, roles: ['accompanied', 'family'] },
  { title: es.sheet.school, roles: ['attends_school', 'school_level', 'basic_education_done'] },
  { title: es.sheet.health, roles: ['health_injuries', 'disability', 'needs'] },
];

/** Everything known of one minor on one page, and what is not known yet, each line one tap from its question. */
export function MinorSheet({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { bundle, visit, day } = opened;
  const questions = sectionsOf(bundle, visit, minor).flatMap(({ step, questions: asked }) => asked.map(question => ({ step: step.id, question })));
  const byRole = new Map(questions.map(one => [one.question.item.role, one]));
  const determination = determinationOf(bundle, visit, minor.entity, day);
  return (
    <section class="step sheet-of-minor">
      <h2>{es.sheet.title}</h2>
      {determination && <AgeKnown bundle={bundle} day={day} determination={determination} />}
      {GROUPS.map(({ title, roles }) => {
        const asked = roles.flatMap(role => byRole.get(role) ?? []);
        const known = asked.filter(({ question }) => question.state !== 'open');
        const unknown = asked.filter(({ question }) => question.state === 'open');
        if (!asked.length) return null;
        return (
          <Group key={title} title={title}>
            {known.map(({ step, question }) => <Line key={question.path} opened={opened} step={step} question={question} />)}
            {unknown.length > 0 && <Unknown opened={opened} asked={unknown} />}
          </Group>
        );
      })}
    </section>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return <section class="sheet-group" aria-label={title}><h3>{title}</h3><div>{children}</div></section>;
}

function addressOfQuestion({ visit }: Opened, step: string, { item, entity }: Question): string {
  return addressOf({ at: 'minor', visit: visit.visitId, entity, tab: step, item: item.id });
}

function Line({ opened, step, question }: { opened: Opened; step: string; question: Question }) {
  const said = question.state === 'conflict' ? es.sheet.differ : question.heads.filter(head => head.value).map(head => wordsOf(opened.bundle, question.item, head.value)).join(' / ');
  const src = question.heads.find(head => head.value?.src)?.value?.src;
  return (
    <a class="sheet-line" href={addressOfQuestion(opened, step, question)}>
      <span class="quiet small">{question.item.label_es}</span>
      <span class={question.state === 'conflict' ? 'doubt' : undefined}>{said || '—'}{src && <small class="quiet"> · {es.item.src[src]}</small>}</span>
    </a>
  );
}

function Unknown({ opened, asked }: { opened: Opened; asked: { step: string; question: Question }[] }) {
  return (
    <p class="sheet-unknown"><span class="doubt small">{es.sheet.unknown}</span>{asked.map(({ step, question }) => <a key={question.path} href={addressOfQuestion(opened, step, question)}>{question.item.label_es}</a>)}</p>
  );
}

interface Threshold { years: number; says: string; cite: string[]; mark: string }
interface Parameter { unit: string; says_es: string; values: { from: string; until: string | null; value: number; cite: string[]; mark: string }[] }
const AGE_PARAMETERS = ['child_until_years', 'min_age_years', 'authorisation_until_years', 'majority_years'];

/** The ages at which the law changes, as they stood on the day of the facts. */
export function thresholdsOn(bundle: Bundle, day: string): Threshold[] {
  const parameters = (bundle.law.parameters ?? {}) as unknown as Record<string, Parameter>;
  return AGE_PARAMETERS.flatMap(name => {
    const now = parameters[name]?.values.findLast(({ from, until }) => from <= day && (until === null || day <= until));
    return now ? [{ years: now.value, says: parameters[name]!.says_es, cite: now.cite, mark: now.mark }] : [];
  }).sort((a, b) => a.years - b.years);
}

/** The age in years and months with its source, what makes it uncertain, and between which thresholds of the law it falls. */
function AgeKnown({ bundle, day, determination: { age } }: { bundle: Bundle; day: string; determination: Determination }) {
  const words = age.years === null ? es.minors.noAge : age.months === null ? es.sheet.years(age.years) : es.sheet.yearsMonths(age.years, age.months);
  return (
    <Group title={es.sheet.age}>
      <p class="sheet-age"><strong>{words}</strong>{age.source !== 'sin_dato' && <span>{es.minors.ageSource[age.source] ?? age.source}</span>}{age.presumed && <span class="doubt small">{es.minors.presumed}</span>}</p>
      {age.explain_es && <p>{age.explain_es}</p>}
      <ol class="thresholds" aria-label={es.sheet.thresholds}>
        {thresholdsOn(bundle, day).map(({ years, says, cite, mark }) => {
          const reached = age.years === null ? null : age.years >= years;
          return (
            <li key={years} class={reached ? 'reached' : ''}>
              <strong class="figure">{years}</strong>
              <span>{says}<small class="quiet">{cite.join(' · ')} <Mark mark={mark} /></small></span>
              <span class="word small">{reached === null ? es.sheet.notKnown : reached ? <><Sign name="tick" size={18} />{es.sheet.reached}</> : es.sheet.notReached}</span>
            </li>
          );
        })}
      </ol>
    </Group>
  );
}
