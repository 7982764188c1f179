/**
 * Every outcome the table can reach from sets of possible inputs, and what is due in all of them.
 *
 * Pure; the same words as `protocols/outcomes.py`. A duty due in every outcome is due now; what is unknown never reads as no.
 */
import { DOUBT_MAJORITY, FIRST, LATER, product } from './ages';
import { evaluate, type Answers, type Numbers, type Truth } from './condition';
import { inForce, once, unionOf, type Dated, type InputsLaw, type Readings } from './inputs';
import type { Condition } from './types';

const MAX_SCENARIOS = 64;
export const MET = 'cumple', BROKEN = 'incumple', UNVERIFIED = 'por_verificar';

export type Region = Readonly<Record<string, readonly string[]>>;
export type CheckState = typeof MET | typeof BROKEN | typeof UNVERIFIED;
export type Level = 'no' | 'pending' | 'yes' | 'urgent';
export interface Extra { when: Region; cite: string[]; duties: string[]; sanctions: string[] }
export interface Rule extends Dated {
  id: string; kind: 'row' | 'addition'; slug: string; title_es: string; plain_es: string; because_es: string; when: Region;
  checks: CheckState | null; leads: boolean; urgent: boolean; duties: string[]; referral: Level; criminal_report: Level; sanctions: string[];
  cite: string[]; option_cites: string[]; option_where: Record<string, unknown>; possible: string[]; mark: string; extra: Extra[];
}
export interface Check extends Dated {
  id: string; title_es: string; fix_es: string; applies: Region; applies_when: Condition | null; passes: Condition | null; fails: Condition | null;
  duties: string[]; referral: Level; referral_when: Condition | null; criminal_report_in: Region; sanctions: string[]; cite: string[]; extra: Extra[];
}
export type When = 'now' | 'before_closing' | 'deadline';
export interface Duty {
  order: number; title_es: string; plain_es: string; when: When; urgent: boolean; removes: boolean; covers: string[]; unless: Condition | null; question_es: string | null;
  deadline: { hours_param: string | null; starts_es: string | null; what_es: string | null } | null; cite: string[]; mark: string;
}
export interface Pending {
  classification: string; row: string; title_es: string; plain_es: string; because_es: string; because_many_es: string; cite: string[]; mark: string;
}
export interface Citation extends Dated { cite: string; instrument: string; mark: string }
export interface Law extends InputsLaw {
  rules: Rule[]; checks: Check[]; duties: Record<string, Duty>; sanctions: Record<string, { label_es: string; cite: string[] }>;
  citations: Record<string, Citation>;
  words: InputsLaw['words'] & { notes: Record<string, string>; pending: Pending; shown_as: { rows: string[]; as: string }[] };
}
export type JudgedCheck = readonly [check: Check, state: CheckState];
/** One row reached in one region, with what it asks. `mayRefer`, `mayReport`: what is not verified yet could ask more. */
export interface Outcome {
  row: Rule; region: Region; kinds: string[]; referral: Level; report: Level; sanctions: string[]; mayRefer: boolean; mayReport: boolean;
}

interface LawOfDay { rows: Rule[]; additions: Rule[]; checks: Check[]; names: string[]; deciding: Set<string> }

const DAYS = new WeakMap<Law, Map<string, LawOfDay>>();

function lawOn(law: Law, on: string): LawOfDay {
  const rules = law.rules.filter((rule) => inForce(rule, on));
  const checks = law.checks.filter((check) => inForce(check, on));
  const names = unique(checks.flatMap(({ applies }) => Object.keys(applies)));
  const rows = rules.filter(({ kind }) => kind === 'row');
  const regions = [...rows.map(({ when }) => when), ...[...rows, ...checks].flatMap(({ extra }) => extra.map(({ when }) => when))];
  const deciding = new Set([...names, ...[...regions, ...checks.map((check) => check.criminal_report_in)].flatMap((when) => Object.keys(when))]);
  return { rows, additions: rules.filter(({ kind }) => kind === 'addition'), checks, names, deciding };
}

