/** Receiving: pages of what others wrote, each verified and saved together with the cursor that comes after it. */
import { hex, sha256 } from './bytes';
import { canonicalBytes } from './canonical';
import { blocked, type Contact, type Signer } from './contact';
import { isHidden, type WireEvent, type WireRecord } from './events';
import { erasureWrites, namesIn } from './erasing';
import type { Files } from './files';
import { eventKey, type Log, type Resting, type RestingSecret } from './log';
import type { People } from './people';
import type { PersonStore, Write } from './store';
import type { Bundle, Json } from './types';
import { judge, type Judged } from './verification';
import type { Author } from './visit';

export interface Certificate { device_id: string; incarnation: string; public_key: string; user_id: string; name: string }
export interface PinnedServer { deviceId: string; publicKey: string }
export interface VisitEntry { visitId: string; bundleHash: string; granted: boolean }

/** `cursor` is null when it was not the server who brought it. */
export interface Page {
  records: WireRecord[];
  secrets: { visit_id: string; subject: string; secret: string | null }[];
  certificates: WireRecord[];
  visits: { visit_id: string; protocol_hash: string | null; granted: boolean }[];
  cursor: string | null;
  more: boolean;
}

/** So often a tablet left open asks which protocol is in force: a version that begins while it is in the field reaches it too. */
export const CURRENT_EVERY_MS = 600_000;

export class Pulling {
  private askedAt: number | null = null;
  /** The protocol in force by the server's last word, '' before the first one: what a visit opened in the field pins. */
  current = '';
  /** The directory last brought, with the telephones confirmed since; null while this session has brought none. */
  directory: Bundle['directory'] | null = null;

  constructor(
    private readonly store: PersonStore, private readonly people: People, private readonly log: Log, private readonly contact: Contact,
    private readonly signer: Signer, private readonly server: PinnedServer, private readonly certificates: Map<string, Certificate>,
    private readonly authors: Map<string, Author>, readonly visits: Map<string, VisitEntry>, readonly bundles: Map<string, Bundle>,
    private readonly files: Files, private readonly now: () => number,
  ) {}

  async load(): Promise<void> { this.current = (await this.store.get<string>('meta', 'current_protocol')) ?? ''; }

  /** Pulls until nothing more waits. Answers the visits that changed. */
  async pull(onPage: (changed: Set<string>) => void): Promise<Set<string>> {
    const changed = new Set<string>();
    for (let more = true; more;) {
      const cursor = (await this.store.get<string>('meta', 'cursor')) ?? null;
      const answer = await this.contact.signedJson(this.signer, 'POST', '/pulls', { cursor });
      if (answer.status !== 200) throw blocked('rejected');
      const page = answer.json as unknown as Page;
      const touched = await this.receive(page);
      for (const visitId of touched) changed.add(visitId);
      onPage(touched);
      ({ more } = page);
    }
    await this.fetchBundles();
    return changed;
  }

  /** Whether the pinned server certified the authors of a page and each of its records is signed by its own. */
  async isProven(page: Page): Promise<boolean> {
    const certified = await judge(page.certificates, () => this.server.publicKey);
    if (certified.length !== page.certificates.length || certified.some(({ judgement }) => judgement !== 'proven')) return false;
    const authors = new Map(certified.map(({ logged: { event } }) => [(event.body as unknown as Certificate).incarnation, event.body as unknown as Certificate]));
    const judged = await judge(page.records, ({ event }) => keyIn(authors, event));
    return judged.length === page.records.length && judged.every(({ judgement }) => judgement === 'proven');
  }

