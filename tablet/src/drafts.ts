/**
 * What is being written and is no answer yet, kept key by key (encrypted like everything) so that a killed app loses at most
 * the last keystroke. A draft becomes an answer when its field is left, after a pause, or when the app opens again.
 */
import { answer } from './commands';
import type { Session } from './session';
import type { PersonStore } from './store';
import type { Json, Value } from './types';

export class Drafts {
  /** The newest state of each field that is not on disk; null takes its record away. */
  private readonly waiting = new Map<string, Value | null>();
  private writing: Promise<void> = Promise.resolve();
  /** How often each field has been kept since the app opened. */
  private readonly times = new Map<string, number>();
  /** Which of those times is on disk, unless it took the record away. */
  private readonly onDisk = new Map<string, number>();

  constructor(private readonly store: PersonStore) {}

  /** Keeps what a field holds now (null: what was saved). Never waits: of several in a row only the last is written. */
  keep(visitId: string, path: string, value: Value | null): void { this.later(`${visitId}|${path}`, value); }

  /** Whether the newest that was kept of a field is on disk: a killed app makes an answer of it when it opens again. */
  isKept(visitId: string, path: string): boolean {
    const key = `${visitId}|${path}`;
    const at = this.onDisk.get(key);
    return at !== undefined && at === this.times.get(key);
  }

  /** Called before an answer of the field is saved; what it returns, once it is: what was written meanwhile stays a draft. */
  saving(visitId: string, path: string): () => void {
    const key = `${visitId}|${path}`;
    const before = this.times.get(key);
    return () => { if (this.times.get(key) === before) this.later(key, null); };
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> { await this.writing; }

  private later(key: string, value: Value | null): void {
    const idle = this.waiting.size === 0;
    this.times.set(key, (this.times.get(key) ?? 0) + 1);
    this.waiting.set(key, value);
    // What cannot be kept as a draft is still on the screen and becomes an answer in its time.
    if (idle) this.writing = this.writing.then(() => this.write()).catch(() => undefined);
  }

  private async write(): Promise<void> {
    while (this.waiting.size) {
      const now = [...this.waiting];
      const times = new Map(this.times);
      const writes = await Promise.all(now.map(([key, value]) => (
        value === null ? { store: 'drafts' as const, key, box: null } : this.store.put('drafts', key, value as unknown as Json))));
      // One that finds no room is let go of, or no later one would ever be written.
      const kept = await this.store.write(writes).then(() => true, () => false);
      for (const [key, value] of now) {
        if (kept && value !== null) this.onDisk.set(key, times.get(key)!);
        if (this.waiting.get(key) === value) this.waiting.delete(key);
      }
    }
  }
}

/** Makes answers of the drafts that a killed app left behind. */
export async function recoverDrafts({ store, log, bundles }: Session): Promise<void> {
  for (const [key, value] of await store.all<Value>('drafts')) {
    const [visitId, path] = [key.slice(0, key.indexOf('|')), key.slice(key.indexOf('|') + 1)];
    const held = await log.load(visitId);
    if (!held.visit || (held.visit.closure && !held.visit.answers[path])) continue;
    const bundle = bundles.get(held.visit.bundleHash) ?? null;
    try {
      await log.append(visitId, (now) => answer(now, bundle, path, value));
    } catch {
      continue; // It waits, and holds up no other.
    }
    await store.write([{ store: 'drafts', key, box: null }]);
  }
}
