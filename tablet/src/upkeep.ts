/** The device's own health: its clock and its room. Pure. Nothing here blocks anybody: it is said, and work goes on. */

const MARGIN_MS = 10 * 60_000;

/** The device's clock against what is known: the server's, or the latest instant the server is known to have lived. */
export interface ClockDoubt { shownMs: number; /** At least, when `exact` is false. */ trueMs: number; exact: boolean }

/** `offsetMs`: server minus ours in this session's last contact. `heardMs`: the latest instant heard from the server, ever. */
export function clockDoubt(nowMs: number, offsetMs: number | null, heardMs: number | null): ClockDoubt | null {
  if (offsetMs !== null) return Math.abs(offsetMs) > MARGIN_MS ? { shownMs: nowMs, trueMs: nowMs + offsetMs, exact: true } : null;
  return heardMs !== null && nowMs < heardMs - MARGIN_MS ? { shownMs: nowMs, trueMs: heardMs, exact: false } : null;
}

export const MEGABYTE = 2 ** 20;
/** Kept free of photographs, so that text always fits. */
const TEXT_RESERVE = 24 * MEGABYTE;
/** A day of field work with its photographs. */
const DAY_OF_WORK = 300 * MEGABYTE;
/** A photograph as it is usually saved. */
const PHOTO = 1.2 * MEGABYTE;
/** What a file takes beyond its own bytes: encryption, the database's log before it is compacted. */
const OVERHEAD = 2;

export type Room = 'ample' | 'tight' | 'full';

export function roomOf(freeBytes: number): Room {
  return freeBytes < TEXT_RESERVE + OVERHEAD * PHOTO ? 'full' : freeBytes < DAY_OF_WORK ? 'tight' : 'ample';
}

/** Whether a file leaves enough room for text after it. */
export function fits(freeBytes: number, fileBytes: number): boolean {
  return freeBytes - OVERHEAD * fileBytes >= TEXT_RESERVE;
}

/** How many photographs still fit, about. */
export function photosThatFit(freeBytes: number): number {
  return Math.max(0, Math.floor((freeBytes - TEXT_RESERVE) / (OVERHEAD * PHOTO)));
}
