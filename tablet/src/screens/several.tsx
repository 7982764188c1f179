import { useEffect, useRef, useState } from 'preact/hooks';
import { EnumField, MultiField } from '../components/choice_fields';
import { useCommand } from '../components/frame';
import { LINE_HEIGHT, MinorLine } from '../components/minor_line';
import { Sign } from '../components/pictogram';
import { Segments } from '../components/segments';
import { WindowList } from '../components/window_list';
import { MomentField } from '../components/day_fields';
import { TextField } from '../components/written_fields';
import { optionsOf as optionsOfItem } from '../items';
import { es } from '../strings_es';
import type { Bundle, Item, Json, NewMinor, Src } from '../types';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { itemByRole, valueOfRole } from './reading';
import { wordsOf } from './words';

/** What is the same for all found together, by role; each value becomes an answer of each card. */
const SHARED = ['found_place', 'found_at', 'work_status', 'directed_by', 'hired_by', 'farm_tasks', 'task_text', 'language'];
const MOST = 500;
type Answers = { [role: string]: Json };

const itemOf = (bundle: Bundle, role: string): Item | null => itemByRole(bundle, role, ['minor']);
const isEmpty = (v: Json | undefined): boolean => v === undefined || v === null || v === '' || (Array.isArray(v) && v.length === 0);

/** One person's first answers: what is common, then what is her own. */
export function newMinor(bundle: Bundle, shared: Answers, own: Answers): NewMinor {
  const sources: { [role: string]: Src } = { said_age: 'child', age_doubt: 'estimate', minor_initials: 'child' };
  const answers = Object.entries({ ...shared, ...own }).flatMap(([role, v]) => {
    const item = itemOf(bundle, role);
    return item && !isEmpty(v) ? [{ code: item.id, value: { v, src: sources[role] ?? 'observation' as const } }] : [];
  });
  return { answers };
}

export function SeveralScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => (
        <VisitShell opened={opened}>
          <BackLink to={{ at: 'minors', visit: visitId }} words={es.minors.title} />
          <div class="sheet-head"><h1 data-public={es.several.title}>{es.several.title}</h1><p>{es.several.why}</p></div>
          {opened.readOnly ? !opened.gone && <p class="notice"><strong>{es.visit.closed}</strong></p> : <Several opened={opened} />}
        </VisitShell>
      )}
    </WithVisit>
  );
}

/** What was common to the last one noted here: after a break or a kill, nothing common is written twice. */
function sharedOfLast({ bundle, visit }: Opened): Answers {
  const last = visit.of('minor').findLast(({ entity }) => valueOfRole(bundle, visit, 'found_place', entity) !== undefined);
  if (!last) return {};
  return Object.fromEntries(SHARED.flatMap(role => {
    const v = valueOfRole(bundle, visit, role, last.entity, ['minor']) as Json | undefined;
    return v === undefined ? [] : [[role, v]];
  }));
}

function Several({ opened }: { opened: Opened }) {
  const { tablet, bundle, visit } = opened;
  const [shared, setShared] = useState<Answers>(() => sharedOfLast(opened));
  const [saved, count] = useState(0);
  const [progress, tell] = useState<[number, number] | null>(null);
  const [pending, setPending] = useState(0);
  const { error, run } = useCommand();
  useEffect(() => { void tablet.pendingMinors(visit.visitId).then(setPending); }, []);
  const add = (people: NewMinor[]) => run(async () => {
    tell([0, people.length]);
    try { count(saved + (await tablet.addMinors(visit.visitId, people, (n, all) => tell([n, all]))).length); } finally { tell(null); setPending(await tablet.pendingMinors(visit.visitId)); }
  });
  const resume = () => run(async () => {
    tell([0, pending]);
    try { count(saved + (await tablet.resumeMinors(visit.visitId, (n, all) => tell([n, all]))).length); } finally { tell(null); setPending(await tablet.pendingMinors(visit.visitId)); }
  });
  const minors = visit.of('minor').toReversed();
  return (
    <>
      {pending > 0 && !progress && <div class="notice doubt" role="alert"><p><strong>{es.several.pending(pending)}</strong></p><p><button type="button" class="press fill protect" onClick={() => void resume()}>{es.several.resume}</button></p></div>}
      <Shared bundle={bundle} zone={visit.zone} shared={shared} change={setShared} />
      <Row bundle={bundle} number={saved + 1} shared={shared} add={own => add([newMinor(bundle, shared, own)])} />
      <HowMany busy={progress !== null} create={n => add(Array.from({ length: n }, () => newMinor(bundle, shared, {})))} />
      <div class="several-said" role="status">
        {progress && progress[1] > 1 ? <><progress max={progress[1]} value={progress[0]} aria-label={es.several.progress(progress[0], progress[1])} /><p>{es.several.progress(progress[0], progress[1])}</p></>
          : saved > 0 && <p class="word device"><Sign name="device" size={18} />{es.several.saved(saved)}</p>}
      </div>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
      {minors.length > 0 && (
        <section class="step" aria-label={es.several.list}>
          <h2>{es.several.list} <span class="quiet">{minors.length}</span></h2>
          <WindowList key={opened.day} items={minors} of={opened.visit} rowHeight={LINE_HEIGHT} label={es.several.list} keyOf={({ entity }) => entity} render={minor => <MinorLine opened={opened} minor={minor} />} />
        </section>
      )}
    </>
  );
}

