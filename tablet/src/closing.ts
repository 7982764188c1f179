/** What closes and reviews a visit, read from its happenings: comments, closure, approval. */
import { refOf, seqOf, type Logged } from './events';
import { isObject } from './contents';
import { fold, stateHash } from './state';
import type { Approval, Closure, Comment, Happening, Json, OpenVisit, Vector } from './types';

/** What the office may write after approving without that being a change of the visit. */
const AFTER_APPROVAL = new Set(['visit_approved', 'authority_confirmed', 'document_issued', 'document_signed', 'document_revoked', 'alarm_raised', 'alarm_acknowledged', 'visit_granted', 'visit_revoked', 'subject_erased']);

/** Types that only the server authors: an acta's vector is about the inspectors' events. */
const OFFICE_ONLY = new Set([
  'answer_reviewed', 'answer_returned', 'comment_settled', 'visit_returned', 'visit_approved', 'alarm_raised', 'alarm_acknowledged',
  'authority_confirmed', 'document_issued', 'document_signed', 'document_revoked', 'verdict_given', 'visit_granted', 'visit_revoked', 'subject_erased', 'incarnation_certified']);

function text(opened: Happening['opened'], field: string): string {
  const value: Json | undefined = opened?.[field];
  return typeof value === 'string' ? value : '';
}

export function commentsOf(happenings: Happening[]): Comment[] {
  const about = (type: string, commentId: Json | undefined): Happening[] =>
    happenings.filter((happening) => happening.type === type && happening.body.comment_id === commentId);
  return happenings.filter(({ type }) => type === 'answer_returned').map((returned) => ({
    commentId: String(returned.body.comment_id), path: returned.path ?? '', text: text(returned.opened, 'text'),
    actorName: returned.actorName, recordedAt: returned.recordedAt,
    answers: about('comment_answered', returned.body.comment_id).map((answer) => (
      { text: text(answer.opened, 'text'), recordedAt: answer.recordedAt, actorName: answer.actorName })),
    settled: about('comment_settled', returned.body.comment_id).length > 0,
  }));
}

/** After a restore a malformed closure may stand unjudged for a while: it closes nothing. */
function isVector(found: unknown): found is Vector {
  return isObject(found) && Object.values(found).every((one) => isObject(one) && Number.isInteger(one.last) && Array.isArray(one.holes));
}

/** The first acta closed (there should be one), and what its vector does not cover. */
export function closureOf(happenings: Happening[], events: Logged[]): { closure: Closure | null; unincorporated: string[] } {
  const closed = happenings.find(({ type, body }) => type === 'acta_closed' && isVector(body.vector));
  if (!closed) return { closure: null, unincorporated: [] };
  const { body } = closed;
  const vector = body.vector as unknown as Vector;
  const outside = events.filter(({ ref, event }) => !covers(vector, event.incarnation, event.seq) && ref !== closed.ref
    && !['visit_opened', 'visit_amended'].includes(event.type) && !OFFICE_ONLY.has(event.type));
  return {
    closure: {
      ref: closed.ref, recordedAt: closed.recordedAt, textSha256: String(body.text_sha256), stateHash: String(body.state_hash), vector,
      text: closed.opened ? text(closed.opened, 'text') : null, copy: String(body.copy),
    },
    unincorporated: [...new Set(outside.map(({ ref }) => ref))].sort(),
  };
}

/** Whether a vector says that its holder has this event. */
export function covers(vector: Vector, incarnation: string, seq: number): boolean {
  const stream = vector[incarnation];
  return stream !== undefined && seq <= stream.last && !stream.holes.includes(seq);
}

/** The newest approval. It covers the state before itself: what the office wrote later is left out of the comparison. */
export async function approvalOf(happenings: Happening[], reading: { events: Logged[]; verdicts: Logged[] }): Promise<Approval | null> {
  const newest = happenings.findLast(({ type }) => type === 'visit_approved');
  if (!newest) return null;
  const seq = seqOf(newest.ref);
  const before = reading.events.filter(({ event }) =>
    !(refOf({ ...event, seq }) === newest.ref && event.seq >= seq && AFTER_APPROVAL.has(event.type)));
  const later = (await stateHash(fold(before, reading.verdicts))) !== newest.body.state_hash;
  return { ref: newest.ref, actorName: newest.actorName, recordedAt: newest.recordedAt, laterChanges: later };
}

/** The acta's signers as its closure lists them: the last signature of each person. */
export function signersOf(visit: OpenVisit): { entity: string; manner: string; ref: string }[] {
  const last = new Map<string, { entity: string; manner: string; ref: string }>();
  for (const { type, entity, body, ref } of visit.happenings) {
    if (type === 'signature_given') last.set(entity, { entity, manner: String(body.manner), ref });
  }
  return [...last.values()];
}
