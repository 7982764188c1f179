/** A pen led by the arrows, for who signs without touching the glass. */
import { useState } from 'preact/hooks';

export interface Point { x: number; y: number }
export interface Pen extends Point { down: boolean }

const STEPS: Record<string, Point> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };
/** How far one arrow leads the pen, and with Shift for the fine parts, as shares of the box's width. */
const STEP = 0.025;
const FINE = 0.008;
/** Where the pen waits at first: over the line, at its beginning. */
const START: Pen = { x: 0.12, y: 0.6, down: false };

const within = (share: number) => Math.min(0.98, Math.max(0.02, share));

/** Where the pen is after one key; the same pen when the key is not for it. */
export function movePen(pen: Pen, key: string, fine: boolean, box: { width: number; height: number }): Pen {
  if (key === ' ') return { ...pen, down: !pen.down };
  const step = STEPS[key];
  if (!step) return pen;
  const far = (fine ? FINE : STEP) * box.width;
  return { ...pen, x: within(pen.x + step.x * far / box.width), y: within(pen.y + step.y * far / box.height) };
}

/** The pen in shares of the box, and the key handler that draws: `draw` gets each stroke so far in shares of the box. */
export function useKeyPen(box: () => { width: number; height: number }, draw: (stroke: Point[], begun: boolean) => void) {
  const [pen, set] = useState(START);
  const [stroke, keep] = useState<Point[]>([]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movePen(pen, event.key, event.shiftKey, box());
    if (next === pen) return;
    event.preventDefault();
    set(next);
    if (!next.down) return keep([]);
    const line = [...stroke, { x: next.x, y: next.y }];
    keep(line);
    draw(line, line.length === 1);
  };
  return { pen, onKeyDown, restart: () => { set(START); keep([]); } };
}
