/**
 * The log of this person on this tablet: one writer, every event hashed, signed and encrypted first, then written together
 * with the new head in one transaction that checks that nobody else wrote in between.
 */
import { base64, fromBase64, hex, type Bytes, type Random } from './bytes';
import { canonicalBytes, normalised, NotCanonical } from './canonical';
import type { Clock } from './clock';
import { contentId, LINK_0, logged, MAX_EVENT_BYTES, nextLink, sealPath, type Body, type Logged, type WireEvent } from './events';
import { erasureWrites } from './erasing';
import { HeldVisit, type Readers } from './held';
import { seal } from './sealing';
import { linkMessage, sign } from './signing';
import type { Judged } from './verification';
import { HeadMoved, type PersonStore, type Write } from './store';
import { TabletError, type Durable, type Json } from './types';

/** An event to be: `sealed` is what to seal under `subject`'s secret. */
export interface Draft { type: string; body: Body; subject?: string; sealed?: Json }

/** What one command writes, all or nothing. */
export interface Composed {
  drafts: Draft[];
  /** Secrets of subjects that these events add. */
  secrets?: { subject: string; secret: Bytes }[];
  /** Records that belong to the same transaction (files, urgent packets). */
  writes?: Write[];
}

/** An event as it rests: `l` link before it, `s` signature of its link or null, `c` its content id in hex, `u` no signature covers it yet, `t` written by a twin under my incarnation. */
export interface Resting { e: WireEvent; l: string; s: string | null; c: string; u?: boolean; t?: boolean }
export interface RestingSecret { secret: string | null; sent: boolean }

export interface Author { deviceId: string; incarnation: string; userId: string; signingKey: CryptoKey }

/** Runs `work` while no other tab of this person writes. */
export type WriterLock = <T>(work: () => Promise<T>) => Promise<T>;

export interface AppendOptions { strict?: boolean; durable?: Durable }

interface HeadAt { seq: number; link: Bytes; box: Bytes | undefined }

const MAX_TRIES = 8;

export function eventKey(event: WireEvent, contentHex: string): string {
  return `${event.visit_id}|${event.incarnation}|${String(event.seq).padStart(10, '0')}|${contentHex}`;
}

export class Log {
  private readonly held = new Map<string, Promise<HeldVisit>>();
  private readonly ready = new Map<string, HeldVisit>();
  private readonly heads = new Map<string, HeadAt>();
  private queue: Promise<unknown> = Promise.resolve();
  /**
   * Whether another tab was seen to write. The head is compared as it is written, so one tab alone need not ask for the tabs'
   * turn, whose answer waits behind the drawing of the next field; where two write, each waits for its turn and none starves.
   */
  private othersWrite = false;

  constructor(
    private readonly store: PersonStore, private readonly author: Author, private readonly readers: Readers,
    private readonly clock: Clock, private readonly random: Random, private readonly alone: WriterLock,
  ) {}

  /** A visit as held in memory, read from disk the first time. */
  load(visitId: string): Promise<HeldVisit> {
    let held = this.held.get(visitId);
    if (!held) {
      const fresh = new HeldVisit(visitId, this.readers);
      held = this.reload(fresh);
      this.held.set(visitId, held);
      // A failed read must not be remembered as the visit.
      held.then(() => this.ready.set(visitId, fresh), () => this.held.delete(visitId));
    }
    return held;
  }

  /** A visit already in memory. */
  now(visitId: string): HeldVisit | undefined { return this.ready.get(visitId); }

  /** Reads again what another tab has written. */
  async refresh(visitId: string): Promise<HeldVisit> {
    const held = await this.load(visitId);
    this.heads.delete(visitId);
    return this.reload(held);
  }

  forget(visitId: string): void {
    this.held.delete(visitId);
    this.ready.delete(visitId);
    this.heads.delete(visitId);
  }