function Shared({ bundle, zone, shared, change }: { bundle: Bundle; zone: string; shared: Answers; change: (shared: Answers) => void }) {
  const [open, setOpen] = useState(Object.keys(shared).length === 0);
  const items = SHARED.flatMap(role => itemOf(bundle, role) ?? []);
  const known = items.filter(item => !isEmpty(shared[item.role!]));
  return (
    <section class="step" aria-label={es.several.shared}>
      <h2>{es.several.shared}</h2>
      {!open && (
        <dl class="rests shared-said">{known.length ? known.map(item => <div key={item.id}><dt>{item.label_es}</dt><dd>{wordsOf(bundle, item, { v: shared[item.role!]! })}</dd></div>) : <p class="quiet">{es.several.sharedNone}</p>}</dl>
      )}
      {open && items.map(item => <SharedField key={item.id} {...{ bundle, zone, item }} value={shared[item.role!] ?? null} save={v => change({ ...shared, [item.role!]: v })} />)}
      <p style={{ paddingTop: '16px' }}><button type="button" class={open ? 'press fill' : 'press'} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? es.several.sharedHide : es.several.sharedShow}</button></p>
    </section>
  );
}

function SharedField({ bundle, zone, item, value, save }: { bundle: Bundle; zone: string; item: Item; value: Json; save: (v: Json) => void }) {
  const id = `shared-${item.role}`;
  const options = optionsOfItem(bundle, item);
  const choice = { id, label: item.label_es, options, pictured: item.type === 'multi', disabled: false, describedBy: '' };
  const chosen = Array.isArray(value) ? value as string[] : [];
  const written = { id, item, value, save, drafting: () => undefined, disabled: false, describedBy: '' };
  return (
    <div class="field shared-field">
      {item.type === 'text' || item.type === 'dt' ? <label for={id} id={`${id}-name`}>{item.label_es}</label> : <span class="name" id={`${id}-name`}>{item.label_es}</span>}
      {item.type === 'text' ? <TextField {...written} /> : item.type === 'dt' ? <MomentField {...written} zone={zone} />
        : item.type === 'multi' ? <MultiField {...choice} chosen={chosen} add={code => save([...chosen, code])} remove={codes => save(chosen.filter(code => !codes.includes(code)))} />
        : <EnumField {...choice} value={value as string | null} choose={save} />}
    </div>
  );
}

/** Options of the apparent age that make sense before any age is said: those that the law reads as a doubt. */
function apparentAges(bundle: Bundle, item: Item): { code: string; label: string }[] {
  const inputs = (bundle.law.inputs ?? []) as unknown as { kind: string; age?: { doubt_reads: { [code: string]: string } } }[];
  const reads = inputs.find(({ kind }) => kind === 'age')?.age?.doubt_reads ?? {};
  return item.options.filter(({ code }) => reads[code] !== 'none').map(({ code, label_es }) => ({ code, label: label_es }));
}

