/** The urgent packet: at most 400 bytes, self-contained, first in any contact. It never carries a name. */
import { concat, fromHex, utf8, type Bytes } from './bytes';
import type { Geo } from './types';

export interface UrgentFacts {
  deviceId: string;
  incarnation: string;
  /** null when raised outside any visit. */
  visitId: string | null;
  urgentId: string;
  recordedAt: number;
  reason: number;
  minors: number;
  place: string;
  geo: Geo | null;
  fromLockScreen: boolean;
}

const PLACE_BYTES = 60;
const NOWHERE = 0x7fffffff;
const NO_ACCURACY = 0xffff;
const SIGNED = 1;
const LOCK_SCREEN = 2;

/** As much of the place as fits in 60 bytes, never cutting a letter in two. */
function placeBytes(place: string): Bytes {
  const clean = place.toWellFormed().normalize('NFC').trim();
  let length = clean.length;
  while (utf8(clean.slice(0, length).toWellFormed()).length > PLACE_BYTES) length--;
  return utf8(clean.slice(0, length).replace(/[\ud800-\udbff]$/, ''));
}

/** Everything before the signature. */
export function packUrgent(facts: UrgentFacts, signed: boolean): Bytes {
  const place = placeBytes(facts.place);
  const bytes = new Uint8Array(87 + place.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  bytes[1] = (signed ? SIGNED : 0) | (facts.fromLockScreen ? LOCK_SCREEN : 0);
  bytes.set(fromHex(facts.deviceId), 2);
  bytes.set(fromHex(facts.incarnation), 18);
  bytes.set(fromHex(facts.visitId ?? '0'.repeat(32)), 34);
  bytes.set(fromHex(facts.urgentId), 50);
  view.setBigUint64(66, BigInt(facts.recordedAt));
  bytes[74] = facts.reason;
  bytes[75] = Math.max(0, Math.min(255, facts.minors));
  view.setInt32(76, facts.geo ? facts.geo.lat : NOWHERE);
  view.setInt32(80, facts.geo ? facts.geo.lon : NOWHERE);
  view.setUint16(84, facts.geo ? Math.max(0, Math.min(NO_ACCURACY - 1, facts.geo.accuracy_m)) : NO_ACCURACY);
  bytes[86] = place.length;
  bytes.set(place, 87);
  return bytes;
}

export function urgentMessage(packed: Bytes): Bytes {
  return concat(utf8('resguardo-urgent-1'), packed);
}

/** The whole packet. `signMessage` null gives an unsigned one (raised while the key is locked away). */
export async function urgentPacket(facts: UrgentFacts, signMessage: ((message: Bytes) => Promise<Bytes>) | null): Promise<Bytes> {
  const packed = packUrgent(facts, signMessage !== null);
  return signMessage ? concat(packed, await signMessage(urgentMessage(packed))) : packed;
}

/** An unsigned packet signed afterwards by its author: the same call, the same id. */
export async function countersigned(packet: Bytes, signMessage: (message: Bytes) => Promise<Bytes>): Promise<Bytes> {
  const packed = packet.slice();
  packed[1] = packed[1]! | SIGNED;
  return concat(packed, await signMessage(urgentMessage(packed)));
}
