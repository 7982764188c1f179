/** Which questions decide, the most decisive first. Pure; the same words as `protocols/questions.py`. */
import { presumes } from './ages';
import { evaluate, isKnown, itemsOf } from './condition';
import { unionOf, type Reading, type Readings } from './inputs';
import { BROKEN, UNVERIFIED, certain, unique, type Check, type CheckState, type Outcome, type Region, type Rule, type Table } from './outcomes';

export const AGE = 'edad';

export interface Missing { input: string; items: string[]; question_es: string }

/**
 * What narrows the row first, then what was assumed, then what changes only what is asked, the requirements to verify
 * and what would spare a duty. Items: those whose answer is lacking; all of them when none is.
 */
export function missing(
  table: Table, readings: Readings, outcomes: readonly Outcome[], maybe: readonly Rule[], assumed: readonly string[],
  due: readonly { kind: string }[],
): Missing[] {
  const union = unionOf(readings);
  const used = new Set(outcomes.flatMap(({ row }) => Object.keys(row.when)));
  const names = [...decisive(table, union, new Set(outcomes.map(({ row }) => row.id))), ...assumed];
  if (used.has(AGE) && presumes(union[AGE])) names.push(AGE);
  for (const { when, possible } of maybe) {
    const open = Object.entries(when).filter(([name, allowed]) => union[name].some((value) => !allowed.includes(value)));
    names.push(...open.map(([name]) => name).filter((name) => !possible.includes(name)));
  }
  names.push(...consequential(table, union, names));
  return [
    ...unique(names).map((name) => ofInput(table, readings[name])),
    ...table.states(union).flatMap(([check, state]) => ofCheck(table, check, state)),
    ...due.flatMap(({ kind }) => ofDuty(table, kind)),
  ];
}

/** The inputs read provisionally whose other values would lead to another row. */
export function assumedInputs(table: Table, readings: Readings, rows: readonly string[]): string[] {
  const union = unionOf(readings);
  const assumed = Object.entries(readings).filter(([, { provisional, values }]) => provisional && values.length === 1);
  return assumed.map(([name]) => name).filter((name) => {
    const every = readings[name].spec.values.map(({ code }) => code);
    const open = rowIds(table, { ...union, [name]: every });
    return open.size !== rows.length || rows.some((row) => !open.has(row));
  });
}

function rowIds(table: Table, sets: Region): Set<string> {
  return new Set(table.rowsReached(sets).map(([row]) => row.id));
}

function ofInput(table: Table, { spec, undecided }: Reading): Missing {
  const items = [...spec.asks, ...undecided];
  // With a day of birth the age that is said is not read.
  const isRead = spec.age && isKnown(table.answers, spec.age.birth_date) ? (item: string) => item !== spec.age!.said : () => true;
  return { input: spec.id, items: lacking(table, items.filter(isRead)), question_es: spec.question_es };
}

/** A requirement nobody could verify, or a broken one of which it is not known whether it asks for a referral. */
function ofCheck(table: Table, check: Check, state: CheckState): Missing[] {
  let items: string[] = [];
  if (table.rawState(check) === UNVERIFIED) items = [check.passes, check.fails].flatMap((condition) => condition ? itemsOf(condition) : []);
  else if (state === BROKEN && table.asksReferral(check) === null) items = itemsOf(check.referral_when!);
  return items.length ? [{ input: check.id, items: lacking(table, items), question_es: check.title_es }] : [];
}

/** What would spare a duty that is due because nobody knows. */
function ofDuty(table: Table, kind: string): Missing[] {
  const { unless, question_es } = table.law.duties[kind];
  if (unless === null || evaluate(unless, table.answers, table.numbers) !== null) return [];
  return [{ input: kind, items: lacking(table, itemsOf(unless)), question_es: question_es! }];
}

/** Those of the items that nobody answered, or answered differently; all of them when there is none. */
function lacking(table: Table, items: readonly string[]): string[] {
  const every = unique(items);
  const found = every.filter((item) => !isKnown(table.answers, item));
  return found.length ? found : every;
}

/** Inputs that leave the row as it is and change what is asked: duties, referral, sanctions or requirements. */
function consequential(table: Table, union: Region, but: readonly string[]): string[] {
  const open = Object.entries(union).filter(([name, values]) => values.length > 1 && table.deciding.has(name) && !but.includes(name));
  if (!open.length) return [];
  const now = asked(table, union);
  return open.filter(([name, values]) => values.some((value) => asked(table, { ...union, [name]: [value] }) !== now)).map(([name]) => name);
}

function asked(table: Table, sets: Region): string {
  const outcomes = table.reach(sets);
  const sanctions = outcomes[0].sanctions.filter((name) => outcomes.every((outcome) => outcome.sanctions.includes(name)));
  const levels = outcomes.map(({ referral, mayRefer, report, mayReport }) => [`${referral} ${mayRefer}`, `${report} ${mayReport}`]);
  return JSON.stringify([
    certain(outcomes, table.law.duties).sort(), unique(levels.map(([referral]) => referral)).sort(),
    unique(levels.map(([, report]) => report)).sort(), sanctions.sort(), table.states(sets).map(([{ id }, state]) => id + state),
  ]);
}

/** Inputs whose answer narrows the rows: fewest rows left in the worst case first, then fewest in all. */
function decisive(table: Table, union: Region, rows: Set<string>): string[] {
  if (rows.size < 2) return [];
  const ranked: { worst: number; all: number; name: string }[] = [];
  for (const [name, values] of Object.entries(union)) {
    if (values.length < 2 || !table.deciding.has(name)) continue;
    const left = values.map((value) => rowIds(table, { ...union, [name]: [value] }).size);
    if (Math.min(...left) < rows.size) ranked.push({ worst: Math.max(...left), all: left.reduce((sum, n) => sum + n, 0), name });
  }
  // Sorting keeps the order of the inputs between equals.
  return ranked.sort((a, b) => a.worst - b.worst || a.all - b.all).map(({ name }) => name);
}
