/** The one door of the screens: opens the tablet's core. */
import type { Tablet } from './types';

export type * from './types';
export { TabletError } from './types';

let opened: Promise<Tablet> | null = null;

/** Opens the core once per page. Safe to call from anywhere. */
export function openTablet(): Promise<Tablet> {
  opened ??= Promise.reject(new Error('not built yet'));
  return opened;
}
