import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

const SPARE = 6;

/** A long list of rows of one height, of which only those near the eye are drawn. Its place and length are said to screen readers. */
export function WindowList<T>({ items, rowHeight, label, keyOf, render }: { items: T[]; rowHeight: number; label: string; keyOf: (item: T) => string; render: (item: T) => ComponentChildren }) {
  const list = useRef<HTMLUListElement>(null);
  const [[first, last], show] = useState<[number, number]>([0, 12]);
  useEffect(() => {
    const scroller = document.getElementById('content');
    if (!scroller || !list.current) return;
    const measure = () => {
      const above = scroller.getBoundingClientRect().top - list.current!.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / rowHeight) - SPARE);
      const to = Math.ceil((above + scroller.clientHeight) / rowHeight) + SPARE;
      show(before => (before[0] === from && before[1] === to ? before : [from, to]));
    };
    measure();
    scroller.addEventListener('scroll', measure, { passive: true });
    addEventListener('resize', measure);
    return () => { scroller.removeEventListener('scroll', measure); removeEventListener('resize', measure); };
  }, [rowHeight, items.length]);
  const shown = items.slice(first, last);
  return (
    <ul ref={list} class="window-list" aria-label={label} style={{ height: `${items.length * rowHeight}px` }}>
      {shown.map((item, n) => (
        <li key={keyOf(item)} aria-setsize={items.length} aria-posinset={first + n + 1} style={{ transform: `translateY(${(first + n) * rowHeight}px)`, height: `${rowHeight}px` }}>{render(item)}</li>
      ))}
    </ul>
  );
}
