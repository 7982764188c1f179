/** How long a request is waited for: a dead line is given up soon, and a slow one never while something comes. */
import { concat, type Bytes } from './bytes';

/** `silenceMs`: a server that has the whole of a request begins to answer within this, and goes on within this. */
export interface Patience { silenceMs: number; slowestBytesPerSecond: number }

/** The slowest line is four fifths of 20 kbit/s: a piece of 256 KB has 161 s, and a dead line is given up no later. */
export const FIELD_PATIENCE: Patience = { silenceMs: 30_000, slowestBytesPerSecond: 2_000 };

/** The wait for one request. `signal` cuts it when nothing came for too long, or when `ended` does. */
export class Wait {
  private readonly cut = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal: AbortSignal;

  /** `size`: bytes of the body; how far it has gone nobody tells, so all of it is waited for at once. */
  constructor(private readonly patience: Patience, ended: AbortSignal, size: number) {
    this.signal = AbortSignal.any([ended, this.cut.signal]);
    this.again((size / patience.slowestBytesPerSecond) * 1000);
  }

  /** Reads an answer to its end, however slowly it comes. */
  async read(response: Response): Promise<Bytes> {
    this.again();
    const pieces: Uint8Array[] = [];
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      this.again();
      pieces.push(next.value);
    }
    return concat(...pieces);
  }

  over(): void { clearTimeout(this.timer); }

  private again(moreMs = 0): void {
    this.over();
    this.timer = setTimeout(() => this.cut.abort(), this.patience.silenceMs + moreMs);
  }
}
