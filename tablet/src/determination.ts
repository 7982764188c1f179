/**
 * What the law says of one minor on one day, explained and dated: a proposal the inspector confirms or dissents from.
 *
 * Pure; the same words as `protocols/determination.py`, to the same bytes. Never announces a fine.
 */
import { ADULT, AGE, presumes, type Age, type AgeReading } from './ages';
import type { Answers } from './condition';
import { readInputs, regionOf, valuesOf, type Reading, type Readings } from './inputs';
import { BROKEN, LEVELS, UNVERIFIED, unique, type CheckState, type Law, type Level } from './law';
import { preparedLaw, type CheckOfDay, type DueDuty, type InForce, type LawOfDay, type RuleOfDay } from './law_of_day';
import { Table, scenarios, type JudgedCheck, type Outcome } from './outcomes';
import { assumedInputs, missing, type Missing } from './questions';
import { readableValues } from './readable';
import { aged, fired, type Fired } from './reasons';
import { isWithin, type Region } from './regions';
import type { Bundle } from './types';

/** With more possible rows than these, naming them all explains nothing. */
const MANY_ROWS = 4;

export type Status = 'firme' | 'provisional' | 'pendiente';
export interface Determination {
  classification: string; row: string; title_es: string; plain_es: string; status: Status; age: Age; inputs: Record<string, string[]>;
  fired: Fired[]; checks: { id: string; title_es: string; state: CheckState; cite: string[]; fix_es: string }[]; duties: DueDuty[];
  referral: Level; criminal_report: Level; sanctions: { id: string; label_es: string; cite: string[] }[]; urgent: boolean;
  citations: InForce[]; missing: Missing[]; explanation_es: string;
}

/**
 * The determination, ready for canonical JSON.
 *
 * `answers` is `{item id: [head value, …]}` of the minor merged with those of the visit; a set is one value.
 * `on` is the local day of the facts, `YYYY-MM-DD`: every rule, number and citation is that day's.
 */
export function determine(bundle: Bundle, answers: Answers, on: string): Determination {
  return new Judgement(preparedLaw(bundle).on(on), readableValues(bundle, answers)).result();
}

class Judgement {
  private readonly day: LawOfDay;
  private readonly law: Law;
  private readonly answers: Answers;
  private readonly readings: Readings;
  private readonly age: AgeReading;
  private readonly table: Table;
  private readonly union: Record<string, string[]>;
  private readonly region: Region;
  private readonly outcomes: Outcome[];
  /** A condition urgent in any of the heads in conflict fires, whatever the others say. */
  private readonly alarming: Outcome[][];
  private readonly added: RuleOfDay[] = [];
  private readonly maybe: RuleOfDay[] = [];
  private readonly rows: Set<RuleOfDay>;
  private readonly shown: RuleOfDay | null;
  /** Inputs read provisionally that would change the row. */
  private readonly assumed: Reading[];
  private readonly checks: JudgedCheck[];

  constructor(day: LawOfDay, answers: Answers) {
    this.day = day;
    this.law = day.law;
    this.answers = answers;
    ({ readings: this.readings, age: this.age } = readInputs(day, answers));
    this.table = new Table(day, answers);
    this.union = valuesOf(day, this.readings);
    this.region = regionOf(this.readings);
    const all = scenarios(this.readings);
    const reached = all.map((sets) => this.table.reach(sets));
    this.outcomes = reached.flat();
    this.alarming = all.length > 1 ? reached.filter((outcomes) => outcomes.every(({ row }) => row.rule.urgent)) : [];
    for (const rule of day.additions) {
      const results = all.map((sets) => this.table.fires(rule, sets));
      if (results.includes(true)) this.added.push(rule);
      else if (results.includes(null)) this.maybe.push(rule);
    }
    this.rows = new Set(this.outcomes.map(({ row }) => row));
    this.shown = this.shownRow();
    this.assumed = assumedInputs(this.table, this.readings, this.rows);
    const isAdult = this.union[AGE].length === 1 && this.union[AGE][0] === ADULT;
    this.checks = isAdult ? [] : this.table.states(this.region);
  }

  private shownRow(): RuleOfDay | null {
    const rows = [...this.rows];
    if (rows.length === 1) return rows[0];
    const group = this.law.words.shown_as.find((one) => rows.every(({ rule }) => one.rows.includes(rule.id)));
    return rows.find(({ rule }) => rule.id === group?.as) ?? null;
  }

  result(): Determination {
    const reasons = this.reasons();
    const duties = this.duties();
    const sanctions = this.sanctions();
    const age = this.age.result();
    return {
      ...this.head(), status: this.status(), age, inputs: this.union, fired: reasons,
      checks: this.checks.map(([one, state]) => (
        { id: one.check.id, title_es: one.check.title_es, state, cite: this.day.citesOf(this.checkCites(one)), fix_es: one.check.fix_es })),
      duties,
      referral: this.level('referral', ({ referral, mayRefer }) => [referral, mayRefer]),
      criminal_report: this.level('criminal_report', ({ report, mayReport }) => [report, mayReport]),
      sanctions, urgent: this.isUrgent(),
      citations: this.day.citations(this.allCites(reasons, duties, sanctions)),
      missing: missing(this.table, this.readings, this.outcomes, this.maybe, this.assumed, duties),
      explanation_es: [age.explain_es, ...reasons.map((reason) => reason.because_es), ...this.notes(age)].join(' '),
    };
  }

