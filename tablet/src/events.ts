/** The event, the only unit of change: its names, its content id, its link, and the keys people read. */
import { fromHex, hex, sha256, concat, type Bytes } from './bytes';
import { canonicalBytes } from './canonical';
import type { EntityKind, Json } from './types';

export type Body = { [key: string]: Json };

export interface WireEvent {
  v: 1;
  device_id: string;
  incarnation: string;
  visit_id: string;
  seq: number;
  type: string;
  recorded_at: number;
  boot: string;
  mono_ms: number;
  body: Body;
  /** What was set aside of a colleague: its id in place of its content, and its bytes for the server alone. */
  content_id?: string;
  box?: string;
}

/** An event with what surrounds it on the wire. */
export interface WireRecord { event: WireEvent; link_before: string; signature: string | null }

/** An event as held in memory: identified, and marked while the server has not acknowledged it. */
export interface Logged {
  event: WireEvent;
  ref: string;
  contentId: string;
  /** (ref, content id) in one text: a fork has the ref of its rival and another content id. */
  key: string;
  pending: boolean;
}

export function logged(event: WireEvent, contentIdHex: string, pending: boolean): Logged {
  const ref = refOf(event);
  return { event, ref, contentId: contentIdHex, key: `${ref}|${contentIdHex}`, pending };
}

export const DEVICE_STREAM = '0'.repeat(32);
export const LINK_0: Bytes = new Uint8Array(32);
export const MAX_EVENT_BYTES = 65_536;

export function refOf(event: { incarnation: string; seq: number }): string {
  return `${event.incarnation}:${event.seq}`;
}

export async function contentId(event: WireEvent): Promise<Bytes> {
  if (isHidden(event)) return fromHex(event.content_id!);
  return sha256(canonicalBytes(event));
}

export function isHidden(event: WireEvent): boolean { return event.box !== undefined; }

/** A hidden event with the fields that every event has, empty: nobody who reads a log need ask whether they are there. */
export function filledIn(event: WireEvent): WireEvent {
  return isHidden(event) ? { ...event, type: '', recorded_at: 0, boot: '', mono_ms: 0, body: {} } : event;
}

export async function nextLink(link: Bytes, content: Bytes): Promise<Bytes> {
  return sha256(concat(link, content));
}

/** Identifies an event that came from elsewhere. Throws NotCanonical when it cannot be hashed. */
export async function identify(event: WireEvent, pending = false): Promise<Logged> {
  return logged(event, hex(await contentId(event)), pending);
}

/** Entity part of a path: `minor:ab/code` and `minor:ab` both give `minor:ab`. */
export function entityOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

export function codeOf(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

export function kindOf(entity: string): EntityKind {
  return entity.split(':', 1)[0] as EntityKind;
}

export function pathOf(event: { body: Body }): string | null {
  return typeof event.body.path === 'string' ? event.body.path : null;
}

/** The entity an event speaks of: that of its path, else its own, else the visit. */
export function entityOfEvent(event: { body: Body }): string {
  const path = pathOf(event);
  if (path !== null) return entityOf(path);
  return typeof event.body.entity === 'string' ? event.body.entity : 'visit';
}

/** The path that stands in a seal's additional data. */
export function sealPath(event: { type: string; body: Body }): string {
  return pathOf(event) || `${entityOfEvent(event)}/#${event.type}`;
}

/** Where heads are gathered: answers and members by their path, everything else by target and type. */
export function slotOf(event: WireEvent): string {
  const path = pathOf(event);
  if (path !== null && (event.type === 'answer_set' || event.type === 'member_added')) return path;
  return `${path || entityOfEvent(event)}/#${event.type}`;
}

export function seqOf(ref: string): number {
  return Number(ref.slice(ref.indexOf(':') + 1));
}

/** Order of code units: the same as the server's for the ASCII that refs, hashes and paths are made of. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `NNA-` and four characters over the first 20 bits of the entity's id: how a minor is called on paper and screen. */
export function minorKey(entity: string): string {
  const id = fromHex(entity.slice(entity.indexOf(':') + 1).slice(0, 6));
  const bits = (id[0]! << 16) | (id[1]! << 8) | id[2]!;
  return 'NNA-' + [19, 14, 9, 4].map((shift) => CROCKFORD[(bits >> shift) & 31]).join('');
}
