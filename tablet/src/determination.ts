/**
 * What the law says of one minor on one day, explained and dated: a proposal the inspector confirms or dissents from.
 *
 * Pure; the same words as `protocols/determination.py`, to the same bytes. Never announces a fine.
 */
import { presumes, type Age, type AgeReading } from './ages';
import { evaluate, type Answers, type Numbers } from './condition';
import { numbersOn, readInputs, unionOf, type Readings } from './inputs';
import {
  BROKEN, UNVERIFIED, Table, certain, isWithin, scenarios, unique,
  type Check, type CheckState, type JudgedCheck, type Law, type Level, type Outcome, type Rule, type When,
} from './outcomes';
import { AGE, assumedInputs, missing, type Missing } from './questions';
import { readableValues } from './readable';
import { aged, because, citations, fired, type Fired, type InForce } from './reasons';
import type { Bundle } from './types';

/** With more possible rows than these, naming them all explains nothing. */
const MANY_ROWS = 4;
const ADULT_ONLY = 'e18';
/** From less to more; what may still turn out to be due is between not due and due. */
const LEVELS: readonly Level[] = ['no', 'pending', 'yes', 'urgent'];

export type Status = 'firme' | 'provisional' | 'pendiente';
export interface DueDuty {
  kind: string; title_es: string; plain_es: string; when: When; urgent: boolean; cite: string[]; mark: string; order: number;
  deadline: { hours: number | null; starts_es: string | null; what_es: string | null } | null;
}
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
  return new Judgement(bundle.law as unknown as Law, readableValues(bundle, answers), on).result();
}

class Judgement {
  private readonly law: Law;
  private readonly answers: Answers;
  private readonly on: string;
  private readonly numbers: Numbers;
  private readonly readings: Readings;
  private readonly age: AgeReading;
  private readonly table: Table;
  private readonly union: Record<string, string[]>;
  private readonly outcomes: Outcome[];
  /** A condition urgent in any of the heads in conflict fires, whatever the others say. */
  private readonly alarming: Outcome[][];
  private readonly added: Rule[] = [];
  private readonly maybe: Rule[] = [];
  private readonly rows: string[];
  private readonly shown: Rule | null;
  /** Inputs read provisionally that would change the row. */
  private readonly assumed: string[];
  private readonly checks: JudgedCheck[];

  constructor(law: Law, answers: Answers, on: string) {
    this.law = law;
    this.answers = answers;
    this.on = on;
    this.numbers = numbersOn(law, on);
    ({ readings: this.readings, age: this.age } = readInputs(law, answers, on, this.numbers));
    this.table = new Table(law, answers, on, this.numbers);
    this.union = unionOf(this.readings);
    const all = scenarios(this.readings);
    const reached = all.map((sets) => this.table.reach(sets));
    this.outcomes = reached.flat();
    this.alarming = all.length > 1 ? reached.filter((outcomes) => outcomes.every(({ row }) => row.urgent)) : [];
    for (const rule of this.table.additions) {
      const results = all.map((sets) => this.table.fires(rule, sets));
      if (results.includes(true)) this.added.push(rule);
      else if (results.includes(null)) this.maybe.push(rule);
    }
    this.rows = unique(this.outcomes.map(({ row }) => row.id));
    this.shown = this.shownRow();
    this.assumed = assumedInputs(this.table, this.readings, this.rows);
    const isAdult = this.union[AGE].length === 1 && this.union[AGE][0] === ADULT_ONLY;
    this.checks = isAdult ? [] : this.table.states(this.union);
  }

  private rowCalled(id: string): Rule | null {
    return this.outcomes.find(({ row }) => row.id === id)?.row ?? null;
  }

  private shownRow(): Rule | null {
    if (this.rows.length === 1) return this.rowCalled(this.rows[0]);
    const group = this.law.words.shown_as.find(({ rows }) => this.rows.every((row) => rows.includes(row)));
    return group ? this.rowCalled(group.as) : null;
  }

  result(): Determination {
    const reasons = this.reasons();
    const duties = this.duties();
    const age = this.age.result();
    return {
      ...this.head(), status: this.status(), age, inputs: this.union, fired: reasons,
      checks: this.checks.map(([check, state]) => (
        { id: check.id, title_es: check.title_es, state, cite: this.inForce(this.checkCites(check)), fix_es: check.fix_es })),
      duties,
      referral: this.level('referral', ({ referral, mayRefer }) => [referral, mayRefer]),
      criminal_report: this.level('criminal_report', ({ report, mayReport }) => [report, mayReport]),
      sanctions: this.sanctions(), urgent: this.isUrgent(),
      citations: citations(this.law, this.allCites(reasons, duties), this.on),
      missing: missing(this.table, this.readings, this.outcomes, this.maybe, this.assumed, duties),
      explanation_es: [age.explain_es, ...reasons.map((reason) => reason.because_es), ...this.notes(age)].join(' '),
    };
  }

  private head(): Pick<Determination, 'classification' | 'row' | 'title_es' | 'plain_es'> {
    const rule = this.added.find(({ leads }) => leads) ?? this.shown;
    const { title_es, plain_es } = rule ?? this.law.words.pending;
    const { classification, row } = rule ? { classification: rule.slug, row: rule.id } : this.law.words.pending;
    return { classification, row, title_es, plain_es: aged(this.law, plain_es, this.union[AGE]) };
  }

