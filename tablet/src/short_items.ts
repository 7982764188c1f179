/** A batch's events as the wire wants them: a new answer is written beside the event before it. Mirrors `inspection/sync/short_items.py`. */
import { entityOf, entityOfEvent, isHidden, type WireEvent } from './events';
import type { Json } from './types';

/** The items of a contiguous run. Hashes and links stay those of the events themselves. */
export function itemsOf(events: WireEvent[]): Json[] {
  return events.map((event, i) => shortened(event, events[i - 1]) ?? spelled(event));
}

function spelled(event: WireEvent): Json {
  const { type, recorded_at, boot, mono_ms, body, content_id, box } = event;
  return isHidden(event) ? { content_id: content_id!, box: box! } : { type, recorded_at, boot, mono_ms, body };
}

/** `[after_ms, path, value or sealed, drift_ms?]`, or null when the event is not that simple. */
function shortened({ type, recorded_at, boot, mono_ms, body }: WireEvent, before: WireEvent | undefined): Json[] | null {
  const { path, supersedes, value, sealed } = body;
  const content = sealed ?? value;
  const isNewAnswer = type === 'answer_set' && Object.keys(body).length === 3 && Array.isArray(supersedes) && !supersedes.length;
  // Nobody knows what stands before, where it is a box.
  if (!before || isHidden(before) || before.boot !== boot || !isNewAnswer || (typeof sealed !== 'string' && !isObject(value))) return null;
  // A path that is none, or begins with a slash, would be read as another one.
  if (typeof path !== 'string' || path.indexOf('/') < 1) return null;
  const same = entityOf(path) === entityOfEvent(before);
  const after = recorded_at - before.recorded_at;
  const drift = mono_ms - before.mono_ms - after;
  return [after, same ? path.slice(path.indexOf('/')) : path, content!, ...(drift ? [drift] : [])];
}

function isObject(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
