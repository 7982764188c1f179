/**
 * What the law says of one minor on one day, explained and dated: a proposal the inspector confirms or dissents from.
 *
 * Pure; mirrors protocols/determination.py to the same bytes. Never announces a fine. Shape: docs/protocol-format.md.
 */
import { DOUBT_MAJORITY, DOUBT_MIN, type Age, type AgeReading } from './ages';
import { evaluate, type Answers, type Numbers } from './condition';
import { numbersOn, readInputs, type Reading, type Readings } from './inputs';
import { fill, unique, type CheckSpec, type Law, type Pending, type Rule } from './law_data';
import { BROKEN, certain, isWithin, scenarios, Table, UNVERIFIED, type CheckState, type Outcome, type Region } from './outcomes';
import { missing, type Missing } from './questions';
import { because, citations, fired, type Cited, type Fired } from './reasons';

export interface DutyDue {
  kind: string; title_es: string; plain_es: string; when: string; deadline: { hours: number | null; starts_es: string; what_es: string } | null;
  urgent: boolean; cite: string[]; mark: string; order: number;
}
export interface Determination {
  classification: string; row: string; title_es: string; plain_es: string; status: 'firme' | 'provisional' | 'pendiente'; age: Age;
  inputs: Region; fired: Fired[]; checks: { id: string; title_es: string; state: string; cite: string[]; fix_es: string }[]; duties: DutyDue[];
  referral: string; criminal_report: string; sanctions: { id: string; label_es: string; cite: string[] }[]; urgent: boolean;
  citations: Cited[]; missing: Missing[]; explanation_es: string;
}

/** With more possible rows than these, naming them all explains nothing. */
const MANY_ROWS = 4;
const AGE_INPUT = 'edad';
const LEVELS = ['no', 'pending', 'yes', 'urgent'];
const lowest = (levels: string[]): string => levels.reduce((a, b) => (LEVELS.indexOf(b) < LEVELS.indexOf(a) ? b : a));
const highest = (levels: string[]): string => levels.reduce((a, b) => (LEVELS.indexOf(b) > LEVELS.indexOf(a) ? b : a));

/** The determination of one minor; `answers` are the minor's merged with the visit's, `on` the local day of the facts. */
export function determine(bundle: { law: unknown }, answers: Answers, on: string): Determination {
  return new Judgement(bundle.law as Law, answers, on).result();
}

class Judgement {
  private readonly numbers: Numbers;
  private readonly readings: Readings;
  private readonly age: AgeReading;
  private readonly table: Table;
  private readonly union: Region;
  private readonly outcomes: Outcome[];
  /** A condition urgent in any of the heads in conflict fires, whatever the others say. */
  private readonly alarming: Outcome[][];
  private readonly added: Rule[] = [];
  private readonly maybe: Rule[] = [];
  private readonly rows: string[];
  private readonly shown: Rule | null;
  private readonly checks: CheckState[];

  constructor(private readonly law: Law, private readonly answers: Answers, private readonly on: string) {
    this.numbers = numbersOn(law, on);
    const { readings, age } = readInputs(law, answers, on, this.numbers);
    this.readings = readings;
    this.age = age;
    this.table = new Table(law, answers, on, this.numbers);
    this.union = Object.fromEntries(Object.entries(readings).map(([name, reading]) => [name, reading.values]));
    const choices = scenarios(readings);
    const reached = choices.map((sets) => this.table.reach(sets));
    this.outcomes = reached.flat();
    this.alarming = choices.length > 1 ? reached.filter((outcomes) => outcomes.every(({ row }) => row.urgent)) : [];
    for (const rule of this.table.additions) {
      const results = choices.map((sets) => this.table.fires(rule, sets));
      if (results.includes(true)) this.added.push(rule);
      else if (results.includes(null)) this.maybe.push(rule);
    }
    this.rows = unique(this.outcomes.map(({ row }) => row.id));
    this.shown = this.shownRow();
    this.checks = this.union[AGE_INPUT]!.join() === 'e18' ? [] : this.table.states(this.union);
  }

  private shownRow(): Rule | null {
    const byId = new Map(this.outcomes.map(({ row }) => [row.id, row]));
    if (this.rows.length === 1) return byId.get(this.rows[0]!)!;
    const group = this.law.words.shown_as.find(({ rows }) => this.rows.every((row) => rows.includes(row)));
    return group ? byId.get(group.as) ?? null : null;
  }

  result(): Determination {
    const pending: Pending = this.law.words.pending;
    const head = this.added.find(({ leads }) => leads) ?? this.shown;
    const reasons = this.reasons();
    const duties = this.duties();
    return {
      classification: head ? head.slug : pending.classification, row: head ? head.id : pending.row,
      title_es: (head ?? pending).title_es, plain_es: (head ?? pending).plain_es, status: this.status(), age: this.age.result(), inputs: this.union,
      fired: reasons,
      checks: this.checks.map(([check, state]) => ({ id: check.id, title_es: check.title_es, state, cite: this.inForce(this.checkCites(check)), fix_es: check.fix_es })),
      duties,
      referral: this.level('referral', ({ referral }) => referral), criminal_report: this.level('criminal_report', ({ report }) => report),
      sanctions: this.sanctions(), urgent: this.isUrgent(), citations: citations(this.law, this.allCites(reasons, duties), this.on),
      missing: missing(this.table, this.readings, this.outcomes, this.shown ? this.checks : [], this.maybe),
      explanation_es: [this.age.result().explain_es, ...reasons.map(({ because_es }) => because_es), ...this.notes()].join(' '),
    };
  }