  private isUrgent(): boolean {
    return this.outcomes.every(({ row }) => row.urgent) || this.alarming.length > 0 || this.added.some(({ urgent }) => urgent);
  }

  private doubtsSigns(): boolean {
    return this.maybe.some(({ leads }) => leads) && !this.added.some(({ leads }) => leads);
  }

  private status(): Status {
    if (!this.shown) return this.added.some(({ leads }) => leads) ? 'provisional' : 'pendiente';
    const settled = this.rows.length === 1 && this.shown.checks !== UNVERIFIED;
    const doubts = presumes(this.union[AGE]) || this.doubtsSigns() || this.assumed.length > 0;
    return settled && !doubts ? 'firme' : 'provisional';
  }

  private notes(age: Age): string[] {
    const notes = this.law.words.notes;
    if (!this.shown) return this.alarming.length ? [notes.conflict_urgent] : [];
    return [
      ...(presumes(this.union[AGE]) && !age.presumed ? [notes.provisional_age] : []),
      ...this.assumed.map((name) => notes.provisional_input.replaceAll('{input}', () => this.readings[name].spec.title_es)),
      ...(this.doubtsSigns() ? [notes.provisional_signs] : []),
    ];
  }

  private reasons(): Fired[] {
    const found = this.added.map((rule) => this.fired(rule));
    if (this.shown) return [...found, this.fired(this.shown)];
    const urgent = unique(this.alarming.flat().map(({ row }) => row));
    const pending = this.law.words.pending;
    const titles = unique(this.outcomes.map(({ row }) => row.title_es));
    const text = titles.length <= MANY_ROWS ? pending.because_es.replaceAll('{rows}', () => titles.join('; ')) : pending.because_many_es;
    const last = { id: pending.row, cite: this.inForce(pending.cite), mark: pending.mark, because_es: text, rests_on: [] };
    return [...found, ...urgent.map((row) => this.fired(row)), last];
  }

  private fired(rule: Rule): Fired {
    const reason = because(this.law, rule, this.answers, this.readings, this.checks);
    return fired(this.law, rule, reason, this.answers, this.readings, this.on);
  }

  private duties(): DueDuty[] {
    const { duties } = this.law;
    const kinds = unique([
      ...certain(this.outcomes, duties), ...this.alarming.flatMap((reached) => certain(reached, duties)),
      ...this.added.flatMap((rule) => rule.duties),
    ]);
    const due = kinds.filter((kind) => {
      const { unless } = duties[kind];
      return unless === null || evaluate(unless, this.answers, this.numbers) !== true;
    });
    return due.filter((kind) => !due.some((other) => duties[other].covers.includes(kind)))
      .sort((a, b) => duties[a].order - duties[b].order).map((kind) => this.duty(kind));
  }

  private duty(kind: string): DueDuty {
    const { title_es, plain_es, when, deadline, urgent, cite, mark, order } = this.law.duties[kind];
    const hours = deadline ? this.numbers[deadline.hours_param ?? ''] ?? null : null;
    return {
      kind, title_es, plain_es, when, deadline: deadline && { hours, starts_es: deadline.starts_es, what_es: deadline.what_es },
      urgent: urgent || (when === 'now' && this.isUrgent()), cite: this.inForce(cite), mark, order,
    };
  }

  private level(name: 'referral' | 'criminal_report', of: (outcome: Outcome) => readonly [sure: Level, more: boolean]): Level {
    const lowest = (outcomes: Outcome[]) => LEVELS[Math.min(...outcomes.map((outcome) => LEVELS.indexOf(of(outcome)[0])))];
    let level = lowest(this.outcomes);
    for (const reached of this.alarming) level = higher(level, lowest(reached));
    for (const rule of this.added) level = higher(level, rule[name]);
    const may = this.outcomes.map(of).some(([sure, more]) => sure !== 'no' || more) || this.maybe.some((rule) => rule[name] !== 'no');
    return level === 'no' && may ? 'pending' : level;
  }

  private sanctions(): Determination['sanctions'] {
    const names = this.outcomes[0].sanctions.filter((name) => this.outcomes.every(({ sanctions }) => sanctions.includes(name)));
    return unique([...names, ...this.added.flatMap(({ sanctions }) => sanctions)]).map((id) => {
      const { label_es, cite } = this.law.sanctions[id];
      return { id, label_es, cite: this.inForce(cite) };
    });
  }

  private checkCites({ cite, extra }: Check): string[] {
    return unique([...cite, ...extra.filter(({ when }) => isWithin(when, this.union)).flatMap((one) => one.cite)]);
  }

  private inForce(cites: readonly string[]): string[] {
    return citations(this.law, cites, this.on).map(({ cite }) => cite);
  }

  private allCites(reasons: Fired[], duties: DueDuty[]): string[] {
    const broken = this.checks.filter(([, state]) => state === BROKEN).flatMap(([check]) => this.checkCites(check));
    return [...[...reasons, ...duties].flatMap(({ cite }) => cite), ...broken, ...this.sanctions().flatMap(({ cite }) => cite)];
  }
}

function higher(level: Level, other: Level): Level {
  return LEVELS.indexOf(other) > LEVELS.indexOf(level) ? other : level;
}
