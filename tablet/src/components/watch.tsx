import { useEffect, useState } from 'preact/hooks';
import { due, elapsed, PAUSE_LIMIT_MS, type Reading } from '../idle';
import { es } from '../strings_es';
import type { Tablet } from '../types';

const LOOK_MS = 5_000;
const TOUCHES = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const;
const reading = (): Reading => ({ wall: Date.now(), mono: performance.now() });

/** Closes the tablet when nobody uses it or it is out of sight, and says so before. Drawn on every open screen. */
export function Watch({ tablet }: { tablet: Tablet }) {
  const [warned, warn] = useState(false);
  useEffect(() => {
    let touched = reading();
    let hidden: Reading | null = document.visibilityState === 'hidden' ? reading() : null;
    const touch = () => { touched = reading(); warn(false); };
    const look = () => {
      const what = due(reading(), touched, hidden, tablet.guard.idleMinutes);
      if (what === 'close') void tablet.guard.pause();
      else warn(what === 'warn' && !hidden);
    };
    const seen = () => {
      if (document.visibilityState === 'hidden') { hidden = reading(); return; }
      look();
      hidden = null;
    };
    const timer = setInterval(look, LOOK_MS);
    for (const kind of TOUCHES) addEventListener(kind, touch, { capture: true, passive: true });
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      for (const kind of TOUCHES) removeEventListener(kind, touch, { capture: true });
      document.removeEventListener('visibilitychange', seen);
    };
  }, []);
  if (!warned) return null;
  return <div class="saved" role="alert"><span>{es.guard.warn}</span><button type="button" class="press" onClick={() => warn(false)}>{es.guard.stay}</button></div>;
}

/** A pause does not last for ever: then the key leaves memory. */
export function usePauseLimit(tablet: Tablet, paused: boolean): void {
  useEffect(() => {
    if (!paused) return;
    const since = reading();
    const timer = setInterval(() => { if (elapsed(since, reading()) >= PAUSE_LIMIT_MS) void tablet.lock(); }, LOOK_MS);
    return () => clearInterval(timer);
  }, [paused]);
}
