/**
 * Set reconciliation: what pulls and batches cannot see is found by digests and given back, in both directions
 * (docs/sync-protocol.md section 10.1).
 */
import { fromHex, hex, sha256, concat } from './bytes';
import { blocked, type Contact, type Signer } from './contact';
import type { WireRecord } from './events';
import type { HeldVisit } from './held';
import type { Log } from './log';
import type { Outbox } from './outbox';
import type { Pulling } from './pulling';
import type { PersonStore } from './store';
import type { Json } from './types';

/** What the last comparison found, at rest under 'meta' / 'reconciled'. `unequal`: visits that both sides fold differently. */
export interface Reconciled { at: number; received: number; offered: number; unequal: string[] }

interface Compared { visit_id: string; differs: string[]; state_hash: string | null }
/** `unequal`: the same events on both sides, folded differently. */
type Told = Compared & { unequal: boolean };
interface Exchange { records: WireRecord[]; secrets: { visit_id: string; subject: string; secret: string | null }[]; certificates: WireRecord[]; lacks: string[]; more: boolean }

const WEEK_MS = 7 * 24 * 3_600_000;
const VISITS_AT_ONCE = 200;

export class Reconciling {
  last: Reconciled | null = null;
  /** Somebody asked for it, or a receipt spoke of more of mine than is here. */
  wanted = false;

  constructor(
    private readonly store: PersonStore, private readonly log: Log, private readonly contact: Contact, private readonly signer: Signer,
    private readonly pulling: Pulling, private readonly outbox: Outbox, private readonly now: () => number,
  ) {}

  async load(): Promise<void> { this.last = (await this.store.get<Reconciled>('meta', 'reconciled')) ?? null; }

  /** Compares every visit when its week has passed or somebody wants it. Answers the visits that changed. */
  async runWhenDue(): Promise<Set<string>> {
    const due = this.last === null || this.now() - this.last.at > WEEK_MS || this.now() < this.last.at;
    return due || this.wanted ? this.run() : new Set();
  }

  async run(): Promise<Set<string>> {
    const found: Reconciled = { at: this.now(), received: 0, offered: 0, unequal: [] };
    const changed = new Set<string>();
    const visitIds = [...this.pulling.visits.values()].filter(({ granted }) => granted).map(({ visitId }) => visitId);
    for (let i = 0; i < visitIds.length; i += VISITS_AT_ONCE) {
      for (const one of await this.compare(visitIds.slice(i, i + VISITS_AT_ONCE))) {
        if (!this.pulling.visits.has(one.visit_id)) continue;
        const held = await this.log.load(one.visit_id);
        if (one.unequal) found.unequal.push(one.visit_id);
        const lacking = secretlessOf(held);
        for (const incarnation of lacking && !one.differs.includes(lacking) ? [...one.differs, lacking] : one.differs) {
          const { received, offered } = await this.exchange(one.visit_id, incarnation);
          found.received += received;
          found.offered += offered;
          if (received) changed.add(one.visit_id);
        }
        if (lacking && secretlessOf(held) !== lacking) changed.add(one.visit_id);
      }
    }
    this.wanted = false;
    this.last = found;
    await this.store.write([await this.store.put('meta', 'reconciled', found as unknown as Json)]);
    return changed;
  }

  private async compare(visitIds: string[]): Promise<Told[]> {
    const visits: Json[] = [];
    const folded = new Map<string, string | null>();
    for (const visitId of visitIds) {
      const held = await this.log.load(visitId);
      folded.set(visitId, held.visit?.stateHash ?? null);
      visits.push({ visit_id: visitId, streams: await digestsOf(held), state_hash: held.visit?.stateHash ?? '0'.repeat(64) });
    }
    const answer = await this.contact.signedJson(this.signer, 'POST', '/reconciliations', { visits }, true);
    if (answer.status !== 200) throw blocked('rejected');
    // Beside what was told: somebody may have written here while the answer was on its way.
    return (answer.json.visits as unknown as Compared[]).filter(({ visit_id }) => visitIds.includes(visit_id)).map((one) => {
      const here = folded.get(one.visit_id);
      return { ...one, unequal: one.state_hash !== null && !!here && one.state_hash !== here };
    });
  }

  private async exchange(visitId: string, incarnation: string): Promise<{ received: number; offered: number }> {
    let received = 0;
    for (;;) {
      const held = await this.log.load(visitId);
      const have = streamOf(held, incarnation).map(({ contentId }) => contentId);
      const answer = await this.contact.signedJson(this.signer, 'POST', `/visits/${visitId}/streams/${incarnation}`, { have }, true);
      if (answer.status === 404) return { received, offered: 0 }; // taken from this person meanwhile: the next pull says so
      if (answer.status !== 200) throw blocked('rejected');
      const page = answer.json as unknown as Exchange;
      const taken = await this.pulling.takeBack(visitId, page);
      received += taken;
      // A page of which nothing could be believed would come again for ever.
      if (!page.more || !taken) return { received, offered: await this.offer(held, incarnation, new Set(page.lacks)) };
    }
  }

  /** What the server lacks: mine goes again from the first such number on, others' in runs that their signatures prove. */
  private async offer(held: HeldVisit, incarnation: string, lacks: Set<string>): Promise<number> {
    if (!lacks.size) return 0;
    const mine = held.mine.filter(({ contentId }) => lacks.has(contentId)).map(({ event }) => event.seq);
    const acknowledged = mine.filter((seq) => seq <= held.acknowledged);
    if (acknowledged.length) await this.log.offerFrom(held.visitId, Math.min(...acknowledged));
    if (mine.length < lacks.size) await this.outbox.offerOthers(held.visitId, ({ e }) => e.incarnation === incarnation);
    return lacks.size;
  }
}

/** A stream whose event promises a secret that is neither here nor destroyed: no digest shows it, and the answer about any stream brings them all. */
function secretlessOf(held: HeldVisit): string | undefined {
  return held.all.find(({ event }) => event.body.commitment && held.secret(String(event.body.entity)) === undefined)?.event.incarnation;
}

function streamOf(held: HeldVisit, incarnation: string) {
  return held.identified.filter(({ event }) => event.incarnation === incarnation);
}

/** By incarnation, hex SHA-256 of its content ids, sorted, one after the other. */
async function digestsOf(held: HeldVisit): Promise<Record<string, string>> {
  const streams = new Map<string, Set<string>>();
  for (const { event, contentId } of held.identified) {
    const known = streams.get(event.incarnation);
    if (known) known.add(contentId);
    else streams.set(event.incarnation, new Set([contentId]));
  }
  return Object.fromEntries(await Promise.all([...streams].map(async ([incarnation, ids]) =>
    [incarnation, hex(await sha256(concat(...[...ids].sort().map(fromHex))))] as const)));
}
