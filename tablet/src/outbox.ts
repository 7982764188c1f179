/** Sending my events: contiguous runs of each stream from what the server has acknowledged. Nothing is dropped, whatever it answers. */
import { base64, fromBase64, fromHex } from './bytes';
import { blocked, type Answer, type Contact, type Signer } from './contact';
import type { HeldVisit } from './held';
import type { Log, Resting, RestingSecret } from './log';
import { linkMessage, sign } from './signing';
import { isHidden, nextLink } from './events';
import { itemsOf } from './short_items';
import type { PersonStore, Write } from './store';
import type { Json } from './types';

interface Result { seq: number; outcome: string; code?: string }
export interface Outcome { seq: number; outcome: string; code: string; at: number }

const MAX_EVENTS = 500;
/** Well under the server's 2 MB inflated and, with sealed text, 256 KB compressed. */
const MAX_CHARACTERS = 240_000;
const OWN_SIGNATURE = new Set(['acta_closed', 'visit_amended']);

export class Outbox {
  /** By visit, what of mine the server keeps apart, as its answers said. */
  readonly apart = new Map<string, Outcome[]>();
  /** Something of mine came back as a fork: a copy of this tablet writes under its name. */
  forked = false;

  constructor(
    private readonly store: PersonStore, private readonly log: Log, private readonly contact: Contact,
    private readonly me: Signer & { deviceId: string }, private readonly serverDevice: string, private readonly now: () => number,
  ) {}

  async load(): Promise<void> {
    this.apart.clear();
    for (const [key, kept] of await this.store.all<Outcome>('outcomes')) this.noteApart(key.slice(0, key.indexOf('|')), kept);
  }

  /** Sends all that waits in one visit. Resolves true when something was sent. */
  async drain(visitId: string, offsetMs: number | null, onProgress: () => void): Promise<boolean> {
    const held = await this.log.load(visitId);
    let size = MAX_EVENTS;
    let sent = false;
    for (;;) {
      const run = await this.nextRun(held, size);
      if (!run.length) return sent;
      const secrets = await this.secretsFor(held, run);
      const answer = await this.post(run, secrets, offsetMs);
      if (answer.status === 413 && run.length > 1) {
        size = Math.ceil(run.length / 2);
        continue;
      }
      const results = answer.status === 413 ? [{ seq: run[0]!.e.seq, outcome: 'quarantined', code: 'oversize' }] : resultsOf(answer);
      const refused = new Set(Array.isArray(answer.json.secrets_refused) ? answer.json.secrets_refused : []);
      if (!await this.record(held, run, results, secrets.map(({ subject }) => subject).filter((subject) => !refused.has(subject)))) return sent;
      sent = true;
      onProgress();
    }
  }

  /**
   * Offers others' events of a visit, with the signatures they came with: a server restored from a backup may have lost
   * them, and their authors' tablets may be gone.
   */
  async offerOthers(visitId: string, only: (rest: Resting) => boolean = () => true): Promise<void> {
    const [stored, secrets] = await Promise.all([
      this.store.all<Resting>('events', `${visitId}|`), this.store.all<RestingSecret>('secrets', `${visitId}|`)]);
    const others = new Map<string, Resting[]>();
    for (const [, rest] of stored) {
      const { incarnation } = rest.e;
      if ((incarnation === this.me.incarnation && !rest.t) || !only(rest)) continue;
      const known = others.get(incarnation);
      if (known) known.push(rest);
      else others.set(incarnation, [rest]);
    }
    const held = new Map(secrets.map(([key, { secret }]) => [key.slice(visitId.length + 1), secret]));
    const ordered = [...others.values()].sort((one, other) => this.rank(one) - this.rank(other));
    for (const stream of ordered) for (const run of await provenRuns(stream)) await this.offer(run, held);
  }

  /** Whether I opened this visit in the field: then my own events come first, for nobody's count before it is known. */
  async isMine(visitId: string): Promise<boolean> {
    return (await this.log.load(visitId)).mine.some(({ event }) => event.type === 'visit_opened');
  }

