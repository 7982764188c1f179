/**
 * Every outcome the table can reach from sets of possible inputs, and what is due in all of them.
 *
 * Pure; the same words as `protocols/outcomes.py`. A duty due in every outcome is due now; what is unknown never reads as no.
 */
import { product } from './ages';
import { evaluate, type Answers, type Judge, type Truth } from './condition';
import { regionOf, type Readings } from './inputs';
import { BROKEN, MET, UNVERIFIED, held, unique, type Check, type CheckState, type Level } from './law';
import type { CheckOfDay, LawOfDay, RuleOfDay } from './law_of_day';
import { isWithin, meets, part, type Region } from './regions';
import type { Condition } from './types';

const MAX_SCENARIOS = 64;
const FIX = ['fix_requirements'], KEEP_OUT = ['keep_out_pending'], REPORT = ['criminal_report'], REFER = ['immediate_notice', 'referral'];

export type JudgedCheck = readonly [check: CheckOfDay, state: CheckState];
/** The requirements in a region: their states, the worst of them, and all of it in one word. */
interface Judged { states: JudgedCheck[]; worst: CheckState; told: string }
/** What the requirements ask in a region, whatever the row (duties and sanctions as bits). */
interface Asked { kinds: number; fines: number; refers: boolean; reports: boolean; sanctions: string[]; mayRefer: boolean; mayReport: boolean }
/** One row reached in one region, with what it asks. `mayRefer`, `mayReport`: what is not verified yet could ask more. */
export interface Outcome {
  row: RuleOfDay; region: Region; kinds: number; fines: number; referral: Level; report: Level; mayRefer: boolean; mayReport: boolean;
}

/** The decision table on one day, for one set of answers. */
export class Table {
  readonly day: LawOfDay;
  readonly answers: Answers;
  private readonly raw: (CheckState | null | undefined)[] = [];
  private readonly known = new Map<number | string, Judged>();
  private readonly asked = new Map<number | string, Asked>();
  private readonly rows = new Map<number | string, [row: RuleOfDay, region: Region][]>();

  constructor(day: LawOfDay, answers: Answers) {
    this.day = day;
    this.answers = answers;
  }

  /** The outcomes reachable from `sets`; together they cover every combination exactly once. */
  reach(sets: Region): Outcome[] {
    return this.rowsReached(sets).map(([row, region]) => this.outcome(row, region));
  }

