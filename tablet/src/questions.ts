/** Which questions decide, the most decisive first. Pure; the same words as `protocols/questions.py`. */
import { presumes } from './ages';
import { itemsOf } from './condition';
import { unionOf, type InputSpec, type Readings } from './inputs';
import { UNVERIFIED, unique, type JudgedCheck, type Outcome, type Region, type Rule, type Table } from './outcomes';

export const AGE = 'edad';

export interface Missing { input: string; items: string[]; question_es: string }

/** Inputs that change the row, then provisional ones, signs, and checks to verify. */
export function missing(
  table: Table, readings: Readings, outcomes: readonly Outcome[], checks: readonly JudgedCheck[], maybe: readonly Rule[],
  assumed: readonly string[],
): Missing[] {
  const union = unionOf(readings);
  const used = new Set(outcomes.flatMap(({ row }) => Object.keys(row.when)));
  const names = [...decisive(table, union, new Set(outcomes.map(({ row }) => row.id))), ...assumed];
  if (used.has(AGE) && presumes(union[AGE])) names.push(AGE);
  for (const { when, possible } of maybe) {
    const open = Object.entries(when).filter(([name, allowed]) => union[name].some((value) => !allowed.includes(value)));
    names.push(...open.map(([name]) => name).filter((name) => !possible.includes(name)));
  }
  const unverified = checks.filter(([, state]) => state === UNVERIFIED);
  return [
    ...unique(names).map((name) => question(readings[name].spec)),
    ...unverified.map(([check]) => ({ input: check.id, items: itemsOf((check.passes ?? check.fails)!), question_es: check.title_es })),
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

function question({ id, asks, question_es }: InputSpec): Missing {
  return { input: id, items: asks, question_es };
}

/** Inputs whose answer narrows the rows: fewest rows left in the worst case first, then fewest in all. */
function decisive(table: Table, union: Region, rows: Set<string>): string[] {
  if (rows.size < 2) return [];
  const ranked: { worst: number; all: number; name: string }[] = [];
  for (const [name, values] of Object.entries(union)) {
    if (values.length < 2) continue;
    const left = values.map((value) => rowIds(table, { ...union, [name]: [value] }).size);
    if (Math.min(...left) < rows.size) ranked.push({ worst: Math.max(...left), all: left.reduce((sum, n) => sum + n, 0), name });
  }
  // Sorting keeps the order of the inputs between equals.
  return ranked.sort((a, b) => a.worst - b.worst || a.all - b.all).map(({ name }) => name);
}