  /** Saves a page, each record judged, and takes it into memory. Answers the visits that changed. */
  async receive(page: Page): Promise<Set<string>> {
    const certified = await this.certify(page.certificates ?? []);
    const judged = await this.judge(page.records ?? []);
    const accepted = judged.filter(({ judgement }) => judgement !== 'forged');
    const writes = await Promise.all([
      ...certified.map((certificate) => this.store.put('certificates', certificate.incarnation, certificate as unknown as Json)),
      ...(await this.worthKeeping(accepted)).map((one) => this.store.put('events', eventKey(one.logged.event, one.logged.contentId), restingOf(one) as unknown as Json)),
      ...await this.secretWrites(page.secrets ?? []),
      ...(page.visits ?? []).map((visit) => this.store.put('visits', visit.visit_id, this.enter(visit) as unknown as Json)),
      ...(page.cursor === null ? [] : [this.store.put('meta', 'cursor', page.cursor)]),
    ]);
    const erased = accepted.filter(({ judgement, logged: { event } }) =>
      judgement === 'proven' && event.type === 'subject_erased' && event.device_id === this.server.deviceId).map(({ logged: { event } }) => event);
    // The cursor is saved with what came before it, or not at all: nothing can be skipped.
    await this.store.write([...writes, ...await erasureWrites(this.store, erased)], { strict: erased.length > 0 });
    for (const { visit_id: visitId, body } of erased) for (const name of namesIn(body.files)) this.files.known.delete(`${visitId}|${name}`);
    const touched = new Set([
      ...accepted.map(({ logged }) => logged.event.visit_id), ...(page.secrets ?? []).map(({ visit_id }) => visit_id),
      ...(page.visits ?? []).map(({ visit_id }) => visit_id)]);
    for (const visitId of touched) {
      await this.log.received(visitId, accepted.filter(({ logged }) => logged.event.visit_id === visitId),
        (page.secrets ?? []).filter(({ visit_id }) => visit_id === visitId));
    }
    return touched;
  }

  /** Takes what a comparison gave back, my own incarnation's events too. Answers how many could be believed. */
  async takeBack(visitId: string, page: Pick<Page, 'records' | 'secrets' | 'certificates'>): Promise<number> {
    const certified = await this.certify(page.certificates);
    const judged = (await judge(page.records, (record) => this.keyOf(record)))
      .filter(({ judgement, logged: { event } }) => event.visit_id === visitId && judgement !== 'forged');
    const own = judged.filter(({ logged: { event } }) => event.incarnation === this.signer.incarnation);
    const others = judged.filter((one) => !own.includes(one));
    await this.store.write([
      ...await Promise.all(certified.map((certificate) => this.store.put('certificates', certificate.incarnation, certificate as unknown as Json))),
      ...await Promise.all((await this.worthKeeping(others)).map((one) => this.store.put('events', eventKey(one.logged.event, one.logged.contentId), restingOf(one) as unknown as Json))),
      ...await this.secretWrites(page.secrets)]);
    if (own.length) await this.log.adopt(visitId, own);
    await this.log.received(visitId, others, page.secrets.filter(({ visit_id }) => visit_id === visitId));
    return judged.length;
  }

  /**
   * What of a page is to be written. A record that rests here keeps its signature (it is evidence, and nobody else may
   * hold it) and its content: a box never replaces what can be read, and what was released takes the place of its box.
   */
  private async worthKeeping(judged: Judged[]): Promise<Judged[]> {
    const kept: Judged[] = [];
    for (const one of judged) {
      const { event, contentId } = one.logged;
      const key = eventKey(event, contentId);
      const known = (await this.log.load(event.visit_id)).keysRead.has(key);
      const here = known ? await this.store.get<Resting>('events', key) : undefined;
      if (!here) {
        kept.push(one);
        continue;
      }
      const readable = isHidden(event) ? here.e : event;
      const opens = isHidden(here.e) && !isHidden(event);
      if (!opens && (one.record.signature === null || here.s !== null) && (here.u === undefined || one.judgement !== 'proven')) continue;
      const record = { ...one.record, event: readable, signature: one.record.signature ?? here.s };
      kept.push({ ...one, record, judgement: here.u ? one.judgement : 'proven' });
    }
    return kept;
  }

  private enter(visit: Page['visits'][number]): VisitEntry {
    const entry = { visitId: visit.visit_id, bundleHash: visit.protocol_hash ?? '', granted: visit.granted };
    this.visits.set(entry.visitId, entry);
    return entry;
  }

  /** Certificates count only when the pinned server signed them. */
  private async certify(records: WireRecord[]): Promise<Certificate[]> {
    const judged = await judge(records, () => this.server.publicKey);
    if (judged.some(({ judgement }) => judgement === 'forged')) throw blocked('server_changed');
    const certified = judged.filter(({ judgement, logged }) => judgement === 'proven' && logged.event.type === 'incarnation_certified')
      .map(({ logged }) => logged.event.body as unknown as Certificate);
    for (const certificate of certified) {
      this.certificates.set(certificate.incarnation, certificate);
      this.authors.set(certificate.incarnation, { userId: certificate.user_id, name: certificate.name });
    }
    return certified;
  }

