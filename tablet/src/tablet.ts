/** The one door of the screens: opens the tablet's core in this browser. */
import { actaText } from './acta_context';
import { Core } from './core';
import { People } from './people';
import { browserSurroundings } from './surroundings';
import type { Tablet } from './types';

export type * from './types';
export { TabletError } from './types';

let opened: Promise<Tablet> | null = null;

/** Opens the core once per page. Safe to call from anywhere; nobody is unlocked by it. */
export function openTablet(): Promise<Tablet> {
  opened ??= start();
  return opened;
}

async function start(): Promise<Tablet> {
  const core = await Core.open(await People.open(), browserSurroundings(), (bundle, visit) => actaText(bundle, visit.plain()));
  const contact = (): void => void core.syncNow();
  // The browser's word on the network is a hint: a moment to try, never a reason not to.
  addEventListener('online', contact);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') contact(); });
  void core.deliverWaiting();
  return core;
}
