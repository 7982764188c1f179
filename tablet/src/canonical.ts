/**
 * Canonical JSON: RFC 8785 restricted to ASCII keys, NFC text without lone surrogates, and integers below 2^53.
 *
 * Hashes and signatures are over these bytes, so anything two languages could write in two ways is refused.
 */
import { utf8, type Bytes } from './bytes';
import type { Json } from './types';

export class NotCanonical extends Error {}

const ASCII = /^[\x00-\x7f]*$/;
const MAX_DEPTH = 32;

function text(value: string): string {
  if (!ASCII.test(value)) {
    if (!value.isWellFormed()) throw new NotCanonical('lone surrogate');
    if (value.normalize('NFC') !== value) throw new NotCanonical('text is not NFC');
  }
  return JSON.stringify(value);
}

function number(value: number): string {
  if (!Number.isSafeInteger(value)) throw new NotCanonical(`not an integer: ${value}`);
  return String(value);
}

function object(value: { [key: string]: unknown }, depth: number): string {
  const keys = Object.keys(value).sort();
  return '{' + keys.map((key) => {
    if (!ASCII.test(key)) throw new NotCanonical('key is not ASCII');
    return JSON.stringify(key) + ':' + canonicalText(value[key], depth + 1);
  }).join(',') + '}';
}

/** The canonical text of a JSON value. Throws NotCanonical for anything outside the restricted form. */
export function canonicalText(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) throw new NotCanonical('nested too deep');
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean': return value ? 'true' : 'false';
    case 'number': return number(value);
    case 'string': return text(value);
    case 'object':
      if (Array.isArray(value)) return '[' + value.map((inner) => canonicalText(inner, depth + 1)).join(',') + ']';
      return object(value as { [key: string]: unknown }, depth);
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
