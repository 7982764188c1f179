/**
 * Sensitive values are sealed where they are born: AES-256-GCM under a key derived for each event from its subject's secret.
 * Whoever lacks the secret still merges, verifies and hands the event on.
 */
import { base64, concat, fromBase64, fromUtf8, hex, sha256, utf8, type Bytes, type Random } from './bytes';
import { canonicalBytes, canonicalText, NotCanonical } from './canonical';
import type { Json } from './types';

/** Where a sealed value stands: both key and additional data depend on it, so it cannot be moved elsewhere. */
export interface SealPlace { visitId: string; ref: string; path: string }

const NONCE_BYTES = 12;
const imported = new WeakMap<Bytes, Promise<CryptoKey>>();

export function newSecret(random: Random): Bytes {
  return random(32);
}

/** What the subject's first event carries, so that nobody can present another secret later. */
export async function commitment(secret: Bytes): Promise<string> {
  return hex(await sha256(secret));
}

function importSecret(secret: Bytes): Promise<CryptoKey> {
  let key = imported.get(secret);
  if (!key) {
    key = crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    imported.set(secret, key);
  }
  return key;
}

async function sealKey(secret: Bytes, place: SealPlace, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const info = utf8(`resguardo-seal-1|${place.visitId}|${place.ref}`);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, await importSecret(secret), { name: 'AES-GCM', length: 256 }, false, [use]);
}

function additionalData(place: SealPlace): Bytes {
  return utf8(`${place.visitId}|${place.ref}|${place.path}`);
}

/** Seals a value with a nonce of its own; returns base64(nonce, ciphertext, tag). */
export async function seal(secret: Bytes, place: SealPlace, plain: Json, random: Random): Promise<string> {
  const iv = random(NONCE_BYTES);
  const key = await sealKey(secret, place, 'encrypt');
  const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: additionalData(place) }, key, canonicalBytes(plain));
  return base64(concat(iv, new Uint8Array(box)));
}

/** Opens a sealed value. Rejects when secret, place or bytes are not those it was sealed with. */
export async function openSealed(secret: Bytes, place: SealPlace, sealed: string): Promise<Json> {
  const bytes = fromBase64(sealed);
  const key = await sealKey(secret, place, 'decrypt');
  const iv = bytes.subarray(0, NONCE_BYTES);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: additionalData(place) }, key, bytes.subarray(NONCE_BYTES));
  const text = fromUtf8(new Uint8Array(plain));
  const value = JSON.parse(text) as Json;
  // No two readers would agree on anything else: numbers and texts that each language writes in its own way.
  if (canonicalText(value) !== text) throw new NotCanonical('sealed text');
  return value;
}