  /** Who opened the visit first, then the server, which let others in, then the others. */
  private rank(stream: Resting[]): number {
    if (stream.some(({ e }) => e.type === 'visit_opened')) return 0;
    return stream[0]!.e.device_id === this.serverDevice ? 1 : 2;
  }

  /** Offers one proven run with the secrets that its events promise; one too large is halved at a signature. */
  private async offer(run: Resting[], held: Map<string, string | null>): Promise<void> {
    const promised = new Set(run.filter(({ e }) => e.body.commitment).map(({ e }) => String(e.body.entity)));
    // Nobody here can read whom a box adds: its secret may be any of those held, and the server knows.
    if (run.some(({ e }) => isHidden(e))) for (const subject of held.keys()) promised.add(subject);
    const secrets = [...promised].map((subject) => ({ subject, secret: held.get(subject) })).filter(({ secret }) => typeof secret === 'string');
    const batch = batchOf(run, run.at(-1)!.s!, run);
    const answer = await this.contact.signedJson(this.me, 'POST', '/batches', { ...batch, ...(secrets.length ? { secrets: secrets as Json } : {}) }, true);
    if (answer.status !== 413) {
      if (resultsOf(answer).some(({ outcome }) => outcome === 'retry_after')) throw blocked('server_error');
      return;
    }
    const middle = halvingPoint(run);
    // What no signature divides and the server will not take whole stays here, and in every sealed export.
    if (middle === 0) return;
    await this.offer(run.slice(0, middle), held);
    await this.offer(run.slice(middle), held);
  }

  /** The next contiguous events of my stream, at most `limit` and not too many bytes. */
  private async nextRun(held: HeldVisit, limit: number): Promise<Resting[]> {
    const prefix = `${held.visitId}|${this.me.incarnation}|`;
    const first = held.acknowledged + 1;
    const waiting = held.mine.filter(({ event }) => event.seq >= first).length;
    if (!waiting) return [];
    const stored = await this.store.from<Resting>('events', prefix, prefix + String(first).padStart(10, '0'), Math.min(limit, waiting) + held.twins.size);
    const run: Resting[] = [];
    let characters = 0;
    for (const [, rest] of stored) {
      if (rest.t) continue;
      characters += JSON.stringify(rest.e.body).length + 80;
      if (run.length && (characters > MAX_CHARACTERS || run.length === limit || run.at(-1)!.e.seq + 1 !== rest.e.seq)) break;
      run.push(rest);
    }
    return run;
  }

  /** Secrets of my subjects that the server does not have and this run or an earlier one speaks of. */
  private async secretsFor(held: HeldVisit, run: Resting[]): Promise<{ subject: string; secret: string }[]> {
    const added = held.added(run.at(-1)!.e.seq);
    const all = await this.store.all<RestingSecret>('secrets', `${held.visitId}|`);
    return all.map(([key, value]) => ({ subject: key.slice(held.visitId.length + 1), ...value }))
      .filter(({ sent, secret, subject }) => !sent && secret !== null && added.has(subject))
      .map(({ subject, secret }) => ({ subject, secret: secret! }));
  }

  private async post(run: Resting[], secrets: { subject: string; secret: string }[], offsetMs: number | null): Promise<Answer> {
    const last = run.at(-1)!;
    const link = await nextLink(fromBase64(last.l), fromHex(last.c));
    // A run may end inside a save: its last link is then signed now, as the same author.
    const signature = last.s ?? await sign(this.me.signingKey, linkMessage(link));
    const extra = { ...(secrets.length ? { secrets } : {}), ...(offsetMs === null ? {} : { clock_offset_ms: offsetMs }) };
    // One signature covers the whole run; an act that closes or amends keeps its own beside it.
    const kept = run.filter(({ e }) => OWN_SIGNATURE.has(e.type));
    return this.contact.signedJson(this.me, 'POST', '/batches', { ...batchOf(run, signature, kept), ...extra }, true);
  }

  private noteApart(visitId: string, kept: Outcome): void {
    this.forked ||= kept.outcome === 'fork' || kept.code === 'fork';
    this.apart.set(visitId, [...(this.apart.get(visitId) ?? []).filter(({ seq }) => seq !== kept.seq), kept]);
  }

