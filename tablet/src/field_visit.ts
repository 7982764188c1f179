/** A visit opened by the inspector in the field, before there is an order: its first event and first answers, one save. */
import { hex, newId, sha256, type Random } from './bytes';
import { canonicalBytes } from './canonical';
import { itemByRole } from './items';
import type { Composed, Draft } from './log';
import { commitment, newSecret } from './sealing';
import type { Bundle, Item, Json, Me } from './types';

const REDUCER = 1;

export interface FieldVisit { visitId: string; composed: Composed }

/**
 * The protocol that a visit opened here pins: the one in force by the server's last word, which may not be the newest that some
 * visit brought. Before any word, the newest on the tablet. Null before the first one has arrived.
 */
export function bundleInForce(bundles: Map<string, Bundle>, current: string): { hash: string; bundle: Bundle } | null {
  const named = bundles.get(current);
  if (named) return { hash: current, bundle: named };
  const rank = ({ protocol }: Bundle): string => `${protocol.valid_from} ${protocol.version}`;
  const [newest] = [...bundles].sort(([, a], [, b]) => (rank(a) < rank(b) ? 1 : -1));
  return newest ? { hash: newest[0], bundle: newest[1] } : null;
}

/** `given`: answers by role of the visit's own items, those that are known as it opens. */
export async function fieldVisit(
  { hash, bundle }: { hash: string; bundle: Bundle }, me: Me, zone: string, given: { [role: string]: Json }, random: Random,
): Promise<FieldVisit> {
  const visitId = newId(random);
  const secret = newSecret(random);
  const opening: Draft = { type: 'visit_opened', body: {
    entity: 'visit', commitment: await commitment(secret), protocol: { id: bundle.protocol.id, hash },
    law_hash: hex(await sha256(canonicalBytes(bundle.law))), reducer: REDUCER, zone, closes: me.userId, inspectors: [me.userId],
  } };
  const byRole = Object.entries(given).map(([role, v]) => [itemByRole(bundle, role, 'visit'), v] as const);
  const byData = Object.entries(bundle.protocol.opened_in_field ?? {}).map(([id, v]) => [itemById(bundle, id), v] as const);
  const answers = [...byRole, ...byData].flatMap(([item, v]) => (item ? [answerOf(item, v)] : []));
  return { visitId, composed: { drafts: [opening, ...answers], secrets: [{ subject: 'visit', secret }] } };
}

function itemById(bundle: Bundle, id: string): Item | undefined {
  return bundle.protocol.stages.flatMap(({ steps }) => steps.flatMap(({ items }) => items)).find((item) => item.id === id);
}

function answerOf(item: Item, v: Json): Draft {
  const body = { path: `visit/${item.id}`, supersedes: [] };
  return item.public ? { type: 'answer_set', body: { ...body, value: { v } } } : { type: 'answer_set', body, subject: 'visit', sealed: { v } };
}