/** The decision table on one day, for one set of answers. */
export class Table {
  readonly additions: Rule[];
  private readonly rows: Rule[];
  private readonly checks: Check[];
  /** The inputs that some row, requirement or extra names: no other changes an outcome. */
  readonly deciding: Set<string>;
  /** The inputs by which requirements apply. */
  private readonly names: string[];
  private readonly raw = new Map<string, CheckState>();
  private readonly known = new Map<string, JudgedCheck[]>();
  readonly law: Law;
  readonly answers: Answers;
  readonly numbers: Numbers;

  constructor(law: Law, answers: Answers, on: string, numbers: Numbers) {
    this.law = law;
    this.answers = answers;
    this.numbers = numbers;
    const day = once(DAYS, law, on, () => lawOn(law, on));
    this.rows = day.rows;
    this.additions = day.additions;
    this.names = day.names;
    this.deciding = day.deciding;
    this.checks = day.checks.filter(({ applies_when }) => applies_when === null || this.holds(applies_when));
  }

  private holds(condition: Condition | null): boolean {
    return condition !== null && evaluate(condition, this.answers, this.numbers) === true;
  }

  /** The outcomes reachable from `sets`; together they cover every combination exactly once. */
  reach(sets: Region): Outcome[] {
    return this.rowsReached(sets).map(([row, region]) => this.outcome(row, region));
  }

  /** Rows with the part of `sets` for which each is the first that matches. */
  rowsReached(sets: Region): [row: Rule, region: Region][] {
    const found: [Rule, Region][] = [];
    const waiting: [number, Region][] = [[0, sets]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [start, region] = next;
      for (let number = start; number < this.rows.length; number++) {
        const row = this.rows[number];
        if (!meets(row.when, region)) continue;
        const [inside, outside] = split(row.when, region);
        if (row.checks !== null && row.checks !== this.overall(inside)) continue;
        for (const part of outside) waiting.push([number + 1, part]);
        found.push([row, inside]);
        break;
      }
    }
    return found;
  }

  /** The worst state of the checks that apply in the region. */
  overall(region: Region): CheckState {
    const states = new Set(this.states(region).map(([, state]) => state));
    return states.has(BROKEN) ? BROKEN : states.has(UNVERIFIED) ? UNVERIFIED : MET;
  }

  /** The state of every check that applies, or may apply, in the region. */
  states(region: Region): JudgedCheck[] {
    const key = this.names.map((name) => region[name].join()).join('|');
    const known = this.known.get(key) ?? this.statesIn(region);
    this.known.set(key, known);
    return known;
  }

  private statesIn(region: Region): JudgedCheck[] {
    const found: JudgedCheck[] = [];
    for (const check of this.checks) {
      const reach = appliesIn(check.applies, region);
      if (reach === false) continue;
      const state = this.rawState(check);
      found.push([check, reach === null && state === BROKEN ? UNVERIFIED : state]);
    }
    return found;
  }

  /** The state of a check for whom it applies to. */
  rawState(check: Check): CheckState {
    let state = this.raw.get(check.id);
    if (!state) {
      state = this.holds(check.fails) ? BROKEN : this.holds(check.passes) ? MET : UNVERIFIED;
      this.raw.set(check.id, state);
    }
    return state;
  }

  private outcome(row: Rule, region: Region): Outcome {
    const kinds = [...row.duties], sanctions = [...row.sanctions];
    let { referral, criminal_report: report } = row, mayRefer = false, mayReport = false;
    const addExtra = (extra: Extra[]) => {
      for (const one of extra.filter(({ when }) => isWithin(when, region))) {
        kinds.push(...one.duties);
        sanctions.push(...one.sanctions);
      }
    };
    addExtra(row.extra);
    for (const [check, state] of this.states(region)) {
      if (state === MET) continue;
      const asks = this.asksReferral(check);
      const reports = Object.keys(check.criminal_report_in).length > 0 && meets(check.criminal_report_in, region);
      const sure = state === BROKEN;
      if (sure) {
        kinds.push('fix_requirements', ...check.duties);
        sanctions.push(...check.sanctions);
        addExtra(check.extra);
        if (asks === true && check.referral_when !== null) kinds.push('immediate_notice', 'referral');
        if (asks === true && referral === 'no') referral = 'yes';
      }
      if (sure && reports && isWithin(check.criminal_report_in, region)) {
        report = 'yes';
        kinds.push('criminal_report');
      }
      mayRefer ||= asks !== false && !(sure && asks);
      mayReport ||= reports;
    }
    return { row, region, kinds: unique(kinds), referral, report, sanctions: unique(sanctions), mayRefer, mayReport };
  }

