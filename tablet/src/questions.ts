/** Which questions decide, the most decisive first. Pure; mirrors protocols/questions.py. */
import { DOUBT_MAJORITY, DOUBT_MIN } from './ages';
import { itemsOf } from './condition';
import type { Readings } from './inputs';
import { unique, type Rule } from './law_data';
import { UNVERIFIED, type CheckState, type Outcome, type Region, type Table } from './outcomes';

export interface Missing { input: string; items: string[]; question_es: string }

const AGE_INPUT = 'edad';

/** Inputs that change the row, then provisional ones, signs, and checks to verify. */
export function missing(table: Table, readings: Readings, outcomes: Outcome[], checks: CheckState[], maybe: Rule[]): Missing[] {
  const union: Region = Object.fromEntries(Object.entries(readings).map(([name, reading]) => [name, reading.values]));
  const names = decisive(table, union, new Set(outcomes.map(({ row }) => row.id)));
  const used = new Set(outcomes.flatMap(({ row }) => Object.keys(row.when)));
  for (const [name, reading] of Object.entries(readings)) if (used.has(name) && reading.values.length === 1 && reading.provisional) names.push(name);
  if (used.has(AGE_INPUT) && union[AGE_INPUT]!.some((value) => value === DOUBT_MIN || value === DOUBT_MAJORITY)) names.push(AGE_INPUT);
  for (const rule of maybe)
    for (const name of Object.keys(rule.when).sort())
      if (!rule.possible.includes(name) && union[name]!.some((value) => !rule.when[name]!.includes(value))) names.push(name);
  const found: Missing[] = unique(names).map((name) => {
    const { id, asks, question_es } = readings[name]!.spec;
    return { input: id, items: asks, question_es };
  });
  for (const [check, state] of checks)
    if (state === UNVERIFIED) found.push({ input: check.id, items: itemsOf(check.passes), question_es: check.title_es });
  return found;
}

/** Inputs whose answer narrows the rows: fewest rows left in the worst case first, then fewest in all. */
function decisive(table: Table, union: Region, rows: Set<string>): string[] {
  if (rows.size < 2) return [];
  const ranked: { worst: number; total: number; number: number; name: string }[] = [];
  Object.entries(union).forEach(([name, values], number) => {
    if (values.length < 2) return;
    const left = values.map((value) => new Set(table.rowsReached({ ...union, [name]: [value] }).map(([row]) => row.id)).size);
    if (Math.min(...left) < rows.size) ranked.push({ worst: Math.max(...left), total: left.reduce((a, b) => a + b, 0), number, name });
  });
  ranked.sort((a, b) => a.worst - b.worst || a.total - b.total || a.number - b.number);
  return ranked.map(({ name }) => name);
}
