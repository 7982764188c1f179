/** One unlocked person: their store, log, bundles and sync, joined. Ends when the tablet is locked. */
import { blocked, Contact } from './contact';
import type { Author } from './visit';
import { Drafts } from './drafts';
import type { WireRecord } from './events';
import { Files } from './files';
import { Log } from './log';
import { Outbox } from './outbox';
import type { People } from './people';
import { Pulling, type Certificate, type VisitEntry } from './pulling';
import { Receipts } from './receipts';
import { Reconciling } from './reconciling';
import type { PersonStore } from './store';
import type { Surroundings } from './surroundings';
import { Sync } from './sync';
import type { Bundle, Me } from './types';
import type { Keys } from './vault';

/** What enrolment fixed, at rest under 'meta' / 'me'. The server's key is pinned here. */
export interface Enrolled extends Me { serverDevice: string; serverKey: string; authorityKey: string }

export interface Session {
  me: Enrolled;
  keys: Keys;
  store: PersonStore;
  log: Log;
  files: Files;
  receipts: Receipts;
  drafts: Drafts;
  pulling: Pulling;
  sync: Sync;
  visits: Map<string, VisitEntry>;
  bundles: Map<string, Bundle>;
  lastContactAt: number | null;
  /** The latest instant heard from the server, by its own clock. */
  heardMs: number | null;
  /** Reads again what another tab has changed. */
  refresh(visitIds: string[]): Promise<void>;
}

export interface SessionHooks {
  /** Something readable changed here; other tabs are told when visits are named. */
  changed(visitIds?: Iterable<string>): void;
}

export async function openSession(store: PersonStore, keys: Keys, people: People, around: Surroundings, hooks: SessionHooks): Promise<Session> {
  const me = await store.get<Enrolled>('meta', 'me');
  if (!me) throw blocked('not_recognised');
  const session = { me, keys, store, lastContactAt: (await store.get<number>('meta', 'contact')) ?? null, heardMs: await heardBefore(store) } as Session;
  const certificates = new Map(await store.all<Certificate>('certificates'));
  const authors = new Map<string, Author>([...certificates.values()].map((one) => [one.incarnation, { userId: one.user_id, name: one.name }]));
  authors.set(me.incarnation, { userId: me.userId, name: me.name });
  session.bundles = new Map(await store.all<Bundle>('bundles'));
  session.visits = new Map(await store.all<VisitEntry>('visits'));
  session.log = new Log(store, { ...me, signingKey: keys.signingKey }, { authors, serverDevice: me.serverDevice, me: me.incarnation },
    around.clock, around.random, (work) => around.alone(`resguardo-writer-${me.userId}`, work));
  session.files = new Files(store);
  session.drafts = new Drafts(store);
  await session.files.load();
  await joinSync(session, people, around, hooks, certificates, authors);
  session.refresh = (visitIds) => refresh(session, visitIds);
  return session;
}

/** At least the moment of enrolment, which the server signed. */
async function heardBefore(store: PersonStore): Promise<number | null> {
  const [heard, certificate] = await Promise.all([store.get<number | null>('meta', 'heard'), store.get<WireRecord>('meta', 'certificate')]);
  return heard ?? certificate?.event.recorded_at ?? null;
}

async function joinSync(
  session: Session, people: People, around: Surroundings, hooks: SessionHooks, certificates: Map<string, Certificate>, authors: Map<string, Author>,
): Promise<void> {
  const { me, store, log, files, keys } = session;
  const signer = { incarnation: me.incarnation, deviceId: me.deviceId, signingKey: keys.signingKey };
  const contact = new Contact(around.fetcher, around.origin, around.clock, around.random, ({ epoch, offsetMs }) => {
    session.lastContactAt = around.clock.now();
    if (offsetMs !== null) session.heardMs = Math.max(session.heardMs ?? 0, session.lastContactAt + offsetMs);
    session.sync.heard(epoch, offsetMs);
  });
  session.receipts = new Receipts(store, contact, signer, me.serverKey);
  const outbox = new Outbox(store, log, contact, signer, me.serverDevice, () => around.clock.now());
  const server = { deviceId: me.serverDevice, publicKey: me.serverKey };
  const pulling = new Pulling(store, people, log, contact, signer, server, certificates, authors, session.visits, session.bundles, files, () => around.clock.now());
  await pulling.load();
  const reconciling = new Reconciling(store, log, contact, signer, pulling, outbox, () => around.clock.now());
  await reconciling.load();
  session.pulling = pulling;
  session.sync = new Sync({ store, people, log, contact, outbox, files, pulling, receipts: session.receipts, reconciling, signer }, {
    changed: hooks.changed, chance: around.chance,
    exclusively: (work) => around.ifFree(`resguardo-sync-${me.userId}`, async () => {
      await work();
      if (session.lastContactAt !== null) await store.write([await store.put('meta', 'contact', session.lastContactAt), await store.put('meta', 'heard', session.heardMs)]);
    }),
  }, (await store.get<string>('meta', 'epoch')) ?? null);
  await Promise.all([session.receipts.load(), session.sync.load()]);
}

async function refresh(session: Session, visitIds: string[]): Promise<void> {
  const { store, visits, bundles } = session;
  for (const [id, entry] of await store.all<VisitEntry>('visits')) visits.set(id, entry);
  for (const hash of await store.keys('bundles', '')) {
    if (!bundles.has(hash)) bundles.set(hash, (await store.get<Bundle>('bundles', hash))!);
  }
  await session.pulling.load();
  session.lastContactAt = (await store.get<number>('meta', 'contact')) ?? session.lastContactAt;
  await Promise.all([session.files.load(), session.receipts.load(), session.sync.load()]);
  for (const visitId of visitIds) await session.log.refresh(visitId);
}
