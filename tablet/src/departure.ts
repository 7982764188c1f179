/** How a person's store leaves this tablet: only when the authority holds what is in it, or when it left as a sealed file. */
import type { Random } from './bytes';
import { recoverDrafts } from './drafts';
import type { Farewell, People, PersonOnTablet, SetAside } from './people';
import type { Session } from './session';
import { databaseName, PersonStore, removeDatabase } from './store';
import type { Surroundings } from './surroundings';
import { TabletError } from './types';

/** The verdict on what came of a tablet after it was shut out. */
const SHUT_OUT = 'revoked_device';

/** What of a set-aside store the authority is known to hold. Told by keys alone: its contents cannot be read here. */
export interface AsideState { database: string; since: number; events: number; held: number; files: number; filesHeld: number }

/** Compares a set-aside store with what the same person has received since: a pull brings the events of one's earlier identity. */
export async function asideState(aside: SetAside, session: Session, random: Random): Promise<AsideState> {
  const old = await PersonStore.open(session.me.userId, random, undefined, aside.database);
  try {
    const [written, received, files] = await Promise.all([old.keys('events', ''), session.store.keys('events', ''), old.keys('files', '')]);
    const mine = written.filter((key) => key.split('|')[1] === aside.incarnation);
    const known = new Set(received);
    const heldFiles = new Set([...session.receipts.known].flatMap(([visitId, receipt]) => receipt.files.map((name) => `${visitId}|${name}`)));
    return {
      database: aside.database, since: aside.since, events: mine.length, held: mine.filter((key) => known.has(key)).length,
      files: files.length, filesHeld: files.filter((key) => heldFiles.has(key)).length,
    };
  } finally {
    old.close();
  }
}

/** Whether taking the store away loses nothing. */
export function isHeld(state: AsideState): boolean {
  return state.held >= state.events && state.filesHeld >= state.files;
}

/** Own events, files and urgent packets that the authority has not acknowledged. Reads every visit: slow, and exact. */
async function unsentOf(session: Session): Promise<number> {
  const waiting = await Promise.all([...session.visits.keys()].map(async (visitId) => (await session.log.load(visitId)).waiting));
  return waiting.reduce((sum, n) => sum + n, 0) + session.files.pending().length + session.sync.urgent.size;
}

export interface DepartureHooks {
  session(): Session | null;
  /** Ends the open session. */
  end(): Promise<void>;
  /** The people here have changed: read again, and told. */
  reread(): Promise<void>;
}

export class Departures {
  /** People whose store was taken off and who have not been told yet. */
  farewells: Farewell[] = [];

  constructor(private readonly people: People, private readonly around: Surroundings, private readonly hooks: DepartureHooks) {}

  async read(): Promise<void> { this.farewells = await this.people.farewells(); }

  private get session(): Session {
    const session = this.hooks.session();
    if (!session) throw new TabletError('locked', 'La tableta está bloqueada. Ábrala con su frase.');
    return session;
  }

  private async person(): Promise<PersonOnTablet | undefined> {
    const { userId } = this.session.me;
    return (await this.people.list()).find((person) => person.userId === userId);
  }

  /** Stores of the open person whose passphrase was forgotten, and what the authority holds of each. */
  async asides(): Promise<AsideState[]> {
    const { session } = this;
    return Promise.all(((await this.person())?.aside ?? []).map((aside) => asideState(aside, session, this.around.random)));
  }

  /** Takes a set-aside store off this tablet. */
  async forgetAside(database: string): Promise<void> {
    const person = await this.person();
    if (!person?.aside?.some((one) => one.database === database)) return;
    await removeDatabase(database);
    await this.people.add({ ...person, aside: person.aside.filter((one) => one.database !== database) });
    await this.hooks.reread();
  }

  /** How many own records the authority has not acknowledged. */
  async unsent(): Promise<number> { return unsentOf(this.session); }

  /** Takes the open person and all their stores off this tablet, and leaves word of it. Nothing brings back what was neither sent nor exported. */
  async leave(): Promise<void> {
    const [person, unsent] = await Promise.all([this.person(), this.unsent()]);
    const apart = [...this.session.visits.keys()].flatMap((visitId) => this.session.sync.apart(visitId)).filter(({ code }) => code === SHUT_OUT).length;
    await this.hooks.end();
    if (!person) return;
    await removeDatabase(person.database ?? databaseName(person.userId));
    for (const { database } of person.aside ?? []) await removeDatabase(database);
    await this.people.remove(person.userId);
    await this.people.sayFarewell({ userId: person.userId, displayName: person.displayName, at: this.around.clock.now(), unsent, apart });
    await this.hooks.reread();
  }

  /** A tablet that was shut out and has nothing left to hand in keeps nothing. */
  async leaveIfNothingStays(session: Session): Promise<void> {
    if (session.sync?.blocker?.code !== 'revoked' || this.hooks.session() !== session) return;
    // What was being written is an answer, and goes out too.
    await session.drafts.settled();
    await recoverDrafts(session).catch(() => undefined);
    const stays = await unsentOf(session) > 0 || (await this.person())?.aside?.length;
    if (!stays && this.hooks.session() === session) await this.leave();
  }

  async heard(userId: string): Promise<void> {
    await this.people.forgetFarewell(userId);
    await this.hooks.reread();
  }
}