  /** Takes into memory what a pull has just saved. */
  async received(visitId: string, judged: Judged[], secrets: { subject: string; secret: string | null }[]): Promise<void> {
    const held = await this.load(visitId);
    for (const { subject, secret } of secrets) {
      if (held.secrets.get(subject) !== null) held.secrets.set(subject, secret === null ? null : keepSame(held, subject, secret));
    }
    for (const { logged: taken, record, judgement } of judged) {
      const key = eventKey(taken.event, taken.contentId);
      const known = held.keysRead.has(key);
      held.add(taken);
      held.keysRead.add(key);
      // What was proven once stays so, also when it comes again without its signature.
      if (judgement === 'unproven' && !known) held.unproven.set(taken.contentId, record);
      else if (judgement !== 'unproven') held.unproven.delete(taken.contentId);
    }
    for (const { body } of held.erasures) held.erase(String(body.subject));
    await held.read();
  }

  /** Forgets what the server had acknowledged: it was restored from a backup. */
  async offerAgain(visitId: string): Promise<void> {
    const held = await this.load(visitId);
    const secrets = await this.store.all<RestingSecret>('secrets', `${visitId}|`);
    // Also those that a comparison gave back with my event: nobody else may hold them.
    const added = held.added();
    const writes = await Promise.all(secrets.filter(([key]) => added.has(key.slice(visitId.length + 1)))
      .map(([key, { secret }]) => this.store.put('secrets', key, { secret, sent: false })));
    await this.store.write([...writes, { store: 'acks', key: visitId, box: null }]);
    held.acknowledge(0);
    await held.read();
  }

  /**
   * Takes back events of my own incarnation that this tablet does not hold. What continues my chain, or fills a hole in it, is
   * mine: this tablet was put back to an earlier day, and goes on from there. The rest was written by a twin.
   */
  adopt(visitId: string, judged: Judged[]): Promise<void> {
    const turn = this.queue.then(() => this.alone(async () => {
      const held = await this.refresh(visitId);
      const head = await this.headOf(visitId);
      const plan = await chained(held, head, judged, (key) => this.store.get<Resting>('events', key));
      const writes = await Promise.all(judged.map(({ record, logged: { event, contentId: content } }) => this.store.put('events', eventKey(event, content),
        { e: record.event, l: record.link_before, s: record.signature, c: content, ...(plan.mine.has(content) ? {} : { t: true }) } as unknown as Json)));
      if (plan.seq > head.seq) {
        // What the server gave back, it holds: unless something of mine before it still waits, all of it is acknowledged.
        if (held.acknowledged >= head.seq) writes.push(await this.store.put('acks', visitId, { upTo: plan.seq }));
        writes.push(await this.store.put('heads', visitId, { seq: plan.seq, link: base64(plan.link) }));
      }
      await this.store.write(writes, { strict: true, expected: { store: 'heads', key: visitId, box: head.box } });
      await this.refresh(visitId);
    }));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Offers my events again from a number on: the server does not hold them. */
  async offerFrom(visitId: string, seq: number): Promise<void> {
    const held = await this.load(visitId);
    if (held.acknowledged < seq) return;
    await this.store.write([await this.store.put('acks', visitId, { upTo: seq - 1 })]);
    held.acknowledge(seq - 1);
    await held.read();
  }

  private async reload(held: HeldVisit): Promise<HeldVisit> {
    const { visitId } = held;
    const [events, secrets, ack] = await Promise.all([
      this.unread(held), this.store.all<RestingSecret>('secrets', `${visitId}|`),
      this.store.get<{ upTo: number }>('acks', visitId)]);
    const upTo = ack?.upTo ?? 0;
    const gone = secrets.filter(([, { secret }]) => secret === null).map(([key]) => key.slice(visitId.length + 1));
    for (const [key, { secret }] of secrets) if (secret !== null) held.secrets.set(key.slice(visitId.length + 1), keepSame(held, key.slice(visitId.length + 1), secret));
    for (const [key, { e, c, l, s, u, t }] of events) {
      held.keysRead.add(key);
      if (t) held.twins.add(logged(e, c, false).key);
      if (u) held.unproven.set(c, { event: e, link_before: l, signature: s });
      held.add(logged(e, c, e.incarnation === this.author.incarnation && e.seq > upTo));
    }
    held.acknowledge(upTo);
    const ordered = held.erasures.filter(({ body }) => !gone.includes(String(body.subject)));
    if (ordered.length) await this.store.write(await erasureWrites(this.store, ordered), { strict: true });
    for (const subject of [...gone, ...ordered.map(({ body }) => String(body.subject))]) held.erase(subject);
    await held.read();
    return held;
  }

  /** All events of a visit the first time; later only those that another tab has added. */
  private async unread(held: HeldVisit): Promise<[string, Resting][]> {
    const prefix = `${held.visitId}|`;
    if (!held.keysRead.size) return this.store.all<Resting>('events', prefix);
    const missing = (await this.store.keys('events', prefix)).filter((key) => !held.keysRead.has(key));
    const read = await Promise.all(missing.map(async (key) => [key, await this.store.get<Resting>('events', key)] as const));
    return read.filter((one): one is [string, Resting] => one[1] !== undefined);
  }

  /**
   * Appends to my stream of a visit. `compose` sees the visit as it stands at that very moment and is asked again when
   * another tab wrote first. Resolves when saved on disk and folded into the visit.
   */
  append(visitId: string, compose: (held: HeldVisit) => Promise<Composed> | Composed, options: AppendOptions = {}): Promise<Logged[]> {
    const turn = this.queue.then(() => this.appended(visitId, compose, options)).catch((error: unknown) => { throw asTabletError(error); });
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when no save is under way. */
  async settled(): Promise<void> { await this.queue; }

  private async appended(visitId: string, compose: (held: HeldVisit) => Promise<Composed> | Composed, options: AppendOptions): Promise<Logged[]> {
    if (!this.othersWrite) {
      try {
        return await this.tryAppend(visitId, compose, options);
      } catch (error) {
        if (!(error instanceof HeadMoved)) throw error;
        this.othersWrite = true;
        await this.refresh(visitId);
      }
    }
    return this.alone(() => this.appendInTurn(visitId, compose, options));
  }

  /** One attempt. @throws HeadMoved when another tab wrote first; nothing is written then. */
  private async tryAppend(visitId: string, compose: (held: HeldVisit) => Promise<Composed> | Composed, options: AppendOptions): Promise<Logged[]> {
    const held = await this.load(visitId);
    const head = await this.headOf(visitId);
    const composed = await compose(held);
    return composed.drafts.length ? this.save(held, head, composed, options) : [];
  }

  private async appendInTurn(visitId: string, compose: (held: HeldVisit) => Promise<Composed> | Composed, options: AppendOptions): Promise<Logged[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.tryAppend(visitId, compose, options);
      } catch (error) {
        if (!(error instanceof HeadMoved) || tries === MAX_TRIES) throw error;
        await this.refresh(visitId);
      }
    }
  }

