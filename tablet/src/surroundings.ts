/** What the core takes from the browser. Tests pass their own. */
import { webRandom, type Random } from './bytes';
import { pageClock, type Clock } from './clock';

export interface Surroundings {
  random: Random;
  clock: Clock;
  fetcher: typeof fetch;
  /** '' = the page's own origin. */
  origin: string;
  /** Runs `work` alone among all tabs; waits for its turn. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Runs `work` unless another tab holds the name. */
  ifFree(name: string, work: () => Promise<void>): Promise<void>;
  /** Tells other tabs which visits changed; answers with a way to stop listening. */
  channel(name: string, heard: (message: unknown) => void): { tell(message: unknown): void; close(): void };
  /** From 0 to 1. */
  chance(): number;
  /** Asks the browser never to evict our storage. */
  persist(): Promise<boolean>;
  /** Bytes that can still be stored; null when the browser does not say. */
  room?(): Promise<number | null>;
}

export function browserSurroundings(): Surroundings {
  return {
    random: webRandom, clock: pageClock(webRandom), fetcher: (...request) => fetch(...request), origin: '', chance: () => Math.random(),
    alone: (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>,
    ifFree: async (name, work) => { await navigator.locks.request(name, { ifAvailable: true }, async (lock) => { if (lock) await work(); }); },
    channel(name, heard) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => heard(data);
      return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
    room: async () => {
      const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
      return quota === undefined || usage === undefined ? null : quota - usage;
    },
  };
}