/** One person in a few touches; Enter saves her and begins the next. */
function Row({ bundle, number, shared, add }: { bundle: Bundle; number: number; shared: Answers; add: (own: Answers) => Promise<boolean> }) {
  const [own, setOwn] = useState<Answers>({});
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const put = (role: string) => (v: Json) => setOwn(before => ({ ...before, [role]: v }));
  const item = (role: string) => itemOf(bundle, role);
  const submit = async (event: Event) => {
    event.preventDefault();
    const given = Object.values(own).some(v => !isEmpty(v));
    setEmpty(!given);
    if (!given || busy) return;
    setBusy(true);
    const age = Number(own.said_age);
    const ok = await add({ ...own, ...(own.said_age === undefined || own.said_age === '' ? { said_age: null } : { said_age: age }) });
    setBusy(false);
    if (!ok) return;
    setOwn({});
    first.current?.focus();
  };
  const text = (role: string, ref?: typeof first) => {
    const found = item(role);
    return found && <div class="field"><label for={`row-${role}`}>{found.label_es}</label><input class="write" id={`row-${role}`} ref={ref} autocomplete="off" maxLength={found.max_chars} value={String(own[role] ?? '')} onInput={event => put(role)(event.currentTarget.value)} /></div>;
  };
  const pick = (role: string, choices: { code: string; label: string }[]) => {
    const found = item(role);
    return found && <div class="field picked"><span class="name" id={`row-${role}`}>{role === 'age_doubt' ? es.several.looks : found.label_es}</span><Segments key={`${role}-${number}-${String(busy)}`} name={`row-${role}`} stack={choices.some(({ label }) => label.length > 18)} choices={choices} value={(own[role] as string | undefined) ?? null} choose={put(role)} labelledBy={`row-${role}`} /></div>;
  };
  const ages = item('age_doubt');
  const languages = item('language');
  return (
    <form class="step several-row" aria-label={es.several.row} onSubmit={event => void submit(event)}>
      <h2>{es.several.row} <span class="quiet">{es.several.rowNumber(number)}</span></h2>
      <div class="several-fields">
        {text('minor_initials', first)}
        {text('minor_description')}
        <div class="field narrow"><label for="row-said">{es.several.age}</label><input class="write figure-field" id="row-said" inputMode="numeric" maxLength={2} autocomplete="off" value={String(own.said_age ?? '')} onInput={event => put('said_age')(event.currentTarget.value.replace(/\D/g, ''))} /></div>
        {ages && pick('age_doubt', apparentAges(bundle, ages))}
        {pick('sex', item('sex')?.options.map(({ code, label_es }) => ({ code, label: label_es })) ?? [])}
        {languages && <div class="field"><label for="row-language">{es.several.language}</label><select class="write" id="row-language" value={String(own.language ?? '')} onChange={event => put('language')(event.currentTarget.value)}>
          <option value="">{isEmpty(shared.language) ? '—' : es.several.languageShared}</option>
          {optionsOfItem(bundle, languages).map(({ code, label_es }) => <option key={code} value={code}>{label_es}</option>)}
        </select></div>}
      </div>
      {empty && <p class="doubt" role="alert">{es.several.rowEmpty}</p>}
      <p><button type="submit" class="press fill protect" disabled={busy}><Sign name="plus" />{busy ? es.several.saving : es.several.saveRow}</button></p>
    </form>
  );
}

function HowMany({ busy, create }: { busy: boolean; create: (n: number) => Promise<boolean> }) {
  const [typed, type] = useState('');
  const [bad, setBad] = useState(false);
  const n = Number(typed);
  const submit = (event: Event) => {
    event.preventDefault();
    const sound = n >= 1 && n <= MOST;
    setBad(!sound);
    if (sound && !busy) void create(n).then(ok => { if (ok) type(''); });
  };
  return (
    <form class="step" aria-label={es.several.many} onSubmit={submit}>
      <h2>{es.several.many}</h2>
      <p class="quiet" style={{ paddingTop: '16px' }}>{es.several.manyWhy}</p>
      <div class="parts" style={{ paddingTop: '12px' }}>
        <div class="field"><label for="how-many">{es.several.count}</label><input class="write figure-field" id="how-many" inputMode="numeric" maxLength={3} autocomplete="off" value={typed} onInput={event => type(event.currentTarget.value.replace(/\D/g, ''))} /></div>
        <button type="submit" class="press protect" disabled={busy}>{es.several.create(n)}</button>
      </div>
      {bad && <p class="doubt" role="alert">{es.several.badCount}</p>}
    </form>
  );
}