  private async save(held: HeldVisit, head: HeadAt, composed: Composed, { strict = false, durable }: AppendOptions): Promise<Logged[]> {
    const { visitId } = held;
    const secretOf = (subject: string): Bytes | null | undefined =>
      composed.secrets?.find((made) => made.subject === subject)?.secret ?? held.secret(subject);
    const resting: Resting[] = [];
    let { link } = head;
    for (const [i, draft] of composed.drafts.entries()) {
      const event = await this.finish(visitId, head.seq + 1 + i, draft, secretOf);
      const content = await contentId(event);
      resting.push({ e: event, l: base64(link), s: null, c: hex(content) });
      link = await nextLink(link, content);
    }
    const [signature, after] = await Promise.all([
      sign(this.author.signingKey, linkMessage(link)), this.store.put('heads', visitId, { seq: head.seq + resting.length, link: base64(link) })]);
    resting.at(-1)!.s = signature;
    const writes = await Promise.all([
      ...resting.map((rest) => this.store.put('events', eventKey(rest.e, rest.c), rest as unknown as Json)),
      ...(composed.secrets ?? []).map(({ subject, secret }) =>
        this.store.put('secrets', `${visitId}|${subject}`, { secret: base64(secret), sent: false }))]);
    await this.store.write([...writes, ...(composed.writes ?? []), after], { strict, expected: { store: 'heads', key: visitId, box: head.box } });
    this.heads.set(visitId, { seq: head.seq + resting.length, link, box: after.box! });
    for (const { subject, secret } of composed.secrets ?? []) held.secrets.set(subject, secret);
    const saved = resting.map(({ e, c }) => logged(e, c, true));
    for (const rest of resting) held.keysRead.add(eventKey(rest.e, rest.c));
    // What was just sealed is known: no need to open it again.
    saved.forEach((one, i) => held.add(one, { plain: composed.drafts[i]!.sealed ?? one.event.body.value ?? null, visible: 'opened' }));
    await durable?.(saved.at(-1)!.event.recorded_at);
    await held.read();
    return saved;
  }

