/**
 * Everything of one person's store in one file that only the authority's private key opens. It needs no passphrase:
 * a forgotten one costs time, not evidence.
 */
import { base64 } from './bytes';
import type { PersonStore } from './store';
import { wrapForAuthority } from './vault';

/** JSON lines as plain text, which any share sheet, mail or cable takes: first what opens the rest, then each record as it rests, still encrypted. */
export async function exportSealed(store: PersonStore): Promise<Blob> {
  const lines = [JSON.stringify({ format: 'resguardo-sealed-1', user_id: store.userId, data_key: await wrapForAuthority(store) })];
  for (const { store: name, key, box } of await store.boxes()) lines.push(JSON.stringify({ store: name, key, box: base64(box) }));
  return new Blob([lines.join('\n'), '\n'], { type: 'text/plain' });
}
