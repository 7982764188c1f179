/** Who is here, and how their session opens and ends. What they see and do is in `core.ts`. */
import { countersign } from './calls';
import { Departures } from './departure';
import { recoverDrafts } from './drafts';
import { enrol } from './enrolment';
import { Guard } from './guard';
import type { HeldVisit } from './held';
import type { People, PersonOnTablet } from './people';
import { exportSealed } from './sealed_export';
import { openSession, type Session } from './session';
import { PersonStore } from './store';
import type { Surroundings } from './surroundings';
import { TabletError, type Bundle, type Enrolment, type Me, type Tablet, type TabletPerson } from './types';
import { openVault, passphraseProblem, type Keys } from './vault';

/** After the tablet closes, fields that were being written still have this long to save what they hold. */
const LAST_WORDS_MS = 60;

export class Keeper {
  protected session: Session | null = null;
  private readonly listeners = new Set<() => void>();
  private telling = false;
  protected channel: ReturnType<Surroundings['channel']> | null = null;
  protected known: PersonOnTablet[] = [];
  protected lines: Bundle['directory'] | null = null;
  /** Findings raised from the lock screen that are still on this tablet alone. */
  protected urgentKept = 0;
  private closing = false;
  private locks: ReturnType<Surroundings['channel']> | null = null;
  persistent: boolean | null = null;
  readonly guard: Guard;
  readonly departures: Departures;

  protected constructor(protected readonly people_: People, protected readonly around: Surroundings) {
    this.guard = new Guard({ random: around.random, end: () => this.end(), tell: () => this.tell() });
    this.departures = new Departures(people_, around, {
      session: () => (this.closing ? null : this.session), end: () => this.end(), reread: () => this.readPeople().then(() => this.tell()) });
  }

  protected async readPeople(): Promise<void> {
    [this.known, this.lines] = await Promise.all([this.people_.list(), this.people_.directory(), this.departures.read(), this.readUrgent()]);
  }

  protected async readUrgent(): Promise<void> {
    this.urgentKept = (await this.people_.keptUrgent()).filter(([, { delivered }]) => !delivered).length;
  }

  get status(): Tablet['status'] {
    if (!this.session || this.closing) return this.known.length ? 'locked' : 'new';
    return this.guard.paused ? 'paused' : this.guard.lent ? 'lent' : 'open';
  }

  get people(): TabletPerson[] { return this.known.map(({ userId, displayName }) => ({ userId, displayName })); }
  get me(): Me | null { return this.session?.me ?? null; }

  passphraseProblem(passphrase: string): string | null { return passphraseProblem(passphrase); }

  async enrol(enrolment: Enrolment): Promise<void> {
    await this.end();
    const { store, keys } = await enrol(enrolment, this.people_, this.around);
    await this.readPeople();
    this.persistent = await this.around.persist().catch(() => false);
    await this.begin(store, keys);
    await this.session!.sync.run();
  }

  async unlock(userId: string, passphrase: string): Promise<void> {
    await this.end();
    const store = await PersonStore.open(userId, this.around.random, () => void this.end(), this.databaseOf(userId));
    let keys: Keys;
    try {
      keys = await openVault(store, passphrase);
    } catch (error) {
      store.close();
      throw error;
    }
    await this.begin(store, keys);
    await countersign(this.open, this.people_);
    this.around.persist().then((kept) => { this.persistent = kept; }, () => undefined);
    void this.session!.sync.run();
  }

  /** Locks every tab of this browser. */
  async lock(): Promise<void> {
    this.locks?.tell('lock');
    await this.end();
  }

  protected async end(): Promise<void> {
    const ended = this.session;
    if (!ended || this.closing) return;
    this.closing = true;
    this.tell();
    // The screens are gone by now; what a field still held is saved as it leaves.
    await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
    this.session = null;
    this.closing = false;
    this.guard.ended();
    this.channel?.close();
    this.locks?.close();
    this.tell();
    // What is being written ends well before its store closes.
    await ended.sync.stop();
    await Promise.all([ended.log.settled(), ended.drafts.settled()]);
    ended.store.close();
  }

  private databaseOf(userId: string): string | undefined {
    return this.known.find((person) => person.userId === userId)?.database;
  }

  private async begin(store: PersonStore, keys: Keys): Promise<void> {
    await this.guard.begin(store);
    const session = await openSession(store, keys, this.people_, this.around, {
      changed: (visitIds) => {
        if (visitIds) this.channel?.tell([...visitIds]);
        this.lines = session.pulling.directory ?? this.lines;
        this.tell();
        this.beside(session, this.departures.leaveIfNothingStays(session));
      },
    });
    this.session = session;
    store.keepBallast().catch(() => { store.full = true; });
    this.channel = this.around.channel(`resguardo-${session.me.userId}`, (visitIds) => {
      if (this.session === session) this.beside(session, session.refresh(visitIds as string[]).then(() => this.tell()));
    });
    this.locks = this.around.channel('resguardo-locks', () => void this.end());
    // A draft that cannot become an answer stays a draft: it must not keep the person out.
    await recoverDrafts(session).catch(() => undefined);
    // One after the other: the screen already works while the list fills.
    void (async () => { for (const visitId of session.visits.keys()) if (this.session === session) await this.show(session, visitId); })().catch(() => undefined);
    this.tell();
  }

  /** Work that nobody awaits. The store closes under it when the session ends, which is no failure. */
  private beside(session: Session, work: Promise<void>): void {
    work.catch((error: unknown) => { if (this.session === session) throw error; });
  }

  protected async show(session: Session, visitId: string): Promise<HeldVisit> {
    const known = session.log.now(visitId);
    if (known) return known;
    const held = await session.log.load(visitId);
    this.tell();
    return held;
  }

  protected get open(): Session {
    if (!this.session || this.guard.shut) throw new TabletError('locked', 'La tableta está bloqueada. Ábrala con su frase.');
    return this.session;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Once for all the changes of one turn. */
  protected tell(): void {
    if (this.telling) return;
    this.telling = true;
    queueMicrotask(() => {
      this.telling = false;
      for (const listener of [...this.listeners]) listener();
    });
  }

  async exportSealed(userId: string = this.session?.me.userId ?? this.known[0]?.userId ?? '', database = this.databaseOf(userId)): Promise<Blob> {
    if (this.session?.me.userId === userId && database === this.databaseOf(userId)) return exportSealed(this.session.store);
    const store = await PersonStore.open(userId, this.around.random, undefined, database);
    try {
      return await exportSealed(store);
    } finally {
      store.close();
    }
  }
}
