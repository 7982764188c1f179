/** Time as evidence: the wall clock, a clock that never runs backwards, and how far the server's clock was off. */
import { hex, type Random } from './bytes';

export interface Clock {
  /** Wall clock, ms since 1970 UTC. Evidence only: nothing is ordered by it. */
  now(): number;
  /** Whole ms since this page started. */
  mono(): number;
  /** Random name of this page start: `mono` values compare only within it. */
  boot: string;
}

export function pageClock(random: Random): Clock {
  return { now: () => Date.now(), mono: () => Math.round(performance.now()), boot: hex(random(8)) };
}

/** Server clock minus ours, supposing the answer took as long as the question. */
export function clockOffset(askedAt: number, answeredAt: number, serverTime: number): number {
  return Math.round(serverTime - (askedAt + answeredAt) / 2);
}
