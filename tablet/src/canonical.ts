/**
 * Canonical JSON: RFC 8785 restricted to ASCII keys, NFC text without lone surrogates, and integers below 2^53.
 *
 * Hashes and signatures are over these bytes, so anything two languages could write in two ways is refused.
 */
import { utf8, type Bytes } from './bytes';
import type { Json } from './types';

export class NotCanonical extends Error {}

const PLAIN = /^[\x20-\x7e]*$/;

function text(value: string): string {
  if (!PLAIN.test(value)) {
    if (!value.isWellFormed()) throw new NotCanonical('lone surrogate');
    if (value.normalize('NFC') !== value) throw new NotCanonical('text is not NFC');
  }
  return JSON.stringify(value);
}

function number(value: number): string {
  // -0 would be written "0" here and "-0" elsewhere.
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical(`not an integer: ${value}`);
  return String(value);
}

function object(value: { [key: string]: unknown }): string {
  const keys = Object.keys(value).sort();
  return '{' + keys.map((key) => {
    if (!PLAIN.test(key)) throw new NotCanonical('key is not ASCII');
    return JSON.stringify(key) + ':' + canonicalText(value[key]);
  }).join(',') + '}';
}

/** The canonical text of a JSON value. Throws NotCanonical for anything outside the restricted form. */
export function canonicalText(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean': return value ? 'true' : 'false';
    case 'number': return number(value);
    case 'string': return text(value);
    case 'object': return Array.isArray(value) ? '[' + value.map(canonicalText).join(',') + ']' : object(value as { [key: string]: unknown });
    default: throw new NotCanonical(`no JSON: ${typeof value}`);
  }
}

export function canonicalBytes(value: unknown): Bytes {
  return utf8(canonicalText(value));
}

/**
 * Text from keyboards and files made fit for an event: NFC, no lone surrogates, undefined members left out.
 * Called once where input enters, never while verifying.
 */
export function normalised(value: unknown): Json {
  if (typeof value === 'string') return value.toWellFormed().normalize('NFC');
  if (Array.isArray(value)) return value.map(normalised);
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, normalised(member)]));
  }
  return value as Json;
}
