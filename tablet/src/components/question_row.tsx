import { useEffect, useRef, useState } from 'preact/hooks';
import { valueOfRole, type Question } from '../screens/reading';
import { es } from '../strings_es';
import type { Bundle, Json, None, OpenVisit, Option, Src, Tablet } from '../types';
import { ActField } from './act_field';
import { EnumField, MultiField } from './choice_fields';
import { Conflict, Returned } from './disagreements';
import { Suggested } from './suggested';
import { asGeo, GeoField } from './geo_field';
import { Citations } from './margin_note';
import { memo } from './memo';
import { PeopleField } from './people_field';
import { PhotoField } from './photo_field';
import { Sign } from './pictogram';
import { useResting } from './resting';
import { isAhead, useSaving, type Saving } from './saving';
import { Segments } from './segments';
import { hourOf } from './spanish_dates';
import { DateField, MomentField } from './day_fields';
import { AmountField, DurationField, TextField } from './written_fields';

export interface QuestionProps { tablet: Tablet; bundle: Bundle; visit: OpenVisit; question: Question; focused?: boolean; readOnly: boolean; /** Taken away: not even a returned answer is replied to. */ gone?: boolean; /** Only words, answer and state: the law and the reasons stay out of sight. */ plain?: boolean }

/** What the office knows of the place beforehand: shown beside the reading, never taken in the field. */
const PLANNED_PLACE = 'planned_geo';
const NO_VALUE = new Set(['person', 'table', 'photo', 'sign', 'act']);
const LABELLED_BY_FOR = new Set(['text', 'int', 'grams', 'money', 'dt']);
const NONES: None[] = ['unknown', 'not_asked', 'declined', 'not_exhibited', 'not_applicable'];
const SOURCES: Src[] = ['document', 'child', 'adult', 'employer', 'observation', 'estimate'];

export function optionsOf(bundle: Bundle, question: Question): Option[] {
  const { item } = question;
  return item.catalogue ? bundle.law.catalogues[item.catalogue] ?? item.options : item.options;
}

/** Types whose row says nothing that is not in its question: on a long page, one answer draws one row again. */
const ALONE = new Set(['bool', 'tri', 'doc', 'enum', 'text', 'int', 'grams', 'money', 'minutes', 'date', 'dt']);

/** One question of the form: number and words, how to ask, the answer, what became of it, and the law in the margin. */
export const QuestionRow = memo(Drawn, (before, now) => ALONE.has(now.question.item.type)
  && before.visit.visitId === now.visit.visitId && before.focused === now.focused && before.readOnly === now.readOnly && before.plain === now.plain && before.gone === now.gone && asBefore(before.question, now.question));

/** Whether a question is put, answered and commented as it was. */
export function asBefore(before: Question, now: Question): boolean {
  const said = ({ number, state, heads, comments, path }: Question) => JSON.stringify([
    path, number, state, heads.map(({ contentId, pending, visible, members, covers, actorName }) => [contentId, pending, visible, members, covers, actorName]), comments]);
  return before === now || (before.item === now.item && said(before) === said(now));
}

function Drawn(props: QuestionProps) {
  const { question, visit, tablet, readOnly } = props;
  const { item } = question;
  const row = useRef<HTMLElement>(null);
  const saving = useSaving(tablet, visit.visitId, question);
  useEffect(() => {
    if (!props.focused) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
  }, [props.focused]);
  const id = question.path.replace(/[:/]/g, '-');
  const name = <><span class="number">{question.number}</span><span>{item.label_es}{item.required && <span class="unseen"> ({es.item.required})</span>}</span></>;
  return (
    <article ref={row} class={props.focused ? 'item flash' : 'item'} id={`q-${id}`} aria-labelledby={`${id}-name`}>
      <div class="item-body">
        <div class="item-head">
          {LABELLED_BY_FOR.has(item.type) ? <label class="item-name" for={id} id={`${id}-name`}>{name}</label> : <h3 class="item-name" id={`${id}-name`}>{name}</h3>}
          {item.help_es && <p class="quiet" id={`${id}-help`}>{item.help_es}</p>}
          {item.ask_es && <p class="ask"><span class="unseen">{es.item.ask}: </span>{item.ask_es}</p>}
        </div>
        <Returned tablet={tablet} visitId={visit.visitId} question={question} zone={visit.zone} gone={props.gone ?? false} />
        {question.state === 'conflict' ? <Conflict bundle={props.bundle} visit={visit} question={question} saving={saving} readOnly={readOnly} /> : null}
        <Field {...props} id={id} saving={saving} />
        <StateLine question={question} saving={saving} zone={visit.zone} readOnly={readOnly} />
      </div>
      {!props.plain && (
        <div class="margin" role="note">
          <Citations basis={item.basis} />
          {!readOnly && <Actions question={question} saving={saving} />}
        </div>
      )}
    </article>
  );
}

