/** Urgent calls: raised signed or from the lock screen, kept until delivered, countersigned after unlocking. */
import { base64, fromBase64, type Bytes } from './bytes';
import { blocked, type Contact } from './contact';
import type { Composed } from './log';
import type { People, PersonOnTablet } from './people';
import type { PersonStore } from './store';
import { sign } from './signing';
import type { Surroundings } from './surroundings';
import type { Me, UrgentCall } from './types';
import { countersigned, urgentPacket, type UrgentFacts } from './urgent';
import type { Keys } from './vault';

/** Who calls: what of an unlocked session a call needs. */
interface Unlocked { me: Me; keys: Keys; store: PersonStore; sync: { urgent: Map<string, Bytes> } }

const NOBODY = '0'.repeat(32);

/** A call by an unlocked person: the packet waits in the outbox and, inside a visit, the same fact is an event of it. */
export async function raiseSigned(call: UrgentCall, urgentId: string, session: Unlocked, around: Surroundings): Promise<Composed> {
  const { deviceId, incarnation } = session.me;
  const packet = await urgentPacket(facts(call, urgentId, { deviceId, incarnation, fromLockScreen: false }, around), signerOf(session));
  session.sync.urgent.set(urgentId, packet);
  const text = base64(packet);
  return {
    drafts: [{ type: 'urgent_raised', body: { entity: 'visit', urgent_id: urgentId, packet: text } }],
    writes: [await session.store.put('urgent', urgentId, text)],
  };
}

/** From the lock screen: unsigned and marked so. With several people on the tablet nobody knows who calls. */
export async function raiseLocked(call: UrgentCall, urgentId: string, people: People, known: PersonOnTablet[], around: Surroundings): Promise<void> {
  const incarnation = known.length === 1 ? known[0]!.incarnation : NOBODY;
  const deviceId = await people.deviceId(around.random);
  const packet = await urgentPacket(facts(call, urgentId, { deviceId, incarnation, fromLockScreen: true }, around), null);
  await people.keepUrgent(urgentId, { packet, incarnation, delivered: false });
}

/** After unlocking: what this person raised while locked is signed and sent again under its id. */
export async function countersign(session: Unlocked, people: People): Promise<void> {
  for (const [urgentId, kept] of await people.keptUrgent()) {
    if (kept.incarnation !== session.me.incarnation) continue;
    const packet = await countersigned(kept.packet, signerOf(session));
    await session.store.write([await session.store.put('urgent', urgentId, base64(packet))], { strict: true });
    session.sync.urgent.set(urgentId, packet);
    await people.forgetUrgent(urgentId);
  }
}

function signerOf(session: Unlocked): (message: Bytes) => Promise<Bytes> {
  return async (message) => fromBase64(await sign(session.keys.signingKey, message));
}

type Caller = Pick<UrgentFacts, 'deviceId' | 'incarnation' | 'fromLockScreen'>;

function facts(call: UrgentCall, urgentId: string, caller: Caller, around: Surroundings): UrgentFacts {
  const { visitId, reason, minors, place, geo = null } = call;
  return { ...caller, visitId, urgentId, recordedAt: around.clock.now(), reason, minors, place, geo };
}

/**
 * Posts a packet. False when the server does not understand it, or takes no more unsigned ones from this network for now: it is
 * kept, and must not hold up the rest.
 *
 * @throws Blocked when there is no contact.
 */
export async function deliver(contact: Contact, packet: Bytes): Promise<boolean> {
  const answer = await contact.send('POST', '/urgent', packet, { 'Content-Type': 'application/octet-stream' });
  if (answer.status >= 500) throw blocked('server_error');
  return answer.status === 200;
}

/** Packets from the lock screen, which nobody signed: those without a known author are done once delivered. */
export async function deliverKept(people: People, contact: Contact): Promise<void> {
  for (const [id, kept] of await people.keptUrgent()) {
    if (kept.delivered || !await deliver(contact, kept.packet)) continue;
    if (/^0+$/.test(kept.incarnation)) await people.forgetUrgent(id);
    else await people.keepUrgent(id, { ...kept, delivered: true });
  }
}
