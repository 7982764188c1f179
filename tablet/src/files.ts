/** Photos and files: named by what only the visit's readers can compute. */
import { fromHex, hex, type Bytes } from './bytes';

/** Hex HMAC-SHA-256(visit secret, SHA-256 of the original bytes): the only name a file has outside the sealed log. */
export async function fileName(visitSecret: Bytes, contentSha256: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', visitSecret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, fromHex(contentSha256))));
}
