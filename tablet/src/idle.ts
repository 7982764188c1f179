/** When an open tablet closes by itself. Pure: whoever looks at the clock tells it what it read. */

const MINUTE_MS = 60_000;

/** What a person may choose, in minutes. */
export const IDLE_CHOICES = [1, 2, 5, 10, 15] as const;
export const IDLE_DEFAULT = 5;
/** Out of sight for this long, the tablet is closed whatever the choice: it may be in other hands. */
export const HIDDEN_MS = 2 * MINUTE_MS;
/** How long a PIN may reopen: later only the passphrase does, and the key leaves memory. */
export const PAUSE_LIMIT_MS = 60 * MINUTE_MS;
/** Said before closing for lack of use, with time to answer (WCAG 2.2.1). */
export const WARN_MS = 20_000;

/** Two clocks: the wall's stops for nobody but may be set; the page's cannot be set but may stop while the device sleeps. */
export interface Reading { wall: number; mono: number }

/** The longer of both: neither setting the clock back nor letting the device sleep keeps a tablet open. */
export function elapsed(from: Reading, to: Reading): number {
  return Math.max(0, to.wall - from.wall, to.mono - from.mono);
}

export type Due = 'stay' | 'warn' | 'close';

/** `hiddenSince` is null while the page is in sight. */
export function due(now: Reading, lastTouch: Reading, hiddenSince: Reading | null, idleMinutes: number): Due {
  const idleMs = idleMinutes * MINUTE_MS;
  if (hiddenSince && elapsed(hiddenSince, now) >= Math.min(HIDDEN_MS, idleMs)) return 'close';
  const idle = elapsed(lastTouch, now);
  if (idle >= idleMs) return 'close';
  return idle >= idleMs - WARN_MS ? 'warn' : 'stay';
}
