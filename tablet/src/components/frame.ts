/** What every screen shares: the tablet, the way to another place, and the person's preferences of reading. */
import { createContext } from 'preact';
import { useContext, useEffect, useReducer, useState } from 'preact/hooks';
import { addressOf, type Route } from '../screens/routes';
import type { Bundle, OpenVisit, Tablet } from '../types';

export const TabletContext = createContext<Tablet | null>(null);

/** The tablet; the calling component is drawn again after each change of what it holds. */
export function useTablet(): Tablet {
  const tablet = useContext(TabletContext);
  if (!tablet) throw new Error('TabletContext is missing');
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => tablet.subscribe(() => redraw(undefined)), [tablet]);
  return tablet;
}

export interface OpenedVisit { tablet: Tablet; visit: OpenVisit; bundle: Bundle }

/** The visit and its pinned bundle, or null while either is being read from disk. */
export function useVisit(visitId: string): OpenedVisit | null {
  const tablet = useTablet();
  const visit = tablet.visit(visitId);
  const bundle = tablet.bundle(visitId);
  return visit && bundle ? { tablet, visit, bundle } : null;
}

export function go(route: Route, replace = false): void {
  const address = addressOf(route);
  if (replace) location.replace(address); else location.hash = address;
}

/** Saving commands in flight: `run` reports failure in words and never throws. */
export function useCommand(): { busy: boolean; error: string | null; run: (work: () => Promise<unknown>) => Promise<boolean>; clear: () => void } {
  const [state, set] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null });
  const run = async (work: () => Promise<unknown>) => {
    set({ busy: true, error: null });
    try {
      await work();
      set({ busy: false, error: null });
      return true;
    } catch (failure) {
      set({ busy: false, error: failure instanceof Error && failure.name === 'TabletError' ? failure.message : null });
      if (!(failure instanceof Error && failure.name === 'TabletError')) { console.error('command failed', failure instanceof Error ? failure.name : ''); set({ busy: false, error: '' }); }
      return false;
    }
  };
  return { ...state, run, clear: () => set({ busy: false, error: null }) };
}

const FRAME_MS = 100;

/** Resolves when what was just told is on the screen; soon, where nothing is drawn (a page in the background). */
export function drawn(): Promise<void> {
  return new Promise(done => {
    const late = setTimeout(done, FRAME_MS);
    requestAnimationFrame(() => setTimeout(() => { clearTimeout(late); done(); }, 0));
  });
}

/** Resolves when the page has nothing else to do, and soon in any case. */
export function idle(): Promise<void> {
  return new Promise(done => { if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: FRAME_MS }); else setTimeout(done, 0); });
}

const DOUBT_MS = 4000;

/**
 * Shows a choice at once, while it is being saved, until the stored answer says the same: of several made in a hurry the
 * earlier ones arrive first. One that never does (the save failed and says so) goes back to what is stored.
 */
export function useChosen<T>(stored: T): [T, (chosen: T) => void] {
  const [chosen, set] = useState<{ value: T } | null>(null);
  const now = JSON.stringify(stored);
  useEffect(() => set(was => (JSON.stringify(was?.value) === now ? null : was)), [now]);
  useDoubt(chosen, set);
  return [chosen ? chosen.value : stored, value => set({ value })];
}

/** The same of several of many, each by itself: {code: ticked or not}. */
export function useTicked(stored: string[]): [string[], (codes: Record<string, boolean>) => void] {
  const [chosen, set] = useState<Record<string, boolean> | null>(null);
  const ahead = (of: Record<string, boolean> | null) => Object.entries(of ?? {}).filter(([code, on]) => stored.includes(code) !== on);
  useEffect(() => set(was => (ahead(was).length ? Object.fromEntries(ahead(was)) : null)), [stored.join()]);
  useDoubt(chosen, set);
  return [
    [...stored.filter(code => chosen?.[code] !== false), ...ahead(chosen).filter(([, on]) => on).map(([code]) => code)],
    codes => set(was => ({ ...was, ...codes })),
  ];
}

function useDoubt<T>(shown: T | null, set: (nothing: null) => void): void {
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => set(null), DOUBT_MS);
    return () => clearTimeout(timer);
  }, [shown]);
}

export type Preference = 'theme' | 'hand';

/** Theme and hand are the device's own preferences; nothing about people is ever kept outside the vault. */
export function preference(name: Preference): boolean {
  return localStorage.getItem(`resguardo-${name}`) === 'on';
}

export function setPreference(name: Preference, on: boolean): void {
  localStorage.setItem(`resguardo-${name}`, on ? 'on' : 'off');
  applyPreferences();
}

export function applyPreferences(): void {
  document.documentElement.dataset.theme = preference('theme') ? 'sun' : 'paper';
  document.documentElement.dataset.hand = preference('hand') ? 'left' : 'right';
}
