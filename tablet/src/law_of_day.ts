/**
 * The law of one local day, made ready once for every minor judged by it.
 *
 * Values are bits in alphabetical order, inputs stand in the order of `inputs.yaml`. What the answers cannot change (where
 * a row or a requirement holds) is looked up once. Pure; the same words as `protocols/law_of_day.py`.
 */
import { AGE, DOUBT_MAJORITY, FIRST, LATER, type LawOption } from './ages';
import { itemsOf, judgeOf, same, type Judge, type Numbers } from './condition';
import {
  citationKey, held, inForce, numbersOn, unique,
  type Allowed, type Case, type Check, type DutyWhen, type Extra, type InputSpec, type Law, type Rule,
} from './law';
import { holdsIn, meets, part, put, split, type Region, type When } from './regions';
import type { Bundle, Condition } from './types';

const MAX_DAYS = 64, MAX_REGIONS = 10_000;

export interface InForce { cite: string; instrument: string; mark: string }
/** A case of an input as it is written, its condition, and its value (0: any). */
export interface CaseOfDay { written: Case; judge: Judge | null; value: number }
export interface InputOfDay { spec: InputSpec; place: number; every: number; unknown: number; cases: CaseOfDay[] }
export interface ExtraOfDay { when: When; cite: string[]; kinds: number; sanctions: string[]; fines: number }
/** A row or an addition in force; `options` are those it cites when they are ticked, `reads` the items it rests on. */
export interface RuleOfDay {
  rule: Rule; when: When; possible: number[]; kinds: number; fines: number; extra: ExtraOfDay[]; options: [item: string, options: LawOption[]][]; reads: string[];
}
/** A requirement in force; `number` is its place among those of the day, `reads` are the items by which it is met or broken. */
export interface CheckOfDay {
  number: number; check: Check; applies: When; reportIn: When; kinds: number; fines: number; extra: ExtraOfDay[]; reads: string[];
  appliesWhen: Judge | null; passes: Judge | null; fails: Judge | null;
}
/** A row that some combination of a region meets. */
interface Step { number: number; row: RuleOfDay; inside: Region; outside: Region[] }
/** A duty as a determination tells it. */
export interface DueDuty {
  kind: string; title_es: string; plain_es: string; when: DutyWhen; urgent: boolean; cite: string[]; mark: string; order: number;
  deadline: { hours: number | null; starts_es: string | null; what_es: string | null } | null;
}

const READY = new WeakMap<object, PreparedLaw>();

/** The law of a bundle made ready; a bundle never changes while it is held. */
export function preparedLaw(bundle: Pick<Bundle, 'law'>): PreparedLaw {
  return held(READY, bundle.law, () => new PreparedLaw(bundle.law as unknown as Law));
}

/** A law with what is made of it once. */
export class PreparedLaw {
  readonly law: Law;
  readonly names: string[];
  readonly kinds: string[];
  /** Each duty with those that cover it. */
  readonly covering: number[];
  readonly removing: number;
  private readonly codes: string[][];
  private readonly valued: Map<number, string[]>[];
  /** Two to the number of values before each input: what makes of a region one number. */
  private readonly weights: number[] = [];
  private readonly sanctions: string[];
  private readonly days = new Map<string, LawOfDay>();
  private readonly told = new Map<number, string[]>();

  constructor(law: Law) {
    this.law = law;
    this.names = law.inputs.map(({ id }) => id);
    this.codes = law.inputs.map(({ values }) => values.map(({ code }) => code).sort());
    this.valued = this.codes.map(() => new Map());
    this.sanctions = Object.keys(law.sanctions);
    this.codes.reduce((weight, codes) => (this.weights.push(weight), weight * 2 ** codes.length), 1);
    this.kinds = Object.keys(law.duties);
    const duties = Object.values(law.duties);
    this.covering = this.kinds.map((kind) => this.kindMask([kind, ...this.kinds.filter((_, i) => duties[i].covers.includes(kind))]));
    this.removing = this.kindMask(this.kinds.filter((_, i) => duties[i].removes));
  }

  /** The law of a local day, `YYYY-MM-DD`. */
  on(day: string): LawOfDay {
    if (this.days.size >= MAX_DAYS) this.days.clear();
    return held(this.days, day, () => new LawOfDay(this, day));
  }

  place(name: string): number {
    return this.names.indexOf(name);
  }

  /** Values of the input at `place` as bits. */
  mask(place: number, values: readonly string[]): number {
    return values.reduce((found, code) => found | 1 << this.codes[place].indexOf(code), 0);
  }

  /** The values that the bits stand for, sorted. */
  values(place: number, mask: number): string[] {
    return held(this.valued[place], mask, () => this.codes[place].filter((_, number) => mask >> number & 1));
  }

