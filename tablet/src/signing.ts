/** Signatures: ECDSA P-256 over SHA-256, raw r and s. Each kind of message has a prefix of its own. */
import { base64, concat, fromBase64, hex, sha256, utf8, type Bytes } from './bytes';
import { canonicalBytes } from './canonical';
import type { Json } from './types';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

export function linkMessage(link: Bytes): Bytes {
  return concat(utf8('resguardo-link-1'), link);
}

export function receiptMessage(receipt: Json): Bytes {
  return concat(utf8('resguardo-receipt-1'), canonicalBytes(receipt));
}

/** What a request's signature covers: method, path with query, hash of the body as sent, and a nonce used once. */
export async function requestMessage(method: string, pathWithQuery: string, body: Bytes, nonce: string): Promise<Bytes> {
  return utf8(`resguardo-request-1\n${method}\n${pathWithQuery}\n${hex(await sha256(body))}\n${nonce}`);
}

export async function sign(privateKey: CryptoKey, message: Bytes): Promise<string> {
  return base64(new Uint8Array(await crypto.subtle.sign(ECDSA, privateKey, message)));
}

/** `publicKey` is the uncompressed 65-byte point in base64. False for anything malformed: a wrong signature is data, not an accident. */
export async function verify(publicKey: string, message: Bytes, signature: string): Promise<boolean> {
  try {
    const key = await importPublic(publicKey);
    return await crypto.subtle.verify(ECDSA, key, fromBase64(signature), message);
  } catch {
    return false;
  }
}

const publicKeys = new Map<string, Promise<CryptoKey>>();

function importPublic(point: string): Promise<CryptoKey> {
  let key = publicKeys.get(point);
  if (!key) {
    key = crypto.subtle.importKey('raw', fromBase64(point), CURVE, false, ['verify']);
    publicKeys.set(point, key);
  }
  return key;
}

export async function newSigningKey(): Promise<{ pkcs8: Bytes; publicKey: string }> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return { pkcs8, publicKey: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) };
}

/** The key as used while unlocked: it cannot leave WebCrypto again. */
export function importSigningKey(pkcs8: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', pkcs8, CURVE, false, ['sign']);
}
