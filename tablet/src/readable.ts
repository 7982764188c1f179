/**
 * Values as their item's type allows them: what a broken or hostile tablet wrote reads as not known.
 *
 * Pure; the same words as `protocols/readable.py`. Types: docs/sync-protocol.md, section 3.
 */
import type { Answers } from './condition';
import type { Bundle, Value } from './types';

type Check = (found: unknown) => boolean;

const NOT_KNOWN: Value = { none: 'unknown' };
const NONES: readonly unknown[] = ['not_asked', 'declined', 'unknown', 'not_applicable', 'not_exhibited'];
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const MOMENT = /^([0-9-]{10})T([01][0-9]|2[0-3]):[0-5][0-9]$/;
const GEO = ['lat', 'lon', 'accuracy_m', 'at'];

const isText: Check = (found) => typeof found === 'string';
const isOneOf = (...words: string[]): Check => (found) => typeof found === 'string' && words.includes(found);
const isSet: Check = (found) => Array.isArray(found) && found.every(isText);
const isMoment: Check = (found) => isText(found) && isDay(MOMENT.exec(found as string)?.[1]);

function isObject(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}

function isDay(found: unknown): boolean {
  const parts = typeof found === 'string' ? DAY.exec(found) : null;
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year > 0 && month > 0 && month <= 12 && day > 0 && day <= days[month - 1]!;
}

const CHECKS = new Map<string, Check>([
  ['bool', (found) => typeof found === 'boolean'],
  ['tri', isOneOf('si', 'no', 'no_aplica')],
  ['doc', isOneOf('exhibe', 'parcial', 'no_exhibe', 'no_aplica')],
  ['enum', isText], ['text', isText], ['multi', isSet], ['date', isDay], ['dt', isMoment],
  ['geo', (found) => isObject(found) && GEO.every((name) => Number.isInteger(found[name]))],
  ['int', Number.isInteger], ['minutes', Number.isInteger], ['grams', Number.isInteger], ['money', Number.isInteger],
]);

/** Whether a value, `{v}` or `{none}`, can be one of an item of this type. */
export function isReadable(kind: string, value: unknown): boolean {
  if (!isObject(value) || Object.hasOwn(value, 'v') === Object.hasOwn(value, 'none')) return false;
  return Object.hasOwn(value, 'none') ? NONES.includes(value.none) : CHECKS.get(kind)?.(value.v) === true;
}

const KINDS = new WeakMap<Bundle, Map<string, string>>();

/** `{item: type}` of a protocol, read once. */
function kindsOf(bundle: Bundle): Map<string, string> {
  const items = () => bundle.protocol.stages.flatMap(({ steps }) => steps.flatMap((step) => step.items));
  const found = KINDS.get(bundle) ?? new Map(items().map(({ id, type }) => [id, type as string]));
  KINDS.set(bundle, found);
  return found;
}

/** Whether every head can be one of an item of this type; never, of an item nobody knows. */
function areReadable(kind: string | undefined, heads: readonly unknown[]): boolean {
  if (kind === undefined) return false;
  for (let i = 0; i < heads.length; i++) if (!isReadable(kind, heads[i])) return false;
  return true;
}

/** The answers with *not known* in place of every value that its item's type does not allow; unknown items are left out. */
export function readableValues(bundle: Bundle, answers: Answers): Answers {
  const kinds = kindsOf(bundle), found: Record<string, readonly Value[]> = {};
  if (Object.keys(answers).every((name) => areReadable(kinds.get(name), answers[name]))) return answers;
  for (const [name, heads] of Object.entries(answers)) {
    const kind = kinds.get(name);
    if (kind === undefined) continue;
    found[name] = areReadable(kind, heads) ? heads : heads.map((head) => (isReadable(kind, head) ? head : NOT_KNOWN));
  }
  return found;
}
