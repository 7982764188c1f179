/** Opening what is sealed, and saying plainly why something could not be opened. Opened values live in memory only. */
import type { Bytes } from './bytes';
import { entityOfEvent, kindOf, sealPath, type Logged } from './events';
import { openSealed } from './sealing';
import type { Json, Visibility } from './types';

/** By subject: its secret; null where it was destroyed; absent where this person may not see the subject. */
export type Secrets = Map<string, Bytes | null>;
export interface Opened { plain: Json; visible: Visibility }

/** The subjects of rows and photos, from the events that added them. */
export function subjectsOf(events: Iterable<Logged>): Map<string, string> {
  const subjects = new Map<string, string>();
  for (const { event } of events) {
    if (event.type !== 'row_added' && event.type !== 'photo_added') continue;
    if (typeof event.body.subject === 'string') subjects.set(String(event.body.entity), event.body.subject);
  }
  return subjects;
}

/** The subject under which an entity's values are sealed; undefined while its adding event has not arrived. */
export function subjectOf(entity: string, subjects: Map<string, string>): string | undefined {
  const kind = kindOf(entity);
  return kind === 'row' || kind === 'photo' ? subjects.get(entity) : entity;
}

/** What an event seals, or its clear value. */
export async function openEvent(logged: Logged, secrets: Secrets, subjects: Map<string, string>): Promise<Opened> {
  const { event } = logged;
  if (typeof event.body.sealed !== 'string') return { plain: event.body.value ?? null, visible: 'opened' };
  const subject = subjectOf(entityOfEvent(event), subjects);
  if (subject === undefined) return { plain: null, visible: 'not_arrived' };
  const secret = secrets.get(subject);
  if (secret === undefined) return { plain: null, visible: 'not_visible' };
  if (secret === null) return { plain: null, visible: 'erased' };
  try {
    const place = { visitId: event.visit_id, ref: logged.ref, path: sealPath(event) };
    return { plain: await openSealed(secret, place, event.body.sealed), visible: 'opened' };
  } catch {
    return { plain: null, visible: 'not_visible' };
  }
}

/** Opens `waiting` out of `events` into `opened`, by content id; the others tell which subject a row or photo belongs to. */
export async function openAll(events: Logged[], waiting: Logged[], secrets: Secrets, opened: Map<string, Opened>): Promise<void> {
  const subjects = subjectsOf(events);
  await Promise.all(waiting.map(async (logged) => opened.set(logged.contentId, await openEvent(logged, secrets, subjects))));
}