  /** `{input: values}` as a region. */
  region(sets: Allowed): Region {
    return this.names.map((name, place) => this.mask(place, sets[name]));
  }

  /**
   * The region, or what `kept` leaves of it, as one number, to be looked up by; a law of so many values that it does not
   * fit has words instead.
   */
  key(region: Region, kept?: Region): number | string {
    let key = 0;
    for (let place = 0; place < region.length; place++) key += (kept ? region[place] & kept[place] : region[place]) * this.weights[place];
    return Number.isSafeInteger(key) ? key : (kept ? part(region, kept) : region).join();
  }

  /** What a rule allows of each input it names. */
  when(named: Allowed): When {
    return Object.entries(named).map(([name, values]) => [this.place(name), this.mask(this.place(name), values)] as const);
  }

  /** Duties as bits. */
  kindMask(kinds: readonly string[]): number {
    return kinds.reduce((found, kind) => found | 1 << this.kinds.indexOf(kind), 0);
  }

  /** Sanctions as bits. */
  fineMask(names: readonly string[]): number {
    return names.reduce((found, name) => found | 1 << this.sanctions.indexOf(name), 0);
  }

  /** The duties that the bits stand for. */
  kindsIn(mask: number): string[] {
    return held(this.told, mask, () => this.kinds.filter((_, number) => mask >> number & 1));
  }

  /** The duties that no other of them covers. */
  uncovered(due: number): number {
    let found = 0;
    for (let n = 0; n < this.kinds.length; n++) if (due >> n & 1 && !(due & this.covering[n] & ~(1 << n))) found |= 1 << n;
    return found;
  }
}

/** The rules, requirements, numbers and citations of one local day. */
export class LawOfDay {
  readonly prepared: PreparedLaw;
  readonly law: Law;
  readonly on: string;
  readonly numbers: Numbers;
  readonly inputs: InputOfDay[];
  readonly rows: RuleOfDay[];
  readonly additions: RuleOfDay[];
  readonly checks: CheckOfDay[];
  /** The places of the inputs by which requirements apply, and of those that change what they ask. */
  readonly applying: Region;
  readonly asking: Region;
  /** The places of the inputs that some row, requirement or extra names: no other changes an outcome. */
  readonly deciding: Set<number>;
  private readonly steps: Map<number | string, Step[]>[];
  private readonly where = new Map<number | string, [check: CheckOfDay, everywhere: boolean][]>();
  private readonly named = new WeakMap<readonly string[], string[]>();
  private readonly cited = new Map<string, InForce | null>();
  private readonly due = new Map<string, DueDuty>();

  constructor(prepared: PreparedLaw, on: string) {
    const { law } = prepared;
    this.prepared = prepared;
    this.law = law;
    this.on = on;
    this.numbers = numbersOn(law, on);
    this.inputs = law.inputs.map((spec, place) => this.input(spec, place));
    const rules = law.rules.filter((rule) => inForce(rule, on)).map((rule) => this.rule(rule));
    this.rows = rules.filter(({ rule }) => rule.kind === 'row');
    this.steps = [...this.rows, null].map(() => new Map());
    this.additions = rules.filter(({ rule }) => rule.kind === 'addition');
    this.checks = law.checks.filter((check) => inForce(check, on)).map((check, number) => this.check(check, number));
    const applies = this.checks.map((check) => check.applies);
    const asked = [...applies, ...this.checks.flatMap(({ reportIn, extra }) => [reportIn, ...extra.map(({ when }) => when)])];
    const named = this.rows.flatMap(({ when, extra }) => [when, ...extra.map((one) => one.when)]);
    this.applying = this.kept(applies);
    this.asking = this.kept(asked);
    this.deciding = new Set([...asked, ...named].flatMap((when) => when.map(([place]) => place)));
  }

  /** -1 (every bit) where some of the regions name the input, 0 elsewhere. */
  private kept(whens: When[]): Region {
    const places = new Set(whens.flatMap((when) => when.map(([place]) => place)));
    return this.prepared.names.map((_, place) => places.has(place) ? -1 : 0);
  }

  private input(spec: InputSpec, place: number): InputOfDay {
    const mask = (values: readonly string[]) => this.prepared.mask(place, values);
    const every = mask(spec.values.map(({ code }) => code));
    const cases = (spec.cases ?? []).filter((one) => inForce(one, this.on));
    return {
      spec, place, every, unknown: mask(spec.unknown_as) || every,
      cases: cases.map((written) => ({ written, judge: written.when && judgeOf(written.when), value: written.value === 'open' ? 0 : mask([written.value]) })),
    };
  }

