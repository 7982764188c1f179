/** A person erased by order: what this tablet holds of them is destroyed. Their events stay as ciphertext, and every chain holds. */
import type { WireEvent } from './events';
import type { PersonStore, Write } from './store';

interface ErasedFile { name?: unknown }

/** The writes that destroy the secrets and photos that these events of the server name. */
export async function erasureWrites(store: PersonStore, events: WireEvent[]): Promise<Write[]> {
  const writes: Write[] = [];
  for (const { visit_id: visitId, body } of events) {
    writes.push(await store.put('secrets', `${visitId}|${String(body.subject)}`, { secret: null, sent: true }));
    for (const name of namesIn(body.files)) {
      writes.push({ store: 'files', key: `${visitId}|${name}`, box: null });
      for (const key of await store.keys('pieces', `${visitId}|${name}|`)) writes.push({ store: 'pieces', key, box: null });
    }
  }
  return writes;
}

/** The names of the files that an erasure destroys. */
export function namesIn(files: unknown): string[] {
  return Array.isArray(files) ? (files as ErasedFile[]).map((file) => file?.name).filter((name) => typeof name === 'string') : [];
}
