/**
 * What each type seals, read only where it has the shape of docs/sync-protocol.md section 5: anything else reads as shut
 * and breaks no screen. Mirrors `inspection/domain/contents.py` and, for answers, `is_value` of `bodies.py`.
 */
import type { JsonObject } from './visit';

type Check = (found: unknown) => boolean;

/** 9999-01-01 UTC: the last year that every calendar in use can write. */
export const LAST_INSTANT = 253_370_764_800_000;
const NONES: readonly unknown[] = ['not_asked', 'declined', 'unknown', 'not_applicable', 'not_exhibited'];
const SOURCES: readonly unknown[] = ['document', 'child', 'adult', 'employer', 'observation', 'estimate', 'office'];
const VALUE_FIELDS: readonly string[] = ['v', 'none', 'src', 'verified'];

const text: Check = (found) => typeof found === 'string';
const flag: Check = (found) => typeof found === 'boolean';
const integer: Check = Number.isInteger;
const instant: Check = (found) => Number.isInteger(found) && (found as number) >= 0 && (found as number) <= LAST_INSTANT;
const matches = (pattern: RegExp): Check => (found) => typeof found === 'string' && pattern.test(found);
const entity = matches(/^(visit|(minor|person|row|photo):[0-9a-f]{32})$/);
/** What a photo shows: an entity, or the question it answers. */
const place = matches(/^(visit|(minor|person|row|photo):[0-9a-f]{32})(\/[a-z0-9_]{1,64})?$/);
const code = matches(/^[a-z0-9_]{1,64}$/);
const hash = matches(/^[0-9a-f]{64}$/);
const source: Check = (found) => SOURCES.includes(found);
const strokes: Check = (found) => Array.isArray(found) && found.every((stroke) => Array.isArray(stroke) && stroke.every(integer));

/** By type: its fields; a name that ends in `?` may be absent or null. */
const CONTENTS = new Map<string, Record<string, Check>>([
  ['action_taken', { duty: code, at: instant, 'channel?': text, 'folio?': text, 'note?': text, 'pending?': flag }],
  ['determination_confirmed', { result: isObject, agrees: flag, classification: text, 'reason?': text }],
  ['photo_added', { sha256: hash, mime: text, about: place, 'caption?': text, taken_at: instant, width: integer, height: integer, 'kind?': code, 'covered?': flag }],
  ['signature_given', { 'strokes?': strokes, 'reason?': text, at: instant, name: text, role: text, 'unable?': code, 'read_aloud?': flag, 'thumbprint?': flag, 'by_name?': text, 'by_role?': text }],
  ['minors_joined', { 'reason?': text }], ['minor_split', { 'reason?': text }], ['minor_ruled_adult', { basis: source, reason: text }],
  ['minors_linked', { kin: code }],
  ['visit_suspended', { reason: text, at: instant, 'resumes_on?': text, 'text?': text }], ['visit_resumed', { at: instant }],
  ['acta_closed', { 'text?': text }], ['visit_amended', { text }], ['comment_answered', { text }], ['answer_returned', { text }],
  ['authority_confirmed', { name: text, 'address?': text, source: text, by: text, on: text }],
  ['document_issued', { addressee: text, file: hash, 'confirmed_by?': text, 'confirmed_on?': text, 'confirmed_source?': text }],
  ['document_signed', { file: hash, signer: text, 'certificate?': text, 'signed_at?': text }], ['document_revoked', { reason: text }],
]);

export function isObject(found: unknown): found is JsonObject {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}

/** Whether it names an entity as the protocol writes it. */
export function isEntity(found: string): boolean {
  return entity(found);
}

/** Whether it is an answer: `{v}` or `{none}`, with `src` and `verified` or not. */
export function isValue(found: unknown): found is JsonObject {
  if (!isObject(found) || Object.keys(found).some((name) => !VALUE_FIELDS.includes(name))) return false;
  if (Object.hasOwn(found, 'v') === Object.hasOwn(found, 'none')) return false;
  if (Object.hasOwn(found, 'none') && !NONES.includes(found.none)) return false;
  return (!Object.hasOwn(found, 'src') || SOURCES.includes(found.src)) && (!Object.hasOwn(found, 'verified') || flag(found.verified));
}

/** Whether what an event sealed has the shape of its type; a type unknown here may seal any object. */
export function isSoundContent(type: string, opened: unknown): opened is JsonObject {
  if (!isObject(opened)) return false;
  return Object.entries(CONTENTS.get(type) ?? {}).every(([name, check]) => {
    const found = opened[name.replace('?', '')] ?? null;
    return (found === null && name.endsWith('?')) || check(found);
  });
}