  private extras(extra: Extra[]): ExtraOfDay[] {
    const { prepared } = this;
    return extra.map(({ when, cite, duties, sanctions }) => (
      { when: prepared.when(when), cite, kinds: prepared.kindMask(duties), sanctions, fines: prepared.fineMask(sanctions) }));
  }

  private rule(rule: Rule): RuleOfDay {
    const { prepared, law } = this;
    const isCited = (option: LawOption) => !option.exclusive && Object.entries(rule.option_where).every(([key, value]) => same(option[key] ?? null, value));
    const read = Object.keys(rule.when).flatMap((name) => law.inputs[prepared.place(name)].reads);
    return {
      rule, when: prepared.when(rule.when), possible: rule.possible.map((name) => prepared.place(name)), kinds: prepared.kindMask(rule.duties),
      fines: prepared.fineMask(rule.sanctions), extra: this.extras(rule.extra), options: rule.option_cites.map((item) => [item, law.options[item].filter(isCited)]),
      reads: unique([...read, ...rule.option_cites]).sort(),
    };
  }

  private check(check: Check, number: number): CheckOfDay {
    const { prepared } = this;
    const ready = (condition: Condition | null) => condition && judgeOf(condition);
    const read = [check.passes, check.fails].flatMap((condition) => condition ? itemsOf(condition) : []);
    return {
      number, check, applies: prepared.when(check.applies), reportIn: prepared.when(check.criminal_report_in), kinds: prepared.kindMask(check.duties),
      fines: prepared.fineMask(check.sanctions), extra: this.extras(check.extra), reads: unique(read),
      appliesWhen: ready(check.applies_when), passes: ready(check.passes), fails: ready(check.fails),
    };
  }

  /** The rows from `start` that some combination of the region meets, until one that asks nothing of the requirements. */
  stepsFrom(start: number, region: Region): Step[] {
    const known = this.steps[start];
    if (known.size >= MAX_REGIONS) known.clear();
    return held(known, this.prepared.key(region), () => {
      const found: Step[] = [];
      for (let number = start; number < this.rows.length; number++) {
        const row = this.rows[number];
        if (!meets(row.when, region)) continue;
        const [inside, outside] = split(row.when, region);
        found.push({ number, row, inside, outside });
        if (row.rule.checks === null) break;
      }
      return found;
    });
  }

  /** The requirements that hold somewhere in the region, and whether they hold in all of it. */
  applyingIn(region: Region, key: number | string): [check: CheckOfDay, everywhere: boolean][] {
    if (this.where.size >= MAX_REGIONS) this.where.clear();
    return held(this.where, key, () => {
      const aged = this.everyAge(region);
      const reach = this.checks.map((check) => [check, holdsIn(check.applies, aged)] as const);
      return reach.filter(([, at]) => at !== false).map(([check, at]) => [check, at === true]);
    });
  }

  /** A presumed adolescent may be of any age below majority that works. */
  private everyAge(region: Region): Region {
    const place = this.prepared.place(AGE), doubt = this.prepared.mask(place, [DOUBT_MAJORITY]);
    if (!(region[place] & doubt)) return region;
    return put(region, place, region[place] & ~doubt | this.prepared.mask(place, [FIRST, LATER]));
  }

  /** The citations in force, once each, in order. */
  citations(cites: Iterable<string>): InForce[] {
    const found: InForce[] = [];
    for (const name of new Set(cites)) {
      let row = this.cited.get(name);
      if (row === undefined) this.cited.set(name, row = this.citation(name));
      if (row !== null) found.push(row);
    }
    return found;
  }

  private citation(name: string): InForce | null {
    const row = this.law.citations[citationKey(name)];
    const { cite, instrument, mark } = row;
    return inForce(row, this.on) ? { cite, instrument, mark } : null;
  }

  /** The names of the citations in force, once each, in order. */
  cites(cites: Iterable<string>): string[] {
    return this.citations(cites).map(({ cite }) => cite);
  }

  /** The same of a list that the law owns, looked up once. */
  citesOf(cites: readonly string[]): string[] {
    return held(this.named, cites, () => this.cites(cites));
  }

  /** A duty as a determination tells it, but for its urgency. */
  duty(kind: string): DueDuty {
    return held(this.due, kind, () => {
      const { title_es, plain_es, when, deadline, urgent, cite, mark, order } = this.law.duties[kind];
      const hours = deadline ? this.numbers[deadline.hours_param ?? ''] ?? null : null;
      return {
        kind, title_es, plain_es, when, urgent, cite: this.cites(cite), mark, order,
        deadline: deadline && { hours, starts_es: deadline.starts_es, what_es: deadline.what_es },
      };
    });
  }
}
