import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { memo } from './memo';

/** Rows drawn beyond each edge, ahead of a quick finger. */
const SPARE = 6;
/** New rows in one frame while frames come in time, and while they do not: a violent flick may show blank lines for a moment, and never stands still. */
const [QUICK, SLOW] = [3, 1];
const LATE_MS = 20;
/** What the first look needs. */
const AT_FIRST = 7;

type Range = readonly [first: number, last: number];
const same = (a: Range, b: Range) => a[0] === b[0] && a[1] === b[1];

/**
 * The rows to draw next, on the way to those wanted: what is out of sight goes at once, what comes in comes a few at a time,
 * from the rows already drawn outwards; after a jump, from where the eye is.
 */
export function stepTowards([first, last]: Range, [from, to]: Range, most: number): Range {
  const [kept, end] = [Math.max(first, from), Math.min(last, to)];
  if (kept >= end) {
    // Nothing in common: begin where the eye is.
    const eye = Math.min(from + SPARE, Math.max(from, to - most));
    return [eye, Math.min(to, eye + most)];
  }
  const below = Math.min(most, to - end);
  const above = Math.min(most - below, kept - from);
  return [kept - above, end + below];
}

/**
 * A long list of rows of one height, of which only those near the eye are drawn. Its place and length are said to screen readers.
 * A row is drawn once for each `of`: whatever its words rest on. Scrolling draws only the rows that come in, a few a frame.
 */
export function WindowList<T>({ items, of, rowHeight, label, keyOf, render }: { items: T[]; of: unknown; rowHeight: number; label: string; keyOf: (item: T) => string; render: (item: T) => ComponentChildren }) {
  const list = useRef<HTMLUListElement>(null);
  const [[first, last], show] = useState<Range>([0, AT_FIRST]);
  const drawn = useRef<Range>([0, AT_FIRST]);
  useEffect(() => {
    const scroller = document.getElementById('content');
    if (!scroller || !list.current) return;
    let [frame, lastAt] = [0, 0];
    const wanted = (): Range => {
      const above = scroller.getBoundingClientRect().top - list.current!.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / rowHeight) - SPARE);
      const to = Math.ceil((above + scroller.clientHeight) / rowHeight) + SPARE;
      return [Math.min(from, items.length), Math.max(0, Math.min(to, items.length))];
    };
    const step = (now: number) => {
      const late = now - lastAt > LATE_MS;
      [frame, lastAt] = [0, now];
      const [before, aim] = [drawn.current, wanted()];
      const next = stepTowards(before, aim, late ? SLOW : QUICK);
      if (!same(next, aim)) soon();
      if (!same(next, before)) show(drawn.current = next);
    };
    const soon = () => { frame ||= requestAnimationFrame(step); };
    step(performance.now());
    scroller.addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => { cancelAnimationFrame(frame); scroller.removeEventListener('scroll', soon); removeEventListener('resize', soon); };
  }, [rowHeight, items.length]);
  return (
    <ul ref={list} class="window-list" aria-label={label} style={{ height: `${items.length * rowHeight}px`, '--row': `${rowHeight}px` }}>
      {items.slice(first, last).map((item, n) => <Row key={keyOf(item)} of={of} item={item} at={first + n} all={items.length} height={rowHeight} render={render as (item: unknown) => ComponentChildren} />)}
    </ul>
  );
}

interface RowProps { of: unknown; item: unknown; at: number; all: number; height: number; render: (item: unknown) => ComponentChildren }

const Row = memo(
  ({ item, at, all, height, render }: RowProps) => <li aria-setsize={all} aria-posinset={at + 1} style={{ transform: `translateY(${at * height}px)` }}>{render(item)}</li>,
  (before, now) => before.of === now.of && before.item === now.item && before.at === now.at && before.all === now.all,
);
