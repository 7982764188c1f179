/** Shapes of the law's data in the protocol bundle (made by protocols/bundle.py). Only shapes. */
import type { Answers } from './condition';

export type Condition = { [word: string]: unknown };
export type Where = { [input: string]: string[] };
export interface Dated { from: string | null; until: string | null }
export interface Case extends Dated { value: string; when: Condition | null; provisional: boolean; cite: string[]; label_es: string | null }
export interface AgeSpec { birth_date: string; said: string; evidence: string; doubt: string; proof: string[]; doubt_reads: { [option: string]: string } }
export interface InputSpec {
  id: string; kind: 'cases' | 'age'; title_es: string; question_es: string; asks: string[]; values: { code: string; label_es: string }[];
  unknown_as: string[]; reads: string[]; cases?: Case[]; age?: AgeSpec;
}
export interface Extra { when: Where; cite: string[]; sanctions: string[] }
export interface Rule extends Dated {
  id: string; kind: 'row' | 'addition'; slug: string; title_es: string; plain_es: string; because_es: string; when: Where; checks: string | null;
  leads: boolean; urgent: boolean; duties: string[]; referral: string; criminal_report: string; sanctions: string[]; cite: string[];
  option_cites: string[]; option_where: { [attribute: string]: unknown }; possible: string[]; mark: string; extra: Extra[];
}
export interface CheckSpec extends Dated {
  id: string; title_es: string; fix_es: string; applies: Where; applies_when: Condition | null; passes: Condition; fails: Condition;
  duties: string[]; referral: string; referral_when: Condition | null; criminal_report_in: Where; sanctions: string[]; cite: string[]; extra: Extra[]; mark: string;
}
export interface DutySpec {
  order: number; title_es: string; plain_es: string; when: string; deadline: { hours_param: string | null; starts_es: string; what_es: string } | null;
  urgent: boolean; removes: boolean; covers: string[]; unless: Condition | null; cite: string[]; mark: string;
}
export interface CitationRow extends Dated { cite: string; instrument: string; mark: string; says_es: string; full_es: string }
export interface OptionRow { code: string; label_es: string; cite: string[]; exclusive: boolean; [attribute: string]: unknown }
export interface Pending { classification: string; row: string; title_es: string; plain_es: string; because_es: string; because_many_es: string; mark: string; cite: string[] }
export interface Law {
  citations: { [key: string]: CitationRow };
  parameters: { [name: string]: { values: (Dated & { value: number })[] } };
  inputs: InputSpec[]; rules: Rule[]; checks: CheckSpec[]; duties: { [kind: string]: DutySpec };
  sanctions: { [id: string]: { label_es: string; cite: string[] } };
  options: { [item: string]: OptionRow[] };
  words: {
    age: { [name: string]: string }; bands: { [band: string]: { title_es: string } }; pending: Pending; notes: { [name: string]: string };
    shown_as: { rows: string[]; as: string }[];
  };
}

/** Sorted as Python sorts text: by code point. */
export const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
export const unique = <T>(values: Iterable<T>): T[] => [...new Set(values)];
/** The head values of an item: `v`, or undefined when it was not given. */
export const valuesOf = (answers: Answers, item: string): unknown[] => (answers[item] ?? []).map((head) => (head as { v?: unknown }).v);
/** A replacement that reads nothing in the value (`$` included). */
export const fill = (template: string, name: string, value: string): string => template.split(`{${name}}`).join(value);
