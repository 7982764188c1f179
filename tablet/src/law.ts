/** The law as the bundle carries it: its shapes, and what is in force on a day. Source: `docs/protocol-format.md`. */
import type { AgeLaw, AgeSpec } from './ages';
import type { Numbers } from './condition';
import type { Condition } from './types';

export const MET = 'cumple', BROKEN = 'incumple', UNVERIFIED = 'por_verificar';
export type CheckState = typeof MET | typeof BROKEN | typeof UNVERIFIED;
export type Level = 'no' | 'pending' | 'yes' | 'urgent';
/** From less to more; what may still turn out to be due is between not due and due. */
export const LEVELS: readonly Level[] = ['no', 'pending', 'yes', 'urgent'];

/** Something in force from a local day until another, both included; null is always. */
export interface Dated { from: string | null; until: string | null }
/** `{input: values that are allowed}`. */
export type Allowed = Readonly<Record<string, readonly string[]>>;
export interface Case extends Dated {
  value: string; when: Condition | null; provisional: boolean; cite: string[]; label_es: string | null;
}
export interface InputSpec {
  id: string; kind: 'cases' | 'age'; title_es: string; question_es: string; asks: string[]; reads: string[];
  values: { code: string; label_es: string }[]; unknown_as: string[]; cases?: Case[]; age?: AgeSpec;
}
export interface Extra { when: Allowed; cite: string[]; duties: string[]; sanctions: string[] }
export interface Rule extends Dated {
  id: string; kind: 'row' | 'addition'; slug: string; title_es: string; plain_es: string; because_es: string; when: Allowed;
  checks: CheckState | null; leads: boolean; urgent: boolean; duties: string[]; referral: Level; criminal_report: Level; sanctions: string[];
  cite: string[]; option_cites: string[]; option_where: Record<string, unknown>; possible: string[]; mark: string; extra: Extra[];
}
export interface Check extends Dated {
  id: string; title_es: string; fix_es: string; applies: Allowed; applies_when: Condition | null; passes: Condition | null; fails: Condition | null;
  duties: string[]; referral: Level; referral_when: Condition | null; criminal_report_in: Allowed; sanctions: string[]; cite: string[]; extra: Extra[];
}
export type DutyWhen = 'now' | 'before_closing' | 'deadline';
export interface Duty {
  order: number; title_es: string; plain_es: string; when: DutyWhen; urgent: boolean; removes: boolean; covers: string[]; unless: Condition | null; question_es: string | null;
  deadline: { hours_param: string | null; starts_es: string | null; what_es: string | null } | null; cite: string[]; mark: string;
}
export interface Pending {
  classification: string; row: string; title_es: string; plain_es: string; because_es: string; because_many_es: string; cite: string[]; mark: string;
}
export interface Citation extends Dated { cite: string; instrument: string; mark: string }
export interface Law extends AgeLaw {
  parameters: Record<string, { values: (Dated & { value: number })[] }>; inputs: InputSpec[];
  rules: Rule[]; checks: Check[]; duties: Record<string, Duty>; sanctions: Record<string, { label_es: string; cite: string[] }>;
  citations: Record<string, Citation>;
  words: AgeLaw['words'] & { notes: Record<string, string>; pending: Pending; shown_as: { rows: string[]; as: string }[] };
}

/** The law that is loaded does not reach the day of the facts. */
export class NoParameterInForce extends Error {
  constructor(name: string, on: string) {
    super(`La ley cargada no alcanza esa fecha (${on}): falta «${name}» en parameters.yaml.`);
    this.name = 'NoParameterInForce';
  }
}

/** Whether a dated row is in force on the local day `on`. */
export function inForce({ from, until }: Dated, on: string): boolean {
  return (from === null || from <= on) && (until === null || on <= until);
}

/** `{parameter: value in force on the day}`; a parameter without value that day is left out. */
export function numbersOn(law: Law, on: string): Numbers {
  const found: Record<string, number> = {};
  for (const [name, { values }] of Object.entries(law.parameters)) {
    const last = values.findLast(({ from }) => from === null || from <= on);
    if (last && inForce(last, on)) found[name] = last.value;
  }
  return found;
}

/** The values once each, in order. */
export function unique<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}

/** What is held of a key, made the first time it is asked for. */
export function held<K, V>(known: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let found = known.get(key);
  if (found === undefined) known.set(key, found = make());
  return found;
}

const KEYS = new Map<string, string>();

/** The ASCII key of a citation, as `protocols/citing.py` makes it. */
export function citationKey(cite: string): string {
  return held(KEYS, cite, () => {
    const plain = cite.replaceAll('¶', 'p').normalize('NFD').replace(/[^\x00-\x7f]/g, '');
    return plain.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  });
}
