import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What the first look holds, and what each later moment adds. */
const [AT_FIRST, EACH] = [5, 4];
/** Below a row that is looked for, so that it can stand in the middle of the screen. */
const AROUND = 6;

/**
 * A long page drawn from the top: what the eye meets first is on screen in the frame after the touch, the rest follows a few rows
 * at a time, and no moment is too long to hear the next touch. `upTo`: a row that must be there at once, or -1.
 */
export function Growing({ place, all, upTo, children }: { place: string; all: number; upTo: number; children: (shown: number) => ComponentChildren }) {
  const [grown, grow] = useState({ place, shown: 0 });
  const least = Math.max(AT_FIRST, upTo < 0 ? 0 : upTo + AROUND);
  const shown = Math.max(least, grown.place === place ? grown.shown : 0);
  useEffect(() => {
    if (shown >= all) return;
    let timer: ReturnType<typeof setTimeout>;
    const frame = requestAnimationFrame(() => { timer = setTimeout(() => grow({ place, shown: shown + EACH }), 0); });
    return () => { cancelAnimationFrame(frame); clearTimeout(timer); };
  }, [place, shown, all]);
  return <>{children(shown)}</>;
}