  /** Rows with the part of `sets` for which each is the first that matches. */
  rowsReached(sets: Region): [row: RuleOfDay, region: Region][] {
    return held(this.rows, this.day.prepared.key(sets), () => {
      const found: [RuleOfDay, Region][] = [];
      const waiting: [number, Region][] = [[0, sets]];
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        for (const { number, row, inside, outside } of this.day.stepsFrom(next[0], next[1])) {
          if (row.rule.checks !== null && row.rule.checks !== this.judgedIn(inside).worst) continue;
          for (const part of outside) waiting.push([number + 1, part]);
          found.push([row, inside]);
          break;
        }
      }
      return found;
    });
  }

  /** The state of every check that applies, or may apply, in the region. */
  states(region: Region): JudgedCheck[] {
    return this.judgedIn(region).states;
  }

  /** The requirements in the region. */
  judgedIn(region: Region): Judged {
    const { prepared, applying } = this.day, key = prepared.key(region, applying);
    return held(this.known, key, () => {
      const states: JudgedCheck[] = [];
      let worst: CheckState = MET, told = '';
      for (const [check, everywhere] of this.day.applyingIn(part(region, applying), key)) {
        const raw = this.rawState(check);
        if (raw === null) continue;
        const state = !everywhere && raw === BROKEN ? UNVERIFIED : raw;
        states.push([check, state]);
        told += check.check.id + state;
        if (worst !== BROKEN && state !== MET) worst = state;
      }
      return { states, worst, told };
    });
  }

  /** The state of a check for whom it applies to; null when these answers leave it out. */
  rawState(check: CheckOfDay): CheckState | null {
    let state = this.raw[check.number];
    if (state === undefined) this.raw[check.number] = state = this.readState(check);
    return state;
  }

  private readState(check: CheckOfDay): CheckState | null {
    if (check.appliesWhen && !this.holds(check.appliesWhen)) return null;
    return this.holds(check.fails) ? BROKEN : this.holds(check.passes) ? MET : UNVERIFIED;
  }

  private holds(judge: Judge | null): boolean {
    return judge !== null && judge(this.answers, this.day.numbers) === true;
  }

  /** A condition of the law, judged by these answers. */
  judged(condition: Condition): Truth {
    return evaluate(condition, this.answers, this.day.numbers);
  }

  private outcome(row: RuleOfDay, region: Region): Outcome {
    const asked = this.askedIn(region);
    const { referral, criminal_report } = row.rule;
    let kinds = row.kinds | asked.kinds, fines = row.fines | asked.fines;
    for (const extra of row.extra) {
      if (!isWithin(extra.when, region)) continue;
      kinds |= extra.kinds;
      fines |= extra.fines;
    }
    return {
      row, region, kinds, fines, referral: asked.refers && referral === 'no' ? 'yes' : referral, report: asked.reports ? 'yes' : criminal_report,
      mayRefer: asked.mayRefer, mayReport: asked.mayReport,
    };
  }

  /** The sanctions of an outcome: those of the row, of what it adds there, and of the requirements. */
  sanctionsOf({ row, region }: Outcome): string[] {
    const extra = row.extra.filter(({ when }) => isWithin(when, region));
    return unique([...row.rule.sanctions, ...extra.flatMap(({ sanctions }) => sanctions), ...this.askedIn(region).sanctions]);
  }

  private askedIn(region: Region): Asked {
    return held(this.asked, this.day.prepared.key(region, this.day.asking), () => this.readAsked(region));
  }

  private readAsked(region: Region): Asked {
    const { prepared } = this.day;
    const found: Asked = { kinds: 0, fines: 0, refers: false, reports: false, sanctions: [], mayRefer: false, mayReport: false };
    for (const [check, state] of this.states(region)) {
      if (state === MET) continue;
      const asks = this.asksReferral(check.check);
      const reports = check.reportIn.length > 0 && meets(check.reportIn, region);
      found.mayReport ||= reports;
      found.mayRefer ||= state === BROKEN ? asks === null : asks !== false;
      if (state !== BROKEN) continue;
      found.kinds |= prepared.kindMask(FIX);
      found.kinds |= check.kinds;
      found.fines |= check.fines;
      found.sanctions.push(...check.check.sanctions);
      for (const extra of check.extra) {
        if (!isWithin(extra.when, region)) continue;
        found.kinds |= extra.kinds;
        found.fines |= extra.fines;
        found.sanctions.push(...extra.sanctions);
      }
      if (asks === true) {
        found.refers = true;
        if (check.check.referral_when !== null) found.kinds |= prepared.kindMask(REFER);
      }
      if (reports && isWithin(check.reportIn, region)) {
        found.reports = true;
        found.kinds |= prepared.kindMask(REPORT);
      }
    }
    return found;
  }

  /** Whether a referral is due if the check is broken; null when what decides it is not known. */
  asksReferral({ referral, referral_when }: Check): Truth {
    return referral === 'yes' || referral_when === null ? referral === 'yes' : this.judged(referral_when);
  }

  /** Whether an addition applies: true, false, or null when it may. */
  fires({ when, possible }: RuleOfDay, sets: Region): Truth {
    let result: Truth = true;
    for (const [place, allowed] of when) {
      const inside = sets[place] & allowed;
      if (!inside) return false;
      if (inside !== sets[place] && !possible.includes(place)) result = null;
    }
    return result;
  }

  /** The duties (bits) due whichever outcome is true, plus keeping out of the task when any of them asks it. */
  certain(outcomes: readonly Outcome[]): number {
    const { prepared } = this.day;
    let every = 0;
    for (const { kinds } of outcomes) every |= kinds;
    let due = every & prepared.removing ? prepared.kindMask(KEEP_OUT) : 0;
    for (let n = 0; n < prepared.covering.length; n++) {
      if (every >> n & 1 && isInAll(outcomes, prepared.covering[n])) due |= 1 << n;
    }
    return prepared.uncovered(due);
  }
}

/** Whether every outcome has some of these duties. */
function isInAll(outcomes: readonly Outcome[], duties: number): boolean {
  for (const { kinds } of outcomes) if (!(kinds & duties)) return false;
  return true;
}

/** One region for each choice of heads in conflict (one when there is no conflict). */
export function scenarios(readings: Readings): Region[] {
  const sets = readings.map((reading) => reading.sets);
  const total = sets.reduce((count, part) => count * part.length, 1);
  if (total === 1 || total > MAX_SCENARIOS) return [regionOf(readings)];
  return [...product(sets)];
}
