/**
 * The one door to keys. A random data key encrypts everything at rest; it is wrapped under the passphrase, and once to the
 * authority's public key, so that a forgotten passphrase costs time and not evidence. No CryptoKey is ever stored:
 * Chromium writes it to disk in clear.
 */
import { base64, fromBase64, utf8, type Bytes, type Random } from './bytes';
import { importSigningKey } from './signing';
import type { PersonStore } from './store';
import { TabletError } from './types';

const ROUNDS = 600_000;
const MIN_WORDS = 4;
const MIN_CHARACTERS = 12;

/** The wrapped data key, in clear at rest. All texts are base64. */
interface Wrap { version: 1; rounds: number; salt: string; iv: string; wrapped: string; for_authority: string }

export interface Keys { dataKey: CryptoKey; signingKey: CryptoKey }

/** Why a passphrase will not do, in words for the person who typed it; null when it will. */
export function passphraseProblem(passphrase: string): string | null {
  const clean = passphrase.normalize('NFC').trim();
  const words = clean.split(/\s+/).filter(Boolean);
  if (new Set(clean).size < 5 && clean.length > 0) return 'La frase repite los mismos caracteres. Elija cuatro palabras sin relación entre sí.';
  if (words.length >= MIN_WORDS || clean.length >= MIN_CHARACTERS) return null;
  return `La frase es corta: tiene ${words.length} ${words.length === 1 ? 'palabra' : 'palabras'} y ${clean.length} caracteres. Use al menos ${MIN_WORDS} palabras o ${MIN_CHARACTERS} caracteres.`;
}

async function passphraseKey(passphrase: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8(passphrase.normalize('NFC').trim()), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function about(userId: string): Bytes {
  return utf8(`resguardo-vault-1|${userId}`);
}

function importDataKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/**
 * Makes the vault of a new person: writes the wraps and the encrypted signing key, and leaves the store unlocked.
 *
 * @param authorityKey RSA public key, SPKI DER in base64.
 * @param furnish Writes what else a complete store holds, once it is unlocked.
 */
export async function createVault(
  store: PersonStore, passphrase: string, authorityKey: string, pkcs8: Bytes, random: Random, furnish: () => Promise<void> = async () => undefined,
): Promise<Keys> {
  const problem = passphraseProblem(passphrase);
  if (problem) throw new TabletError('weak_passphrase', problem);
  const raw = random(32);
  const wrap = await wrapped(raw, store.userId, passphrase, authorityKey, random);
  const dataKey = await importDataKey(raw);
  raw.fill(0);
  store.unlockWith(dataKey);
  await store.write([await store.putBytes('vault', 'signing', pkcs8)], { strict: true });
  const signingKey = await importSigningKey(pkcs8);
  pkcs8.fill(0);
  await furnish();
  // Last: a store with a wrap is a complete one.
  await store.saveWrap(wrap);
  return { dataKey, signingKey };
}

async function wrapped(raw: Bytes, userId: string, passphrase: string, authorityKey: string, random: Random): Promise<Wrap> {
  const [salt, iv] = [random(16), random(12)];
  const key = await passphraseKey(passphrase, salt, ROUNDS);
  const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: about(userId) }, key, raw);
  const authority = await crypto.subtle.importKey('spki', fromBase64(authorityKey), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
  const forAuthority = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, authority, raw);
  return {
    version: 1, rounds: ROUNDS, salt: base64(salt), iv: base64(iv),
    wrapped: base64(new Uint8Array(box)), for_authority: base64(new Uint8Array(forAuthority)),
  };
}

/** Whether an enrolment ever finished in this store. */
export async function hasVault(store: PersonStore): Promise<boolean> {
  return (await store.wrap()) !== undefined;
}

/** Opens the vault and unlocks the store. Throws `wrong_passphrase`; nothing counts or erases attempts: the rounds slow them. */
export async function openVault(store: PersonStore, passphrase: string): Promise<Keys> {
  const wrap = (await store.wrap()) as Wrap | undefined;
  if (!wrap) throw new TabletError('not_enrolled', 'Esta persona no tiene un espacio en esta tableta.');
  const key = await passphraseKey(passphrase, fromBase64(wrap.salt), wrap.rounds);
  let raw: Bytes;
  try {
    raw = new Uint8Array(await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64(wrap.iv), additionalData: about(store.userId) }, key, fromBase64(wrap.wrapped)));
  } catch {
    throw new TabletError('wrong_passphrase', 'La frase no es la de esta persona. Revise mayúsculas, acentos y espacios.');
  }
  const dataKey = await importDataKey(raw);
  raw.fill(0);
  store.unlockWith(dataKey);
  const pkcs8 = await store.getBytes('vault', 'signing');
  if (!pkcs8) throw new TabletError('vault_broken', 'Falta la llave de firma de este espacio. Exporte el trabajo sellado y pida ayuda.');
  const signingKey = await importSigningKey(pkcs8);
  pkcs8.fill(0);
  return { dataKey, signingKey };
}

/** The data key as only the authority can read it: heads a sealed export. */
export async function wrapForAuthority(store: PersonStore): Promise<string> {
  return ((await store.wrap()) as Wrap | undefined)?.for_authority ?? '';
}
