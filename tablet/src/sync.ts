/**
 * One round of contact, in this order: urgent packets, text, files, what others wrote, receipts.
 * Rounds start when the app opens, when the browser says there is network, by timer, and by hand. Background Sync is not used:
 * it drops by age and re-orders.
 */
import { fromBase64, type Bytes } from './bytes';
import { deliver, deliverKept } from './calls';
import { Blocked, blocked, type Contact, type Signer } from './contact';
import type { Files } from './files';
import type { Log } from './log';
import type { Outbox, Outcome } from './outbox';
import type { People } from './people';
import type { Pulling } from './pulling';
import { compared, type Receipts } from './receipts';
import type { Reconciling } from './reconciling';
import type { PersonStore, Write } from './store';
import type { Blocker, SyncPhase, Warning } from './types';
import { warningsOf } from './warnings';

const CALM_MS = 60_000;
const FIRST_RETRY_MS = 3_000;
const LONGEST_RETRY_MS = 300_000;

/** Everything one person's sync works with. */
export interface Parts {
  store: PersonStore; people: People; log: Log; contact: Contact; outbox: Outbox; files: Files; pulling: Pulling; receipts: Receipts; reconciling: Reconciling;
  signer: Signer;
}

export interface SyncHooks {
  /** Something readable changed. */
  changed(visitIds?: Iterable<string>): void;
  /** Runs `work` unless another tab of this person is already in a round. */
  exclusively(work: () => Promise<void>): Promise<void>;
  /** From 0 to 1, for jitter: a hundred tablets must not call at once. */
  chance(): number;
}

export class Sync {
  phase: SyncPhase = 'idle';
  blocker: Blocker | null = null;
  offsetMs: number | null = null;
  /** Packets of this person not delivered yet, by urgent id. */
  readonly urgent = new Map<string, Bytes>();
  private running: Promise<void> | null = null;
  private again = false;
  private failures = 0;
  private askedToWaitMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private urgentTimer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private epochMoved = false;

  constructor(private readonly parts: Parts, private readonly hooks: SyncHooks, private epoch: string | null) {}

  async load(): Promise<void> {
    for (const [id, packet] of await this.parts.store.all<string>('urgent')) this.urgent.set(id, fromBase64(packet));
    await this.parts.outbox.load();
  }

  /** Called for every answer: a new epoch means that the server was restored and may have lost what it had acknowledged. */
  heard(epoch: string | null, offsetMs: number | null): void {
    if (offsetMs !== null) this.offsetMs = offsetMs;
    if (epoch !== null && this.epoch !== null && epoch !== this.epoch) this.epochMoved = true;
    if (epoch !== null) this.epoch = epoch;
  }

  /** Soon, but not for each of several saves in a row. */
  soon(delayMs = 1_500): void {
    if (this.stopped || this.failures > 0) return;
    this.schedule(delayMs);
  }