  /** Remembers what the server took. False when it asked to wait. */
  private async record(held: HeldVisit, run: Resting[], results: Result[], secrets: string[]): Promise<boolean> {
    const bySeq = new Map(results.map((result) => [result.seq, result]));
    let upTo = held.acknowledged;
    const writes: Write[] = [];
    for (const { e: { seq } } of run) {
      const result = bySeq.get(seq);
      if (result?.code === 'future_version') throw blocked('server_old');
      if (!result || result.outcome === 'retry_after') break;
      if (result.outcome !== 'stored' && result.outcome !== 'duplicate') {
        const kept: Outcome = { seq, outcome: result.outcome, code: result.code ?? result.outcome, at: this.now() };
        writes.push(await this.store.put('outcomes', `${held.visitId}|${seq}`, kept as unknown as Json));
        this.noteApart(held.visitId, kept);
      }
      upTo = seq;
    }
    if (upTo === held.acknowledged) return false;
    writes.push(await this.store.put('acks', held.visitId, { upTo }));
    for (const subject of secrets) {
      const key = `${held.visitId}|${subject}`;
      const stored = await this.store.get<RestingSecret>('secrets', key);
      if (stored) writes.push(await this.store.put('secrets', key, { ...stored, sent: true }));
    }
    await this.store.write(writes);
    held.acknowledge(upTo);
    await held.read();
    return true;
  }
}

function resultsOf(answer: Answer): Result[] {
  if (answer.status !== 200 || !Array.isArray(answer.json.results)) throw blocked('rejected');
  return answer.json.results as unknown as Result[];
}

/** A contiguous run of one stream as the wire wants it. `proving`: whose signatures go along, besides the last one. */
function batchOf(run: Resting[], signature: string, proving: Resting[]): { [key: string]: Json } {
  const { e: { device_id, incarnation, visit_id, seq }, l } = run[0]!;
  const inner = proving.filter((rest) => rest.s && rest !== run.at(-1)).map(({ e, s }) => [String(e.seq), s!] as const);
  const batch = { v: 1, device_id, incarnation, visit_id, first_seq: seq, link_before: l, events: itemsOf(run.map(({ e }) => e)), signature };
  return inner.length ? { ...batch, signatures: Object.fromEntries(inner) } : batch;
}

/** How many events before the signature nearest to the middle; 0 when only the last is signed. */
function halvingPoint(run: Resting[]): number {
  const signed = run.slice(0, -1).flatMap(({ s }, i) => (s ? [i + 1] : []));
  return signed.reduce((best, at) => (best === 0 || Math.abs(at - run.length / 2) < Math.abs(best - run.length / 2) ? at : best), 0);
}

/** Cuts stored events into contiguous runs of one stream that end at a signature; an unsigned tail proves nothing and waits. */
async function provenRuns(events: Resting[]): Promise<Resting[][]> {
  const runs: Resting[][] = [];
  for (const chain of await chains(events)) {
    let open: Resting[] = [];
    let characters = 0;
    const close = (): void => {
      const proven = open.findLastIndex(({ s }) => s) + 1;
      if (proven) runs.push(open.slice(0, proven));
      [open, characters] = [open.slice(proven), 0];
    };
    for (const rest of chain) {
      open.push(rest);
      characters += JSON.stringify(rest.e.body).length + (rest.e.box?.length ?? 0);
      if (characters > MAX_CHARACTERS || open.length >= MAX_EVENTS) close();
    }
    close();
  }
  return runs;
}

/** Events of one stream, each following the one before by its link: of a number used twice, each continues its own. */
async function chains(events: Resting[]): Promise<Resting[][]> {
  const found: Resting[][] = [];
  const ends = new Map<string, Resting[]>();
  for (const rest of [...events].sort((a, b) => a.e.seq - b.e.seq)) {
    const before = `${rest.e.seq}|${rest.l}`;
    const chain = ends.get(before) ?? [];
    ends.delete(before);
    if (!chain.length) found.push(chain);
    chain.push(rest);
    ends.set(`${rest.e.seq + 1}|${base64(await nextLink(fromBase64(rest.l), fromHex(rest.c)))}`, chain);
  }
  return found;
}
