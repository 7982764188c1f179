/**
 * Every outcome the table can reach from sets of possible inputs, and what is due in all of them. Pure; mirrors protocols/outcomes.py.
 *
 * A duty due in every outcome is due now; what is unknown never reads as no.
 */
import { DOUBT_MAJORITY, FIRST, LATER } from './ages';
import { evaluate, type Answers, type Numbers } from './condition';
import { inForce, type Readings } from './inputs';
import { unique, type CheckSpec, type Law, type Rule, type Where } from './law_data';

export type Region = { [input: string]: string[] };
export interface Outcome { row: Rule; kinds: string[]; referral: string; report: string; sanctions: string[] }
export type CheckState = [CheckSpec, string];
export const [MET, BROKEN, UNVERIFIED] = ['cumple', 'incumple', 'por_verificar'] as const;
const MAX_SCENARIOS = 64;

/** The decision table on one day, for one set of answers. */
export class Table {
  readonly additions: Rule[];
  private readonly rows: Rule[];
  private readonly checks: CheckSpec[];
  private readonly names: string[];
  private readonly raw = new Map<string, string>();
  private readonly known = new Map<string, CheckState[]>();

  constructor(law: Law, private readonly answers: Answers, on: string, private readonly numbers: Numbers) {
    this.rows = law.rules.filter((rule) => rule.kind === 'row' && inForce(rule, on));
    this.additions = law.rules.filter((rule) => rule.kind === 'addition' && inForce(rule, on));
    this.checks = law.checks.filter((check) => inForce(check, on) && (check.applies_when === null || this.holds(check.applies_when)));
    this.names = unique(this.checks.flatMap((check) => Object.keys(check.applies)));
  }

  private holds(condition: { [word: string]: unknown }): boolean {
    return evaluate(condition, this.answers, this.numbers) === true;
  }

  /** The outcomes reachable from `sets`; together they cover every combination exactly once. */
  reach(sets: Region): Outcome[] {
    return this.rowsReached(sets).map(([row, region]) => this.outcome(row, region));
  }

  /** [row, region]: each region is the part of `sets` for which the row is the first that matches. */
  rowsReached(sets: Region): [Rule, Region][] {
    const found: [Rule, Region][] = [];
    const waiting: [number, Region][] = [[0, sets]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [start, region] = next;
      for (let number = start; number < this.rows.length; number++) {
        const row = this.rows[number]!;
        if (!meets(row.when, region)) continue;
        const { inside, outside } = split(row.when, region);
        if (row.checks !== null && row.checks !== this.overall(inside)) continue;
        for (const part of outside) waiting.push([number + 1, part]);
        found.push([row, inside]);
        break;
      }
    }
    return found;
  }

  private overall(region: Region): string {
    const states = this.states(region).map(([, state]) => state);
    return states.includes(BROKEN) ? BROKEN : states.includes(UNVERIFIED) ? UNVERIFIED : MET;
  }

  /** [check, state] for every check that applies, or may apply, in `region`. */
  states(region: Region): CheckState[] {
    const key = JSON.stringify(this.names.map((name) => region[name]));
    const known = this.known.get(key);
    if (known) return known;
    const found: CheckState[] = [];
    for (const check of this.checks) {
      const reach = applies(check.applies, region);
      if (reach === false) continue;
      const state = this.rawState(check);
      found.push([check, reach === null && state === BROKEN ? UNVERIFIED : state]);
    }
    this.known.set(key, found);
    return found;
  }

  private rawState(check: CheckSpec): string {
    const known = this.raw.get(check.id);
    if (known) return known;
    const state = this.holds(check.fails) ? BROKEN : this.holds(check.passes) ? MET : UNVERIFIED;
    this.raw.set(check.id, state);
    return state;
  }

