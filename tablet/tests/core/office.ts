/** A small office for tests: the server's side of the wire, in memory, with the faults of the road as switches. */
import { base64, concat, fromBase64, hex, newId, utf8, webRandom, type Bytes } from '../../src/bytes';
import { contentId, entityOfEvent, identify, LINK_0, nextLink, type Body, type Logged, type WireEvent, type WireRecord } from '../../src/events';
import { commitment, newSecret } from '../../src/sealing';
import { linkMessage, newSigningKey, receiptMessage, requestMessage, sign, verify } from '../../src/signing';
import { fold, stateHash } from '../../src/state';
import { sha256 } from '../../src/bytes';
import { canonicalBytes } from '../../src/canonical';
import type { Bundle, Json } from '../../src/types';

interface Stored { record: WireRecord; logged: Logged; link: Bytes }
interface Batch { device_id: string; incarnation: string; visit_id: string; first_seq: number; link_before: string; signature: string; events: Json[];
  signatures?: Record<string, string>; clock_offset_ms?: number; secrets?: { subject: string; secret: string }[] }

/** The items of a batch with every field they stand for. */
export function spelledOut(items: Json[]): Body[] {
  const found: Body[] = [];
  for (const item of items) {
    const before = found.at(-1) as unknown as WireEvent | undefined;
    if (!Array.isArray(item) && typeof (item as Body).box === 'string') {
      found.push(JSON.parse(new TextDecoder().decode(fromBase64(String((item as Body).box)))) as Body);
      continue;
    }
    if (!Array.isArray(item) || !before) {
      found.push(item as Body);
      continue;
    }
    const [after, path, content, drift] = item as [number, string, Json, number?];
    const body: Body = { path: path.startsWith('/') ? entityOfEvent(before) + path : path, supersedes: [] };
    body[typeof content === 'string' ? 'sealed' : 'value'] = content;
    found.push({ type: 'answer_set', recorded_at: before.recorded_at + after, boot: before.boot, mono_ms: before.mono_ms + after + (drift ?? 0), body });
  }
  return found;
}

export const BUNDLE = {
  protocol: { id: 'p/1', title_es: 'Prueba', version: '1', status: 'draft', valid_from: '2024-01-01', acta: [], people_roles: {}, stages: [{ id: 's', number: 1, title_es: 'S', steps: [{
    id: 'st', title_es: 'St', items: [
      { id: 'lugar', role: 'workplace_name', type: 'text', for: 'visit', public: true, options: [], catalogue: null },
      { id: 'notas', role: null, type: 'text', for: 'visit', public: false, options: [], catalogue: null },
      { id: 'edad', role: 'said_age', type: 'int', for: 'minor', public: true, options: [], catalogue: null },
      { id: 'peligros', role: 'hazards', type: 'multi', for: 'minor', public: false, catalogue: null, options: [
        { code: 'alturas', label_es: '', cite: [], mark: '' }, { code: 'quimicos', label_es: '', cite: [], mark: '' },
        { code: 'ninguno', label_es: '', cite: [], mark: '', exclusive: true }] },
    ] }] }] },
  law: { catalogues: {} }, directory: { protection_authorities: [], lines: [{ id: '911', name_es: 'Emergencias', phone: '911', what_es: '' }] },
} as unknown as Bundle;

export class Office {
  // Switches.
  offline = false;
  /** Holds each piece of a file back, as a line does that went dead under it. */
  stuck: (() => Promise<void>) | null = null;
  granted = true;
  /** The protocol in force by this office's word, and what it gives by hash beside its first one. */
  current: string | null = null;
  readonly bundles = new Map<string, Bundle>();
  /** Refuse new events of this type with a verdict. */
  refuses = '';
  busyFrom = Infinity;
  maxEvents = 2000;
  unauthorised = false;
  epoch = 'e1';
  blackHole = false;
  cutPatchAfter = Infinity;
  /** Answer 503 to batches and ask to wait this many seconds. */
  busyFor = 0;
  /** Know only wire versions before the tablet's. */
  isOld = false;
  readonly offsets: number[] = [];
  // What happened.
  readonly calls: { path: string; method: string; events?: number; author?: string; status: number }[] = [];
  readonly files = new Map<string, { size: number; bytes: Bytes; complete: boolean }>();
  readonly urgent: Bytes[] = [];
  secrets = new Map<string, { secret: string; by: string }>();
  records: Stored[] = [];
  private readonly incarnations = new Map<string, { key: string; userId: string; certificate: WireRecord }>();
  private readonly heads = new Map<string, { seq: number; link: Bytes }>();
  readonly deviceId = newId(webRandom);
  readonly incarnation = newId(webRandom);
  readonly visitId = newId(webRandom);
  visitSecret: Bytes = newSecret(webRandom);
  private key!: CryptoKey;
  publicKey = '';
  private authorityKey = '';
  authorityPrivate!: CryptoKey;
  bundleHash = '';
  private users = new Map<string, string>();