  /** Ends for good; resolves when a round under way has let go of the store. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.urgentTimer);
    this.parts.contact.end();
    await this.running;
  }

  /** Runs a round now; when one is running, one more follows it. Never rejects for lack of contact: see `blocker`. */
  run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.rounds().finally(() => { this.running = null; });
    return this.running;
  }

  private async rounds(): Promise<void> {
    clearTimeout(this.timer);
    do {
      this.again = false;
      await this.hooks.exclusively(() => this.guarded());
    } while (this.again && !this.stopped && !this.blocker);
    const asked = Math.max(this.askedToWaitMs, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures));
    // Never sooner than the server asked; jitter only adds then.
    const retry = asked * (this.askedToWaitMs ? 1 + this.hooks.chance() / 4 : 0.5 + this.hooks.chance());
    this.schedule(this.blocker ? retry : CALM_MS * (0.75 + this.hooks.chance() / 2));
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), delayMs);
  }

  private async guarded(): Promise<void> {
    try {
      await this.round();
      this.failures = 0;
      this.askedToWaitMs = 0;
      this.blocker = null;
      this.enter('idle');
    } catch (error) {
      if (this.stopped) return;
      this.failures++;
      this.askedToWaitMs = error instanceof Blocked ? error.waitMs : 0;
      this.blocker = blockerOf(error);
      this.enter('waiting');
    }
  }

  private enter(phase: SyncPhase): void {
    this.phase = phase;
    this.hooks.changed();
  }

  private async round(): Promise<void> {
    const { pulling, outbox, contact } = this.parts;
    this.enter('urgent');
    await this.sendUrgent();
    // A restored server must be known before anything is sent to it: see `offerOthers`.
    await contact.send('GET', '/health', undefined);
    await this.followEpoch();
    this.enter('events');
    // Who was shut out may hand in their own work alone: refused there, the round goes on to it.
    await this.offerOthers().catch(unlessShutOut);
    const touched = new Set<string>();
    for (const visitId of pulling.visits.keys()) {
      if (await outbox.drain(visitId, this.offsetMs, () => this.hooks.changed([visitId]))) touched.add(visitId);
      // Restored while we spoke: what was just sent may have come before its visit. The next round offers everything in order.
      if (this.epochMoved) throw blocked('server_restored');
    }
    this.enter('pulling');
    try {
      for (const visitId of await pulling.pull((changed) => this.hooks.changed(changed))) touched.add(visitId);
    } catch (error) {
      // Nothing more comes in, and what was photographed still goes out before it is wiped.
      if (isShutOut(error)) await this.sendFiles(touched);
      throw error;
    }
    await this.sendFiles(touched);
    this.enter('receipts');
    await this.fetchReceipts(touched);
    await this.reconcile();
    await this.letGo();
    if (this.epochMoved) this.again = true;
  }

  private async sendFiles(touched: Set<string>): Promise<void> {
    const { files, contact, signer } = this.parts;
    this.enter('files');
    for (const file of files.pending()) {
      await files.send(file, contact, signer);
      touched.add(file.visitId);
      this.hooks.changed([file.visitId]);
    }
  }

  /** Compares sets and repairs what differs; what is then mine to send goes in the next round. */
  private async reconcile(): Promise<void> {
    const { reconciling, pulling, log, receipts, signer } = this.parts;
    for (const { visitId, granted } of pulling.visits.values()) {
      const stream = granted ? receipts.known.get(visitId)?.vector[signer.incarnation] : undefined;
      // The server holds more of mine than I do: this tablet was put back from a copy, or has a twin.
      if (stream && stream.last > ((await log.load(visitId)).visit?.vector[signer.incarnation]?.last ?? 0)) reconciling.wanted = true;
    }
    const changed = await reconciling.runWhenDue();
    if (!changed.size && !reconciling.last?.offered) return;
    this.hooks.changed(changed);
    for (const visitId of pulling.visits.keys()) if ((await log.load(visitId)).waiting > 0) this.again = true;
    await this.fetchReceipts(changed);
  }

  apart(visitId: string): Outcome[] { return this.parts.outbox.apart.get(visitId) ?? []; }

  get comparedAt(): number | null { return this.parts.reconciling.last?.at ?? null; }

  get warnings(): Warning[] {
    const { outbox, reconciling } = this.parts;
    return warningsOf({ offsetMs: this.offsetMs, forked: outbox.forked, unequal: reconciling.last?.unequal.length ?? 0 });
  }

  /** Compares everything with the server by hand. */
  compareNow(): Promise<void> {
    this.parts.reconciling.wanted = true;
    return this.run();
  }

  /** Sends urgent packets at once, beside whatever a round is doing; the next round repeats what fails. Repeating is harmless. */
  async urgentNow(): Promise<void> {
    try {
      await this.sendUrgent();
    } catch {
      this.soon(0);
      // A round that waits for a dead line keeps no call waiting: it is tried again beside it.
      clearTimeout(this.urgentTimer);
      if (this.running && !this.stopped) this.urgentTimer = setTimeout(() => void this.urgentNow(), FIRST_RETRY_MS);
    }
  }

  private async sendUrgent(): Promise<void> {
    const { people, store, contact } = this.parts;
    for (const [id, packet] of [...this.urgent]) {
      if (!await deliver(contact, packet)) continue;
      await store.write([{ store: 'urgent', key: id, box: null }], { strict: true });
      this.urgent.delete(id);
      this.hooks.changed();
    }
    await deliverKept(people, contact);
  }

  private async fetchReceipts(touched: Set<string>): Promise<void> {
    const { pulling, receipts, log, files, signer } = this.parts;
    for (const { visitId, granted } of pulling.visits.values()) {
      if (!granted) continue;
      const known = receipts.known.get(visitId);
      const held = await log.load(visitId);
      const names = [...files.known.values()].filter((file) => file.visitId === visitId).map(({ name }) => name);
      if (!touched.has(visitId) && known && compared(known, held, signer.incarnation, names).matches) continue;
      await receipts.fetch(visitId);
      this.hooks.changed([visitId]);
    }
  }

  /** A restored server: what it acknowledged before counts no longer, and everything is offered again. */
  private async followEpoch(): Promise<void> {
    const { store, log, pulling, files, receipts } = this.parts;
    const known = await store.get<string>('meta', 'epoch');
    if (this.epoch === null || known === this.epoch) return;
    if (known !== undefined) {
      for (const visitId of pulling.visits.keys()) await log.offerAgain(visitId);
      // Remembered on disk: offering what others wrote may take more than one contact.
      await store.write([await store.put('meta', 'offer_others', [...pulling.visits.keys()])]);
      await files.offerAgain();
      await receipts.forget();
    }
    await store.write([await store.put('meta', 'epoch', this.epoch)]);
    this.epochMoved = false;
    this.hooks.changed(pulling.visits.keys());
  }

  /**
   * Others' events before mine, the server's own among them: a visit opened or granted after the backup is known to the
   * server again only through them, and mine would be set apart without it.
   */
  private async offerOthers(): Promise<void> {
    const { store, outbox } = this.parts;
    let waiting = (await store.get<string[]>('meta', 'offer_others')) ?? [];
    for (const visitId of waiting) {
      if (await outbox.isMine(visitId)) await outbox.drain(visitId, this.offsetMs, () => this.hooks.changed([visitId]));
      await outbox.offerOthers(visitId);
      waiting = waiting.filter((other) => other !== visitId);
      await store.write([await store.put('meta', 'offer_others', waiting)]);
    }
  }

  /**
   * A visit no longer of this person: once everything of theirs has been taken over, what opens it leaves the tablet.
   * The ciphertext stays, so that the stream goes on should the visit come back.
   */
  private async letGo(): Promise<void> {
    const { store, pulling, log, files } = this.parts;
    for (const { visitId, granted } of pulling.visits.values()) {
      const keys = granted ? [] : await store.keys('secrets', `${visitId}|`);
      if (!keys.length) continue;
      const held = await log.load(visitId);
      if (held.acknowledged < held.mine.length || files.pending(visitId).length) continue;
      // A word being written when it was taken away is sealed with these.
      if ((await store.keys('drafts', `${visitId}|`)).length) continue;
      await store.write([...keys.map((key): Write => ({ store: 'secrets', key, box: null })), ...await files.forget(visitId)], { strict: true });
      log.forget(visitId);
      this.hooks.changed([visitId]);
    }
  }
}

function isShutOut(error: unknown): boolean { return error instanceof Blocked && error.blocker.code === 'revoked'; }

function unlessShutOut(error: unknown): void { if (!isShutOut(error)) throw error; }

function blockerOf(error: unknown): Blocker {
  if (error instanceof Blocked) return error.blocker;
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return blocked('storage_full').blocker;
  // An accident of ours must not look like silence; the next round tries again.
  console.error(error);
  return blocked('rejected').blocker;
}
