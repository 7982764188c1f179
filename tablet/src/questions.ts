/** Which questions decide, the most decisive first. Pure; the same words as `protocols/questions.py`. */
import { AGE, presumes } from './ages';
import { isKnown, itemsOf } from './condition';
import { regionOf, type Reading, type Readings } from './inputs';
import { LEVELS, MET, UNVERIFIED, unique } from './law';
import type { CheckOfDay, RuleOfDay } from './law_of_day';
import type { Outcome, Table } from './outcomes';
import { isOpen, oneByOne, put, type Region } from './regions';

export interface Missing { input: string; items: string[]; question_es: string }

/**
 * What narrows the row first, then what was assumed, then what changes only what is asked, the requirements to verify
 * and what would spare a duty. Items: those whose answer is lacking; all of them when none is.
 */
export function missing(
  table: Table, readings: Readings, outcomes: readonly Outcome[], maybe: readonly RuleOfDay[], assumed: readonly Reading[],
  due: readonly { kind: string }[],
): Missing[] {
  const union = regionOf(readings);
  const found = [...decisive(table, readings, new Set(outcomes.map(({ row }) => row))), ...assumed];
  const age = table.day.prepared.place(AGE);
  const isUsed = outcomes.some(({ row }) => row.when.some(([place]) => place === age));
  if (isUsed && presumes(table.day.prepared.values(age, union[age]))) found.push(readings[age]);
  for (const { when, possible } of maybe) {
    for (const [place, allowed] of when) if (union[place] & ~allowed && !possible.includes(place)) found.push(readings[place]);
  }
  found.push(...consequential(table, readings, found));
  return [
    ...unique(found).map((reading) => ofInput(table, reading)),
    ...table.states(union).flatMap(([check]) => ofCheck(table, check)),
    ...due.flatMap(({ kind }) => ofDuty(table, kind)),
  ];
}

/** The inputs read provisionally whose other values would lead to another row. */
export function assumedInputs(table: Table, readings: Readings, rows: ReadonlySet<RuleOfDay>): Reading[] {
  const union = regionOf(readings);
  return readings.filter(({ provisional, mask, input }) => {
    if (!provisional || isOpen(mask)) return false;
    const open = rowsOf(table, put(union, input.place, input.every));
    return open.size !== rows.size || [...rows].some((row) => !open.has(row));
  });
}

function rowsOf(table: Table, sets: Region): Set<RuleOfDay> {
  return new Set(table.rowsReached(sets).map(([row]) => row));
}

function ofInput(table: Table, { input: { spec }, undecided }: Reading): Missing {
  const items = [...spec.asks, ...undecided];
  // With a day of birth the age that is said is not read.
  const isRead = spec.age && isKnown(table.answers, spec.age.birth_date) ? (item: string) => item !== spec.age!.said : () => true;
  return { input: spec.id, items: lacking(table, items.filter(isRead)), question_es: spec.question_es };
}

/** A requirement nobody could verify, or one not met of which it is not known whether it asks for a referral. */
function ofCheck(table: Table, day: CheckOfDay): Missing[] {
  const { check } = day;
  const state = table.rawState(day);
  const items = [
    ...(state === UNVERIFIED ? day.reads : []),
    ...(state !== MET && table.asksReferral(check) === null ? itemsOf(check.referral_when!) : [])];
  return items.length ? [{ input: check.id, items: lacking(table, items), question_es: check.title_es }] : [];
}

/** What would spare a duty that is due because nobody knows. */
function ofDuty(table: Table, kind: string): Missing[] {
  const { unless, question_es } = table.day.law.duties[kind];
  if (unless === null || table.judged(unless) !== null) return [];
  return [{ input: kind, items: lacking(table, itemsOf(unless)), question_es: question_es! }];
}

/** Those of the items that nobody answered, or answered differently; all of them when there is none. */
function lacking(table: Table, items: readonly string[]): string[] {
  const every = unique(items);
  const found = every.filter((item) => !isKnown(table.answers, item));
  return found.length ? found : every;
}

/** The inputs that are not known and that some row, requirement or extra names. */
function open(table: Table, readings: Readings): Reading[] {
  return readings.filter(({ mask, input }) => isOpen(mask) && table.day.deciding.has(input.place));
}

/** Inputs that leave the row as it is and change what is asked: duties, referral, sanctions or requirements. */
function consequential(table: Table, readings: Readings, but: readonly Reading[]): Reading[] {
  const doubts = open(table, readings).filter((reading) => !but.includes(reading));
  if (!doubts.length) return [];
  const union = regionOf(readings), now = asked(table, union);
  return doubts.filter(({ input }) => oneByOne(union, input.place).some((one) => asked(table, one) !== now));
}

/** All that is asked of a region in one word: duties due whatever happens, levels, sanctions, requirements. */
function asked(table: Table, sets: Region): string {
  const outcomes = table.reach(sets);
  let fines = -1, levels = 0;
  for (const outcome of outcomes) {
    fines &= outcome.fines;
    levels |= 1 << 2 * LEVELS.indexOf(outcome.referral) + Number(outcome.mayRefer);
    levels |= 256 << 2 * LEVELS.indexOf(outcome.report) + Number(outcome.mayReport);
  }
  return `${table.certain(outcomes)} ${levels} ${fines} ${table.judgedIn(sets).told}`;
}

/** Inputs whose answer narrows the rows: fewest rows left in the worst case first, then fewest in all. */
function decisive(table: Table, readings: Readings, rows: ReadonlySet<RuleOfDay>): Reading[] {
  if (rows.size < 2) return [];
  const union = regionOf(readings);
  const ranked = open(table, readings).map((reading) => {
    const left = oneByOne(union, reading.input.place).map((one) => rowsOf(table, one).size);
    return { reading, worst: Math.max(...left), least: Math.min(...left), all: left.reduce((sum, n) => sum + n, 0) };
  });
  // Sorting keeps the order of the inputs between equals.
  return ranked.filter(({ least }) => least < rows.size).sort((a, b) => a.worst - b.worst || a.all - b.all).map(({ reading }) => reading);
}