  private head(): Pick<Determination, 'classification' | 'row' | 'title_es' | 'plain_es'> {
    const rule = (this.added.find((one) => one.rule.leads) ?? this.shown)?.rule;
    const { title_es, plain_es } = rule ?? this.law.words.pending;
    const { classification, row } = rule ? { classification: rule.slug, row: rule.id } : this.law.words.pending;
    return { classification, row, title_es, plain_es: aged(this.law, plain_es, this.union[AGE]) };
  }

  private isUrgent(): boolean {
    return this.outcomes.every(({ row }) => row.rule.urgent) || this.alarming.length > 0 || this.added.some(({ rule }) => rule.urgent);
  }

  private doubtsSigns(): boolean {
    return this.maybe.some(({ rule }) => rule.leads) && !this.added.some(({ rule }) => rule.leads);
  }

  private status(): Status {
    if (!this.shown) return this.added.some(({ rule }) => rule.leads) ? 'provisional' : 'pendiente';
    const settled = this.rows.size === 1 && this.shown.rule.checks !== UNVERIFIED;
    const doubts = presumes(this.union[AGE]) || this.doubtsSigns() || this.assumed.length > 0;
    return settled && !doubts ? 'firme' : 'provisional';
  }

  private notes(age: Age): string[] {
    const notes = this.law.words.notes;
    if (!this.shown) return this.alarming.length ? [notes.conflict_urgent] : [];
    return [
      ...(presumes(this.union[AGE]) && !age.presumed ? [notes.provisional_age] : []),
      ...this.assumed.map(({ input }) => notes.provisional_input.replaceAll('{input}', () => input.spec.title_es)),
      ...(this.doubtsSigns() ? [notes.provisional_signs] : []),
    ];
  }

  private reasons(): Fired[] {
    const found = this.added.map((rule) => this.fired(rule));
    if (this.shown) return [...found, this.fired(this.shown)];
    const urgent = unique(this.alarming.flat().map(({ row }) => row));
    const pending = this.law.words.pending;
    const titles = unique([...this.rows].map(({ rule }) => rule.title_es));
    const text = titles.length <= MANY_ROWS ? pending.because_es.replaceAll('{rows}', () => titles.join('; ')) : pending.because_many_es;
    const last = { id: pending.row, cite: this.day.cites(pending.cite), mark: pending.mark, because_es: text, rests_on: [] };
    return [...found, ...urgent.map((row) => this.fired(row)), last];
  }

  private fired(rule: RuleOfDay): Fired {
    return fired(this.day, rule, this.answers, this.readings, this.checks);
  }

  private duties(): DueDuty[] {
    const { prepared, law } = this.day;
    let due = this.table.certain(this.outcomes);
    for (const reached of this.alarming) due |= this.table.certain(reached);
    for (const { kinds } of this.added) due |= kinds;
    const spared = prepared.kindsIn(due).filter((kind) => {
      const { unless } = law.duties[kind];
      return unless !== null && this.table.judged(unless) === true;
    });
    const found = prepared.kindsIn(prepared.uncovered(due & ~prepared.kindMask(spared))).map((kind) => this.day.duty(kind));
    const urgent = this.isUrgent();
    return found.sort((a, b) => a.order - b.order).map((duty) => ({ ...duty, urgent: duty.urgent || (duty.when === 'now' && urgent) }));
  }

  private level(name: 'referral' | 'criminal_report', of: (outcome: Outcome) => readonly [sure: Level, more: boolean]): Level {
    const lowest = (outcomes: Outcome[]) => LEVELS[Math.min(...outcomes.map((outcome) => LEVELS.indexOf(of(outcome)[0])))];
    let level = lowest(this.outcomes);
    for (const reached of this.alarming) level = higher(level, lowest(reached));
    for (const { rule } of this.added) level = higher(level, rule[name]);
    const may = this.outcomes.map(of).some(([sure, more]) => sure !== 'no' || more) || this.maybe.some(({ rule }) => rule[name] !== 'no');
    return level === 'no' && may ? 'pending' : level;
  }

  private sanctions(): Determination['sanctions'] {
    const every = this.outcomes.reduce((fines, outcome) => fines & outcome.fines, -1);
    const names = this.table.sanctionsOf(this.outcomes[0]).filter((name) => this.day.prepared.fineMask([name]) & every);
    return unique([...names, ...this.added.flatMap(({ rule }) => rule.sanctions)]).map((id) => {
      const { label_es, cite } = this.law.sanctions[id];
      return { id, label_es, cite: this.day.citesOf(cite) };
    });
  }

  private checkCites({ check, extra }: CheckOfDay): string[] {
    return extra.length === 0 ? check.cite : [...check.cite, ...extra.filter(({ when }) => isWithin(when, this.region)).flatMap((one) => one.cite)];
  }

  private allCites(reasons: Fired[], duties: DueDuty[], sanctions: Determination['sanctions']): string[] {
    const broken = this.checks.filter(([, state]) => state === BROKEN).flatMap(([check]) => this.checkCites(check));
    return [...[...reasons, ...duties].flatMap(({ cite }) => cite), ...broken, ...sanctions.flatMap(({ cite }) => cite)];
  }
}

function higher(level: Level, other: Level): Level {
  return LEVELS.indexOf(other) > LEVELS.indexOf(level) ? other : level;
}