  private isUrgent(): boolean {
    return this.outcomes.every(({ row }) => row.urgent) || this.alarming.length > 0 || this.added.some(({ urgent }) => urgent);
  }

  private provisionalInputs(): Reading[] {
    const used = unique(this.outcomes.flatMap(({ row }) => Object.keys(row.when).sort()));
    return used.map((name) => this.readings[name]!).filter((reading) => reading.provisional && reading.values.length === 1);
  }

  private doubtsSigns(): boolean {
    return this.maybe.some(({ leads }) => leads) && !this.added.some(({ leads }) => leads);
  }

  private presumesAge(): boolean {
    return this.union[AGE_INPUT]!.some((value) => value === DOUBT_MIN || value === DOUBT_MAJORITY);
  }

  private status(): Determination['status'] {
    if (!this.shown) return this.added.some(({ leads }) => leads) ? 'provisional' : 'pendiente';
    const settled = this.rows.length === 1 && this.shown.checks !== UNVERIFIED;
    return settled && !this.presumesAge() && !this.doubtsSigns() && !this.provisionalInputs().length ? 'firme' : 'provisional';
  }

  private notes(): string[] {
    const { notes } = this.law.words;
    if (!this.shown) return this.alarming.length ? [notes.conflict_urgent!] : [];
    const found = this.presumesAge() && !this.age.result().presumed ? [notes.provisional_age!] : [];
    for (const { spec } of this.provisionalInputs()) found.push(fill(notes.provisional_input!, 'input', spec.title_es));
    return this.doubtsSigns() ? [...found, notes.provisional_signs!] : found;
  }

  private reasons(): Fired[] {
    const found = this.added.map((rule) => this.firedOf(rule));
    if (this.shown) return [...found, this.firedOf(this.shown)];
    const byId = new Map(this.outcomes.map(({ row }) => [row.id, row]));
    for (const id of unique(this.alarming.flat().map(({ row }) => row.id))) found.push(this.firedOf(byId.get(id)!));
    const { pending } = this.law.words;
    const titles = unique(this.rows.map((id) => byId.get(id)!.title_es));
    const text = titles.length <= MANY_ROWS ? fill(pending.because_es, 'rows', titles.join('; ')) : pending.because_many_es;
    return [...found, { id: pending.row, cite: this.inForce(pending.cite), mark: pending.mark, because_es: text, rests_on: [] }];
  }

  private firedOf(rule: Rule): Fired {
    return fired(this.law, rule, because(this.law, rule, this.answers, this.readings, this.checks), this.answers, this.readings, this.on);
  }

  private duties(): DutyDue[] {
    const { duties } = this.law;
    const kinds = [...certain(this.outcomes, duties), ...this.alarming.flatMap((outcomes) => certain(outcomes, duties)), ...this.added.flatMap((rule) => rule.duties)];
    const wanted = unique(kinds).filter((kind) => !(duties[kind]!.unless && evaluate(duties[kind]!.unless, this.answers, this.numbers) === true));
    const due = wanted.filter((kind) => !wanted.some((other) => duties[other]!.covers.includes(kind)));
    return due.sort((a, b) => duties[a]!.order - duties[b]!.order).map((kind) => this.dutyDue(kind));
  }

  private dutyDue(kind: string): DutyDue {
    const duty = this.law.duties[kind]!;
    const deadline = duty.deadline && {
      hours: (duty.deadline.hours_param && this.numbers[duty.deadline.hours_param]) || null, starts_es: duty.deadline.starts_es, what_es: duty.deadline.what_es,
    };
    return {
      kind, title_es: duty.title_es, plain_es: duty.plain_es, when: duty.when, deadline, urgent: duty.urgent || (duty.when === 'now' && this.isUrgent()),
      cite: this.inForce(duty.cite), mark: duty.mark, order: duty.order,
    };
  }

  private level(name: 'referral' | 'criminal_report', of: (outcome: Outcome) => string): string {
    const found = this.outcomes.map(of);
    let level = lowest(found) === 'no' && highest(found) !== 'no' ? 'pending' : lowest(found);
    for (const outcomes of this.alarming) level = highest([level, lowest(outcomes.map(of))]);
    level = highest([level, ...this.added.map((rule) => rule[name])]);
    return level === 'no' && this.maybe.some((rule) => rule[name] !== 'no') ? 'pending' : level;
  }

  private sanctions(): Determination['sanctions'] {
    const names = this.outcomes[0]!.sanctions.filter((name) => this.outcomes.every(({ sanctions }) => sanctions.includes(name)));
    return unique([...names, ...this.added.flatMap((rule) => rule.sanctions)]).map((id) => {
      const { label_es, cite } = this.law.sanctions[id]!;
      return { id, label_es, cite: this.inForce(cite) };
    });
  }

  private checkCites(check: CheckSpec): string[] {
    return unique([...check.cite, ...check.extra.filter(({ when }) => isWithin(when, this.union)).flatMap(({ cite }) => cite)]);
  }

  private inForce(cites: string[]): string[] {
    return citations(this.law, cites, this.on).map(({ cite }) => cite);
  }

  private allCites(reasons: Fired[], duties: DutyDue[]): string[] {
    const broken = this.checks.filter(([, state]) => state === BROKEN).flatMap(([check]) => this.checkCites(check));
    return unique([...reasons.flatMap(({ cite }) => cite), ...duties.flatMap(({ cite }) => cite), ...broken, ...this.sanctions().flatMap(({ cite }) => cite)]);
  }
}