  /** Judges a page together with what is still unproven of the same visits: a save may be cut between two pages. */
  private async judge(records: WireRecord[]): Promise<Judged[]> {
    const earlier: WireRecord[] = [];
    for (const visitId of new Set(records.map(({ event }) => event.visit_id))) earlier.push(...(await this.log.load(visitId)).unproven.values());
    const judged = await judge([...earlier, ...records], (record) => this.keyOf(record));
    const foreign = judged.filter(({ logged }) => logged.event.incarnation !== this.signer.incarnation);
    if (foreign.some(({ judgement, logged }) => judgement === 'forged' && logged.event.device_id === this.server.deviceId)) throw blocked('server_changed');
    return foreign;
  }

  private keyOf({ event }: WireRecord): string | null | false {
    return event.device_id === this.server.deviceId ? this.server.publicKey : keyIn(this.certificates, event);
  }

  private async secretWrites(secrets: Page['secrets']): Promise<Write[]> {
    const writes: Write[] = [];
    for (const { visit_id, subject, secret } of secrets) {
      const key = `${visit_id}|${subject}`;
      const known = await this.store.get<RestingSecret>('secrets', key);
      // Destroyed by order: a copy that comes later is not taken.
      if (known?.secret === null) continue;
      writes.push(await this.store.put('secrets', key, { secret, sent: known?.sent ?? true }));
    }
    return writes;
  }

  /** Asks which protocol is in force, at each unlocking and every so often, whichever way the clock was moved. Believed once it is whole here. */
  private async followCurrent(): Promise<void> {
    if (this.askedAt !== null && Math.abs(this.now() - this.askedAt) < CURRENT_EVERY_MS) return;
    const { status, json } = await this.contact.signed(this.signer, 'GET', '/bundles');
    const named = status === 200 && typeof json.current === 'string' ? json.current : '';
    await this.fetchAll([named]);
    this.askedAt = this.now();
    const bundle = this.bundles.get(named);
    if (!bundle) return;
    if (named !== this.current) await this.store.write([await this.store.put('meta', 'current_protocol', named)]);
    this.current = named;
    await this.show(withPhones(bundle.directory, json.phones));
  }

  /** A bundle is what its hash says, or it is not taken. */
  private async fetchBundles(): Promise<void> {
    await this.fetchAll([...this.visits.values()].map(({ bundleHash }) => bundleHash));
    await this.followCurrent();
  }

  private async fetchAll(hashes: string[]): Promise<void> {
    for (const hash of new Set(hashes.filter((one) => one && !this.bundles.has(one)))) {
      const answer = await this.contact.signed(this.signer, 'GET', `/bundles/${hash}`);
      if (answer.status !== 200) continue;
      if (hex(await sha256(canonicalBytes(answer.json))) !== hash) throw blocked('server_changed');
      await this.store.write([await this.store.put('bundles', hash, answer.json)]);
      const bundle = answer.json as unknown as Bundle;
      this.bundles.set(hash, bundle);
      // An older version that some visit pins does not bring back older telephones.
      if (!this.bundles.has(this.current)) await this.show(bundle.directory);
    }
  }

  private async show(directory: Bundle['directory']): Promise<void> {
    await this.people.saveDirectory(directory);
    this.directory = directory;
  }
}

/** The directory with the telephones that an administrator confirmed; what is not understood changes nothing. */
export function withPhones(directory: Bundle['directory'], given: Json | undefined): Bundle['directory'] {
  const known = new Map((Array.isArray(given) ? given : []).map(one => one as Record<string, Json>).filter(one => typeof one?.phone === 'string' && typeof one.verified_on === 'string').map(one => [one.authority, one]));
  return { ...directory, protection_authorities: directory.protection_authorities.map(authority => {
    const found = known.get(authority.id);
    return found ? { ...authority, phone: String(found.phone), verified_on: String(found.verified_on) } : authority;
  }) };
}

function restingOf({ record, logged, judgement }: Judged): Resting {
  const resting: Resting = { e: record.event, l: record.link_before, s: record.signature, c: logged.contentId };
  return judgement === 'unproven' ? { ...resting, u: true } : resting;
}

/** The key of an event's author: null while nothing certifies it, false when it is certified for another device. */
function keyIn(certificates: Map<string, Certificate>, event: WireEvent): string | null | false {
  const certificate = certificates.get(event.incarnation);
  return certificate === undefined ? null : certificate.device_id === event.device_id && certificate.public_key;
}