  /** Stamps and seals a draft. */
  private async finish(visitId: string, seq: number, draft: Draft, secretOf: (subject: string) => Bytes | null | undefined): Promise<WireEvent> {
    const ref = `${this.author.incarnation}:${seq}`;
    const body = normalised(draft.body) as Body;
    if (draft.sealed !== undefined) {
      draft.sealed = normalised(draft.sealed);
      const secret = secretOf(draft.subject ?? '');
      if (secret === null) throw new TabletError('erased', 'Los datos de esta persona se borraron por orden de la autoridad: ya no se puede escribir sobre ella.');
      if (!secret) throw new TabletError('no_secret', 'Aún no llega la llave para escribir sobre esta persona. Conecte la tableta e intente de nuevo.');
      body.sealed = await seal(secret, { visitId, ref, path: sealPath({ type: draft.type, body }) }, draft.sealed, this.random);
    }
    const event: WireEvent = {
      v: 1, device_id: this.author.deviceId, incarnation: this.author.incarnation, visit_id: visitId, seq, type: draft.type,
      recorded_at: this.clock.now(), boot: this.clock.boot, mono_ms: this.clock.mono(), body,
    };
    if (canonicalBytes(event).length > MAX_EVENT_BYTES) {
      throw new TabletError('too_long', 'El texto es demasiado largo para guardarlo en una sola respuesta. Divídalo.');
    }
    return event;
  }

  private async headOf(visitId: string): Promise<HeadAt> {
    const known = this.heads.get(visitId);
    if (known) return known;
    const box = await this.store.raw('heads', visitId);
    const stored = box && await this.store.open<{ seq: number; link: string }>('heads', visitId, box);
    const head: HeadAt = stored ? { seq: stored.seq, link: fromBase64(stored.link), box } : { seq: 0, link: LINK_0, box: undefined };
    this.heads.set(visitId, head);
    return head;
  }
}

/** Which of the events given back are of my chain, and where it ends with them. */
async function chained(
  held: HeldVisit, head: HeadAt, judged: Judged[], read: (key: string) => Promise<Resting | undefined>,
): Promise<{ mine: Set<string>; seq: number; link: Bytes }> {
  const mine = new Set<string>();
  let { seq, link } = head;
  for (const one of [...judged].sort((a, b) => a.logged.event.seq - b.logged.event.seq)) {
    if (one.logged.event.seq !== seq + 1 || one.record.link_before !== base64(link)) continue;
    mine.add(one.logged.contentId);
    [seq, link] = [seq + 1, one.linkAfter];
  }
  // A hole is filled from its end: the event after it names the link that leads to it.
  const before = new Map<number, string>([[head.seq + 1, base64(head.link)]]);
  for (const { event, contentId: content } of held.mine) before.set(event.seq, (await read(eventKey(event, content)))?.l ?? '');
  for (const one of [...judged].sort((a, b) => b.logged.event.seq - a.logged.event.seq)) {
    const { seq: at } = one.logged.event;
    if (before.has(at) || before.get(at + 1) !== base64(one.linkAfter)) continue;
    mine.add(one.logged.contentId);
    before.set(at, one.record.link_before);
  }
  return { mine, seq, link };
}

/** The same bytes object for the same secret: the derived-key cache is by object. */
function keepSame(held: HeldVisit, subject: string, secret: string): Bytes {
  const known = held.secrets.get(subject);
  return known && base64(known) === secret ? known : fromBase64(secret);
}

/** What a person can mend, in words; anything else as it is. */
function asTabletError(error: unknown): unknown {
  if (error instanceof NotCanonical) {
    return new TabletError('not_canonical', 'La respuesta trae un dato que no se puede guardar, como un número con decimales.');
  }
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return new TabletError('storage_full', 'No se guardó: la tableta no tiene espacio. Lo anterior sigue a salvo y esto sigue en pantalla; envía las fotos pendientes o libera espacio y se guardará solo.');
  }
  return error;
}
