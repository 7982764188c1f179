/** The server's signed word on what it holds of a visit, compared with what this tablet holds. */
import { covers } from './closing';
import type { Contact, Signer } from './contact';
import { blocked } from './contact';
import type { HeldVisit } from './held';
import { canonicalText } from './canonical';
import type { PersonStore } from './store';
import { receiptMessage, verify } from './signing';
import type { Json, Receipt, Vector } from './types';

/** A receipt as the server signs it. */
export interface SignedReceipt { visit_id: string; vector: Vector; files: string[]; state_hash: string; epoch: string; issued_at: number }

export class Receipts {
  readonly known = new Map<string, SignedReceipt>();

  constructor(private readonly store: PersonStore, private readonly contact: Contact, private readonly signer: Signer, private readonly serverKey: string) {}

  async load(): Promise<void> {
    for (const [visitId, receipt] of await this.store.all<SignedReceipt>('receipts')) this.known.set(visitId, receipt);
  }

  /** Asks for a receipt. One that the pinned key did not sign stops everything: it is not our server. */
  async fetch(visitId: string): Promise<void> {
    const answer = await this.contact.signed(this.signer, 'GET', `/visits/${visitId}/receipt`);
    if (answer.status !== 200) return;
    const { receipt, signature } = answer.json as unknown as { receipt: SignedReceipt; signature: string };
    const genuine = receipt.visit_id === visitId && await verify(this.serverKey, receiptMessage(receipt as unknown as Json), signature);
    if (!genuine) throw blocked('server_changed');
    await this.store.write([await this.store.put('receipts', visitId, receipt as unknown as Json)]);
    this.known.set(visitId, receipt);
  }

  /** A restored server's older receipts say nothing any more. */
  async forget(): Promise<void> {
    await this.store.write([...this.known.keys()].map((key) => ({ store: 'receipts', key, box: null })));
    this.known.clear();
  }
}

/** How many of my events, from the first, a receipt confirms. */
export function heldOfMine(receipt: SignedReceipt | undefined, me: string): number {
  const stream = receipt?.vector[me];
  return stream ? stream.last - stream.holes.length : 0;
}

/** The receipt beside this tablet's own visit. */
export function compared(receipt: SignedReceipt, held: HeldVisit, me: string, fileNames: string[]): Receipt {
  const events = held.mine.every(({ event }) => covers(receipt.vector, me, event.seq));
  const files = fileNames.every((name) => receipt.files.includes(name));
  const sameVector = held.visit !== null && canonicalText(held.visit.vector) === canonicalText(receipt.vector);
  return {
    held: events && files, vector: receipt.vector, files: receipt.files, issuedAt: receipt.issued_at, stateHash: receipt.state_hash,
    matches: sameVector && held.visit?.stateHash === receipt.state_hash,
  };
}