  /** Whether a referral is due if the check is broken; null when what decides it is not known. */
  asksReferral({ referral, referral_when }: Check): Truth {
    if (referral === 'yes' || referral_when === null) return referral === 'yes';
    return evaluate(referral_when, this.answers, this.numbers);
  }

  /** Whether an addition applies: true, false, or null when it may. */
  fires(addition: Rule, sets: Region): Truth {
    let result: Truth = true;
    for (const [name, allowed] of Object.entries(addition.when)) {
      const inside = sets[name].filter((value) => allowed.includes(value));
      if (!inside.length) return false;
      if (inside.length < sets[name].length && !addition.possible.includes(name)) result = null;
    }
    return result;
  }
}

/** The values once each, in order. */
export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** Whether every combination of the region meets `when`. */
export function isWithin(when: Region, region: Region): boolean {
  return Object.entries(when).every(([name, allowed]) => region[name].every((value) => allowed.includes(value)));
}

/** Whether some combination of the region meets `when`. */
function meets(when: Region, region: Region): boolean {
  return Object.entries(when).every(([name, allowed]) => region[name].some((value) => allowed.includes(value)));
}

/** The part of the region that meets `when`, and the disjoint parts that do not. */
function split(when: Region, region: Region): [inside: Region, outside: Region[]] {
  let inside = region;
  const outside: Region[] = [];
  for (const [name, allowed] of Object.entries(when)) {
    const met = inside[name].filter((value) => allowed.includes(value));
    if (met.length === inside[name].length) continue;
    outside.push({ ...inside, [name]: inside[name].filter((value) => !allowed.includes(value)) });
    inside = { ...inside, [name]: met };
  }
  return [inside, outside];
}

/** True everywhere in the region, false nowhere, null in part of it. A presumed adolescent may be of any age below majority that works. */
function appliesIn(applies: Region, region: Region): Truth {
  let result: Truth = true;
  for (const [name, allowed] of Object.entries(applies)) {
    let values = region[name];
    if (values.includes(DOUBT_MAJORITY)) values = [...values.filter((value) => value !== DOUBT_MAJORITY), FIRST, LATER];
    const met = values.filter((value) => allowed.includes(value)).length;
    if (!met) return false;
    if (met < values.length) result = null;
  }
  return result;
}

/** One `{input: values}` for each choice of heads in conflict (one when there is no conflict). */
export function scenarios(readings: Readings): Record<string, string[]>[] {
  const names = Object.keys(readings);
  const sets = Object.values(readings).map((reading) => reading.sets);
  const total = sets.reduce((count, part) => count * part.length, 1);
  if (total > MAX_SCENARIOS) return [unionOf(readings)];
  if (total === 1) return [Object.fromEntries(names.map((name, i) => [name, sets[i][0]]))];
  return [...product(sets)].map((chosen) => Object.fromEntries(names.map((name, i) => [name, chosen[i]])));
}

/** Whether `kinds` holds the duty or one that covers it. */
function isCovered(kind: string, kinds: readonly string[], duties: Law['duties']): boolean {
  return kinds.includes(kind) || kinds.some((other) => duties[other].covers.includes(kind));
}

/** The duties due whichever outcome is true, plus keeping out of the task when any of them asks it. */
export function certain(outcomes: readonly Outcome[], duties: Law['duties']): string[] {
  const every = unique(outcomes.flatMap((outcome) => outcome.kinds));
  const due = every.filter((kind) => outcomes.every((outcome) => isCovered(kind, outcome.kinds, duties)));
  if (every.some((kind) => duties[kind].removes)) due.push('keep_out_pending');
  return unique(due).filter((kind) => !due.some((other) => duties[other].covers.includes(kind)));
}