function Field({ tablet, bundle, visit, question, readOnly, id, saving }: QuestionProps & { id: string; saving: Saving }) {
  const { item } = question;
  const head = item.type === 'multi' ? question.heads.find(h => h.members) ?? question.heads[0] : question.heads[0];
  const value: Json = question.state !== 'conflict' && head?.value && 'v' in head.value ? head.value.v : null;
  const describedBy = [item.help_es ? `${id}-help` : '', `${id}-state`].filter(Boolean).join(' ');
  const disabled = readOnly || (head !== undefined && head.visible !== 'opened');
  const written = { id, item, value, save: saving.save, drafting: saving.drafting, keep: saving.keep, disabled, describedBy };
  const strip = (choices: [string, string][], current: string | null, keep: (code: string) => void) => (
    <Segments name={id} choices={choices.map(([code, label]) => ({ code, label }))} value={current} choose={keep} disabled={disabled} labelledBy={`${id}-name`} describedBy={describedBy} />
  );
  const choice = { id, label: item.label_es, options: optionsOf(bundle, question), pictured: PICTURED.has(item.catalogue ?? ''), disabled, describedBy };
  switch (item.type) {
    case 'bool': return strip([['si', es.item.yes], ['no', es.item.no]], value === true ? 'si' : value === false ? 'no' : null, code => saving.save(code === 'si'));
    case 'tri': return strip([['si', es.item.yes], ['no', es.item.no], ['no_aplica', es.item.na]], value as string | null, saving.save);
    case 'doc': return strip(Object.entries(es.item.doc), value as string | null, saving.save);
    case 'enum': return <EnumField {...choice} value={value as string | null} choose={saving.save} />;
    case 'multi': return <><Suggested {...{ tablet, bundle, visit, question, disabled }} chosen={Array.isArray(value) ? value as string[] : []} add={saving.add} remove={saving.remove} /><MultiField {...choice} chosen={Array.isArray(value) ? value as string[] : []} add={saving.add} remove={saving.remove} /></>;
    case 'int': case 'grams': case 'money': return <AmountField {...written} />;
    case 'minutes': return <DurationField {...written} />;
    case 'date': return <DateField {...written} />;
    case 'dt': return <MomentField {...written} zone={visit.zone} />;
    case 'geo': return <GeoField value={value} save={saving.save} disabled={disabled || item.role === PLANNED_PLACE} id={id} zone={visit.zone} expected={item.role === PLANNED_PLACE ? null : asGeo(valueOfRole(bundle, visit, PLANNED_PLACE) as Json)} />;
    case 'photo': return <PhotoField tablet={tablet} visit={visit} question={question} disabled={disabled} />;
    case 'person': case 'table': return <PeopleField tablet={tablet} bundle={bundle} visit={visit} question={question} readOnly={readOnly} />;
    case 'sign': return <p><a class="press" href={`#/visita/${visit.visitId}/acta`}>{es.visit.toActa}</a></p>;
    case 'act': return <ActField tablet={tablet} visit={visit} question={question} readOnly={readOnly} />;
    default: return choice.options.length ? <EnumField {...choice} value={value as string | null} choose={saving.save} /> : <TextField {...written} />;
  }
}
const PICTURED = new Set(['lft176', 'farm_tasks']);