  private outcome(row: Rule, region: Region): Outcome {
    const kinds = [...row.duties];
    const sanctions = [...row.sanctions];
    let { referral, criminal_report: report } = row;
    for (const extra of row.extra) if (isWithin(extra.when, region)) sanctions.push(...extra.sanctions);
    for (const [check, state] of this.states(region)) {
      if (state !== BROKEN) continue;
      kinds.push('fix_requirements', ...check.duties);
      sanctions.push(...check.sanctions);
      for (const extra of check.extra) if (isWithin(extra.when, region)) sanctions.push(...extra.sanctions);
      const asked = check.referral_when !== null && this.holds(check.referral_when);
      if (referral === 'no' && (check.referral === 'yes' || asked)) referral = 'yes';
      if (asked) kinds.push('immediate_notice', 'referral');
      if (Object.keys(check.criminal_report_in).length && isWithin(check.criminal_report_in, region)) {
        report = 'yes';
        kinds.push('criminal_report');
      }
    }
    return { row, kinds: unique(kinds), referral, report, sanctions: unique(sanctions) };
  }

  /** Whether an addition applies: true, false, or null when it may. */
  fires(addition: Rule, sets: Region): boolean | null {
    let result: boolean | null = true;
    for (const [name, allowed] of Object.entries(addition.when)) {
      const inside = sets[name]!.filter((value) => allowed.includes(value));
      if (!inside.length) return false;
      if (inside.length < sets[name]!.length && !addition.possible.includes(name)) result = null;
    }
    return result;
  }
}

/** Whether every combination of `region` meets `when`. */
export const isWithin = (when: Where, region: Region): boolean =>
  Object.entries(when).every(([name, allowed]) => region[name]!.every((value) => allowed.includes(value)));

const meets = (when: Where, region: Region): boolean =>
  Object.entries(when).every(([name, allowed]) => region[name]!.some((value) => allowed.includes(value)));

function split(when: Where, region: Region): { inside: Region; outside: Region[] } {
  const inside = { ...region };
  const outside: Region[] = [];
  for (const name of order(when)) {
    const allowed = when[name]!;
    const met = inside[name]!.filter((value) => allowed.includes(value));
    if (met.length === inside[name]!.length) continue;
    outside.push({ ...inside, [name]: inside[name]!.filter((value) => !allowed.includes(value)) });
    inside[name] = met;
  }
  return { inside, outside };
}

/** Keys in alphabetical order: canonical JSON keeps no other. */
const order = (when: Where): string[] => Object.keys(when).sort((a, b) => (a < b ? -1 : 1));

/** True everywhere in the region, false nowhere, null in part of it. A presumed adolescent is 15 and 16-17 at once. */
function applies(where: Where, region: Region): boolean | null {
  let result: boolean | null = true;
  for (const [name, allowed] of Object.entries(where)) {
    const values = region[name]!.flatMap((value) => (value === DOUBT_MAJORITY ? [FIRST, LATER] : [value]));
    const met = values.filter((value) => allowed.includes(value)).length;
    if (!met) return false;
    if (met < values.length) result = null;
  }
  return result;
}

/** One {input: values} for each choice of heads in conflict (one when there is no conflict). */
export function scenarios(readings: Readings): Region[] {
  const total = Object.values(readings).reduce((product, reading) => product * reading.sets.length, 1);
  if (total > MAX_SCENARIOS) return [Object.fromEntries(Object.entries(readings).map(([name, reading]) => [name, reading.values]))];
  let found: Region[] = [{}];
  for (const [name, reading] of Object.entries(readings)) found = found.flatMap((chosen) => reading.sets.map((values) => ({ ...chosen, [name]: values })));
  return found;
}

/** The duties due whichever outcome is true, plus keeping out of the task when any of them asks it. */
export function certain(outcomes: Outcome[], duties: Law['duties']): string[] {
  const isCovered = (kind: string, kinds: string[]) => kinds.includes(kind) || kinds.some((other) => duties[other]!.covers.includes(kind));
  const every = unique(outcomes.flatMap(({ kinds }) => kinds));
  const due = every.filter((kind) => outcomes.every(({ kinds }) => isCovered(kind, kinds)));
  if (every.some((kind) => duties[kind]!.removes)) due.push('keep_out_pending');
  return unique(due).filter((kind) => !due.some((other) => duties[other]!.covers.includes(kind)));
}
