/** The acta's text and its closure: the text is data, rendered to the same bytes here and on the server. */
import { hex, sha256, utf8 } from './bytes';
import { signersOf } from './closing';
import { opened } from './commands';
import type { HeldVisit } from './held';
import type { Composed } from './log';
import { TabletError, type ActaCopy, type Bundle, type Happening, type Json, type OpenVisit } from './types';

/** Sealed text must leave room for the rest of a 64 KB event; a longer acta is rendered again by the server from the same data. */
const MAX_TEXT_BYTES = 44_000;

export async function textSha256(text: string): Promise<string> {
  return hex(await sha256(utf8(text)));
}

export async function closure(held: HeldVisit, text: string, copy: ActaCopy): Promise<Composed> {
  const visit = opened(held);
  if (visit.closure) throw new TabletError('already_closed', 'El acta ya está cerrada. Lo que falte se agrega como ampliación.');
  const body = {
    entity: 'visit', text_sha256: await textSha256(text), state_hash: visit.stateHash, vector: visit.vector as unknown as Json,
    signers: signersOf(visit) as unknown as Json, copy,
  };
  const sealed: Json = utf8(text).length <= MAX_TEXT_BYTES ? { text } : {};
  return { drafts: [{ type: 'acta_closed', body, subject: 'visit', sealed }] };
}

export function amendment(held: HeldVisit, text: string): Composed {
  const { closure: closed } = opened(held);
  if (!closed) throw new TabletError('not_closed', 'El acta aún no está cerrada: corrija las respuestas directamente.');
  return { drafts: [{ type: 'visit_amended', body: { entity: 'visit', closure: closed.ref }, subject: 'visit', sealed: { text } }] };
}

/** A partial acta: the text and the signatures as they stand, why the visit stops, and the day it goes on (`YYYY-MM-DD`, if known). */
export interface Suspension { reason: string; resumesOn?: string }

/** Suspends the visit: what was signed until now is fixed by its hash; the visit stays open for the day it goes on. */
export async function suspension(held: HeldVisit, text: string, { reason, resumesOn }: Suspension, now: number): Promise<Composed> {
  const visit = opened(held);
  if (visit.closure) throw new TabletError('already_closed', 'El acta ya está cerrada. Lo que falte se agrega como ampliación.');
  if (suspendedNow(visit)) throw new TabletError('already_suspended', 'La visita ya está suspendida. Reanúdala para seguir.');
  if (!reason.trim()) throw new TabletError('no_reason', 'Anota por qué se suspende.');
  const body = { entity: 'visit', text_sha256: await textSha256(text), state_hash: visit.stateHash, signers: signersOf(visit) as unknown as Json };
  const sealed: Json = {
    reason: reason.trim(), at: now, ...(resumesOn ? { resumes_on: resumesOn } : {}), ...(utf8(text).length <= MAX_TEXT_BYTES ? { text } : {}) };
  return { drafts: [{ type: 'visit_suspended', body, subject: 'visit', sealed }] };
}

export function resumption(held: HeldVisit, now: number): Composed {
  const suspended = suspendedNow(opened(held));
  if (!suspended) throw new TabletError('not_suspended', 'La visita no está suspendida.');
  return { drafts: [{ type: 'visit_resumed', body: { entity: 'visit', suspension: suspended.ref }, subject: 'visit', sealed: { at: now } }] };
}

/** The suspension that nobody has ended, or null. */
export function suspendedNow({ happenings }: Pick<OpenVisit, 'happenings'>): Happening | null {
  const ended = new Set(happenings.filter(({ type }) => type === 'visit_resumed').map(({ body }) => body.suspension));
  return happenings.findLast(({ type, ref }) => type === 'visit_suspended' && !ended.has(ref)) ?? null;
}

/** Renders the acta's text. */
export type Render = (bundle: Bundle, visit: OpenVisit) => string;