  static async open(): Promise<Office> {
    const office = new Office();
    const { pkcs8, publicKey } = await newSigningKey();
    office.key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    office.publicKey = publicKey;
    const rsa = await crypto.subtle.generateKey({ name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['encrypt', 'decrypt']);
    office.authorityKey = base64(new Uint8Array(await crypto.subtle.exportKey('spki', rsa.publicKey)));
    office.authorityPrivate = rsa.privateKey;
    office.bundleHash = hex(await sha256(canonicalBytes(BUNDLE)));
    await office.write('visit_opened', {
      entity: 'visit', commitment: await commitment(office.visitSecret), protocol: { id: 'p/1', hash: office.bundleHash }, law_hash: 'c'.repeat(64), reducer: 1,
      zone: 'America/Tijuana', closes: office.user('ana'), inspectors: [office.user('ana'), office.user('beto')] });
    office.secrets.set(`${office.visitId}|visit`, { secret: base64(office.visitSecret), by: '' });
    return office;
  }

  user(name: string): string {
    if (!this.users.has(name)) this.users.set(name, newId(webRandom));
    return this.users.get(name)!;
  }

  /** Publishes another version: in force from now on. */
  async publish(version: string): Promise<void> {
    const bundle = { ...BUNDLE, protocol: { ...BUNDLE.protocol, version }, directory: { ...BUNDLE.directory, lines: [{ id: version, name_es: version, phone: '911', what_es: '' }] } };
    this.current = hex(await sha256(canonicalBytes(bundle as unknown as Json)));
    this.bundles.set(this.current, bundle);
  }

  /** An event of the server's own. */
  async write(type: string, body: Body, visitId = this.visitId): Promise<WireRecord> {
    return this.append({ deviceId: this.deviceId, incarnation: this.incarnation, key: this.key }, type, body, visitId);
  }

  /** A certified tablet of a person of this name, whose events are written here, as it says in whose device's name. */
  async stranger(name: string): Promise<(deviceId: string, type: string, body: Body) => Promise<WireRecord>> {
    const { pkcs8, publicKey } = await newSigningKey();
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const [device_id, incarnation] = [newId(webRandom), newId(webRandom)];
    await this.enrol({ username: name, device_id, incarnation, public_key: publicKey });
    return (deviceId, type, body) => this.append({ deviceId: deviceId || device_id, incarnation, key }, type, body, this.visitId);
  }

  /** The certificates as they are given out. */
  certificates(): WireRecord[] { return [...this.incarnations.values()].map(({ certificate }) => certificate); }

  private async append(author: { deviceId: string; incarnation: string; key: CryptoKey }, type: string, body: Body, visitId: string): Promise<WireRecord> {
    const stream = `${author.incarnation}|${visitId}`;
    const head = this.heads.get(stream) ?? { seq: 0, link: LINK_0 };
    const event: WireEvent = { v: 1, device_id: author.deviceId, incarnation: author.incarnation, visit_id: visitId, seq: head.seq + 1, type, recorded_at: 1763800000000, boot: '0'.repeat(16), mono_ms: 1, body };
    const link = await nextLink(head.link, await contentId(event));
    const record = { event, link_before: base64(head.link), signature: await sign(author.key, linkMessage(link)) };
    this.heads.set(stream, { seq: event.seq, link });
    this.records.push({ record, logged: await identify(event), link });
    return record;
  }

  fetcher: typeof fetch = async (input, init = {}) => {
    const path = String(input).replace('/api/v1', '');
    const method = init.method ?? 'GET';
    if (this.offline) throw new TypeError('Failed to fetch');
    if (method === 'PATCH') await this.stuck?.();
    const body = new Uint8Array(init.body ? init.body as Bytes : new Uint8Array(0));
    const headers = new Headers(init.headers);
    const { status, json, events, author } = await this.answer(method, path, body, headers);
    this.calls.push({ path, method, events, author, status });
    if (this.blackHole) throw new TypeError('the answer was lost');
    const wait: Record<string, string> = status === 503 && this.busyFor ? { 'Retry-After': String(this.busyFor) } : {};
    return new Response(JSON.stringify(json), { status, headers: { 'Content-Type': 'application/json', ...wait } });
  };

  private async answer(method: string, path: string, body: Bytes, headers: Headers): Promise<{ status: number; json: unknown; events?: number; author?: string }> {
    const said = { epoch: this.epoch, server_time: Date.now() };
    if (path === '/health') return { status: 200, json: { status: 'ok', ...said } };
    if (path === '/urgent') {
      this.urgent.push(body);
      return { status: 200, json: { outcome: 'stored', ...said } };
    }
    if (path === '/enrolments') return { status: 201, json: { ...await this.enrol(JSON.parse(new TextDecoder().decode(body))), ...said } };
    const sender = this.incarnations.get(headers.get('X-Resguardo-Incarnation') ?? '');
    const message = await requestMessage(method, '/api/v1' + path, body, headers.get('X-Resguardo-Nonce') ?? '');
    if (this.unauthorised || !sender || !await verify(sender.key, message, headers.get('X-Resguardo-Signature') ?? '')) return { status: 401, json: { code: 'incarnation_unknown' } };
    const me = headers.get('X-Resguardo-Incarnation')!;
    if (path === '/batches') {
      const inflated = await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'))).json() as Batch;
      if (this.isOld) return { status: 200, json: { results: inflated.events.map((_, i) => ({ seq: inflated.first_seq + i, outcome: 'retry_after', code: 'future_version' })), ...said } };
      if (this.busyFor) return { status: 503, json: { code: 'busy' } };
      if (inflated.clock_offset_ms !== undefined) this.offsets.push(inflated.clock_offset_ms);
      if (inflated.events.length > this.maxEvents) return { status: 413, json: { code: 'too_large' }, events: inflated.events.length };
      return { status: 200, json: { results: await this.take(inflated, me), ...said }, events: inflated.events.length, author: inflated.incarnation };
    }
    if (path === '/pulls') return { status: 200, json: { ...await this.page(JSON.parse(new TextDecoder().decode(body)), me), ...said } };
    if (path === '/reconciliations') return { status: 200, json: { visits: [], ...said } };
    if (path === '/bundles') return { status: 200, json: { current: this.current, ...said } };
    if (path.startsWith('/bundles/')) return { status: 200, json: this.bundles.get(path.slice('/bundles/'.length)) ?? BUNDLE };
    if (path.endsWith('/receipt')) return { status: 200, json: await this.receipt() };
    return this.file(method, path, body, headers);
  }

  private async enrol(asked: Record<string, string>): Promise<object> {
    const userId = this.user(asked.username!);
    const name = asked.username!;
    const certificate = await this.write('incarnation_certified', {
      device_id: asked.device_id!, incarnation: asked.incarnation!, public_key: asked.public_key!, user_id: userId, name }, '0'.repeat(32));
    this.incarnations.set(asked.incarnation!, { key: asked.public_key!, userId, certificate });
    return { certificate, user: { user_id: userId, name, role: 'inspector' }, server: { device_id: this.deviceId, incarnation: this.incarnation, public_key: this.publicKey }, authority_key: this.authorityKey };
  }

  private async take(batch: Batch, by: string): Promise<unknown[]> {
    let link = fromBase64(batch.link_before);
    const made: Stored[] = [];
    for (const [i, item] of spelledOut(batch.events).entries()) {
      const event = { v: 1, device_id: batch.device_id, incarnation: batch.incarnation, visit_id: batch.visit_id, seq: batch.first_seq + i, ...item } as unknown as WireEvent;
      const before = base64(link);
      const logged = await identify(event);
      link = await nextLink(link, await contentId(event));
      made.push({ record: { event, link_before: before, signature: batch.signatures?.[event.seq] ?? null }, logged, link });
    }
    const author = this.incarnations.get(batch.incarnation);
    if (!author || !await verify(author.key, linkMessage(link), batch.signature)) return made.map(({ record }) => ({ seq: record.event.seq, outcome: 'quarantined', code: 'bad_signature' }));
    made.at(-1)!.record.signature = batch.signature;
    for (const { subject, secret } of batch.secrets ?? []) this.secrets.set(`${batch.visit_id}|${subject}`, { secret, by });
    return Promise.all(made.map(async (one) => {
      if (one.record.event.seq >= this.busyFrom) return { seq: one.record.event.seq, outcome: 'retry_after' };
      if (one.record.event.type === this.refuses) {
        if (this.records.some(({ logged }) => logged.contentId === one.logged.contentId)) return { seq: one.record.event.seq, outcome: 'quarantined', code: 'not_in_scope' };
        this.records.push(one);
        await this.write('verdict_given', { entity: 'visit', of: one.logged.ref, content_id: one.logged.contentId, code: 'not_in_scope', accepted: false });
        return { seq: one.record.event.seq, outcome: 'quarantined', code: 'not_in_scope' };
      }
      const known = this.records.some(({ logged }) => logged.contentId === one.logged.contentId);
      if (!known) this.records.push(one);
      return { seq: one.record.event.seq, outcome: known ? 'duplicate' : 'stored' };
    }));
  }

  private async page(asked: { cursor: string | null }, me: string): Promise<object> {
    const from = asked.cursor?.startsWith(this.epoch) ? Number(asked.cursor.split('|')[1]) : 0;
    const page = this.records.slice(from, from + 50);
    // What a verdict of the page releases comes whole, though its place was passed long ago.
    const released = page.filter(({ logged: { event } }) => event.type === 'verdict_given' && event.body.accepted).map(({ logged: { event } }) => event.body.content_id);
    const given = [...page, ...this.records.filter((one) => released.includes(one.logged.contentId) && !page.includes(one))];
    const secrets = [...this.secrets].filter(([, { by }]) => by !== me).map(([key, { secret }]) => ({ visit_id: key.split('|')[0], subject: key.split('|')[1], secret }));
    return {
      records: given.filter(({ record: { event } }) => event.incarnation !== me && !/^0+$/.test(event.visit_id)).map((one) => this.shown(one)), secrets,
      certificates: this.certificates(), visits: [{ visit_id: this.visitId, protocol_hash: this.bundleHash, granted: this.granted }],
      cursor: `${this.epoch}|${from + page.length}`, more: from + page.length < this.records.length };
  }

  /** What was set aside goes to colleagues as its content id and a box. */
  private shown({ record, logged }: Stored): WireRecord {
    const verdicts = this.records.map((one) => one.logged.event).filter(({ type, body }) => type === 'verdict_given' && body.content_id === logged.contentId);
    if (!verdicts.length || verdicts.some(({ body }) => body.accepted)) return record;
    const { v, device_id, incarnation, visit_id, seq, ...content } = record.event;
    return { ...record, event: { v, device_id, incarnation, visit_id, seq, content_id: logged.contentId, box: base64(utf8(JSON.stringify(content))) } as unknown as WireEvent };
  }

  async release(contentId: string): Promise<void> {
    const { logged } = this.records.find((one) => one.logged.contentId === contentId)!;
    await this.write('verdict_given', { entity: 'visit', of: logged.ref, content_id: contentId, code: 'released', accepted: true });
  }

  private ofVisit(): Logged[] { return this.records.map(({ logged }) => logged).filter(({ event }) => event.visit_id === this.visitId); }

  async receipt(): Promise<{ receipt: Json; signature: string }> {
    const all = this.ofVisit();
    const state = fold(all, all.filter(({ event }) => event.type === 'verdict_given'));
    const files = [...this.files].filter(([, { complete }]) => complete).map(([name]) => name);
    const receipt = { visit_id: this.visitId, vector: state.vector, files, state_hash: await stateHash(state), epoch: this.epoch, issued_at: 1 } as unknown as Json;
    return { receipt, signature: await sign(this.key, receiptMessage(receipt)) };
  }

  private file(method: string, path: string, body: Bytes, headers: Headers): { status: number; json: unknown } {
    if (method === 'POST') {
      const { name, size_bytes: size } = JSON.parse(new TextDecoder().decode(body)) as { name: string; size_bytes: number };
      const known = this.files.get(name) ?? { size, bytes: new Uint8Array(0) as Bytes, complete: false };
      this.files.set(name, known);
      return { status: 201, json: { offset: known.bytes.length } };
    }
    const file = this.files.get(path.split('/').at(-1)!)!;
    if (Number(headers.get('Upload-Offset')) !== file.bytes.length) return { status: 409, json: { code: 'offset', offset: file.bytes.length } };
    file.bytes = concat(file.bytes, body.subarray(0, this.cutPatchAfter));
    file.complete = file.bytes.length === file.size;
    if (body.length > this.cutPatchAfter) return { status: 503, json: {} };
    return { status: 200, json: { offset: file.bytes.length, complete: file.complete } };
  }

  /** As after restoring an old backup: what came since `kept` records is gone, and the epoch changes. */
  restore(kept: number): void {
    this.records = this.records.slice(0, kept);
    for (const key of [...this.secrets.keys()]) if (!key.endsWith('|visit')) this.secrets.delete(key);
    this.files.clear();
    this.epoch += 'x';
  }

  text(): string { return new TextDecoder().decode(utf8(JSON.stringify(this.records))); }
}