/** What happened to the answer: saved here, sent, excused, hidden. Calm, and with the way back beside it. */
function StateLine({ question, saving, zone, readOnly }: { question: Question; saving: Saving; zone: string; readOnly: boolean }) {
  const id = question.path.replace(/[:/]/g, '-');
  const head = question.heads[0];
  const value = head?.value;
  const held = isAhead(saving.kept, head) ? { pending: true, recordedAt: saving.kept.at } : head?.visible === 'opened' ? head : null;
  return (
    <p class="item-state" id={`${id}-state`} role="status">
      {head && head.visible !== 'opened' && <span class="doubt">{head.visible === 'erased' ? es.item.erased : es.item.hidden}</span>}
      {value && 'none' in value && question.state === 'excused' && <strong class="word"><Sign name="tick" size={18} />{es.item.none[value.none]}</strong>}
      {saving.error !== null && <span class="doubt">{saving.error || es.failed}</span>}
      {saving.draft && <span class="word">{es.item.saving}</span>}
      {!saving.draft && saving.error === null && held && !NO_VALUE.has(question.item.type) && (
        <span class={held.pending ? 'word device' : 'word'}><Sign name={held.pending ? 'device' : 'sent'} size={18} />{held.pending ? es.item.savedAt(hourOf(held.recordedAt, zone)) : es.item.sent}</span>
      )}
      {saving.undo && !readOnly && <button type="button" class="press bare small" onClick={saving.undo}>{es.item.undo}<span class="unseen">: {question.item.label_es}</span></button>}
    </p>
  );
}

/** "Not asked" spares a child a question; a necessary answer of the inspector's own is not excused by it. */
function reasonsOf({ item, entity }: Question): None[] {
  return NONES.filter(code => code !== 'not_asked' || !item.required || entity.startsWith('minor:'));
}

/** «Sin respuesta…» and the source, always in the margin under the law. */
function Actions({ question, saving }: { question: Question; saving: Saving }) {
  const [open, setOpen] = useState(false);
  const { group, pick } = useResting(code => { saving.excuse(code as None); setOpen(false); }, false);
  const { item, heads } = question;
  if (NO_VALUE.has(item.type)) return null;
  const value = heads[0]?.value;
  const none = value && 'none' in value ? value.none : null;
  return (
    <div class="actions">
      <button type="button" class="press bare" aria-expanded={open} onClick={() => setOpen(!open)}>{es.item.noAnswer}<span class="unseen"> {item.label_es}</span></button>
      {open && (
        <div class="field" style={{ gap: '8px', minWidth: '200px' }}>
          <div class="segments stack" role="radiogroup" aria-label={es.item.noAnswerOf(item.label_es)} {...group}>
            {reasonsOf(question).map(code => (
              <label class="segment" key={code}>
                <input type="radio" name={`${question.path}-none`} defaultChecked={none === code} onChange={() => pick(code)} />
                <span style={{ minHeight: '48px' }}>{es.item.none[code]}</span>
              </label>
            ))}
          </div>
        </div>
      )}
      {question.entity.startsWith('minor:') && <SourceChoice label={item.label_es} value={value?.src} answered={Boolean(value)} choose={saving.source} />}
    </div>
  );
}

/** Where the answer comes from; waiting, greyed, until there is one, so that nothing moves under the finger when it is saved. */
function SourceChoice({ label, value, answered, choose }: { label: string; value: Src | undefined; answered: boolean; choose: (src: Src) => void }) {
  return (
    <select class="write" style={{ minHeight: '48px', fontSize: 'var(--small)', padding: '6px 34px 6px 10px', width: '100%', maxWidth: '232px' }} aria-label={`${es.item.source}: ${label}`} disabled={!answered} value={value ?? ''} onChange={event => event.currentTarget.value && choose(event.currentTarget.value as Src)}>
      <option value="" disabled>{es.item.source}…</option>
      {SOURCES.map(src => <option key={src} value={src}>{es.item.src[src]}</option>)}
    </select>
  );
}
