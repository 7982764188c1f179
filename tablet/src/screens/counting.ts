/** Working through many minors a little at a time, so that the screen never stops answering. */
import { useEffect, useState } from 'preact/hooks';
import { MANY } from '../components/minor_card';
import { minorGaps, otherGaps, type Gap } from './gaps';
import type { Opened } from './opening';

const SLICE_MS = 8;

/** Lets the page draw and answer before going on. */
const breath = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

/** `each` of every element in slices of a few milliseconds; stops when `gone` says so. */
export async function inSlices<T>(all: T[], each: (one: T) => void, gone: () => boolean, heard?: (done: number) => void): Promise<void> {
  let from = performance.now();
  for (const [n, one] of all.entries()) {
    if (gone()) return;
    each(one);
    if (performance.now() - from < SLICE_MS) continue;
    heard?.(n + 1);
    await breath();
    from = performance.now();
  }
}

export interface Counted { gaps: Gap[] | null; done: number; all: number }

/** What is missing; null while many minors are still being looked at. */
export function useGaps({ bundle, visit, day }: Pick<Opened, 'bundle' | 'visit' | 'day'>): Counted {
  const minors = visit.closure ? [] : visit.of('minor');
  const few = minors.length < MANY;
  const [counted, set] = useState<{ of: unknown; gaps: Gap[] | null; done: number }>({ of: null, gaps: null, done: 0 });
  useEffect(() => {
    if (few) return;
    let gone = false;
    const gaps: Gap[] = [];
    // A moment of quiet first: somebody may be writing.
    const timer = setTimeout(() => {
      void inSlices(minors, ({ entity }) => gaps.push(...minorGaps(bundle, visit, entity, day)), () => gone, (done) => set((before) => ({ ...before, done })))
        .then(() => { if (!gone) set({ of: visit.visitId, gaps: [...gaps, ...otherGaps(bundle, visit, day, null)], done: minors.length }); });
    }, 150);
    return () => { gone = true; clearTimeout(timer); };
  }, [visit, day, few]);
  if (!few) return { gaps: counted.of === visit.visitId ? counted.gaps : null, done: counted.done, all: minors.length };
  const gaps = minors.flatMap(({ entity }) => minorGaps(bundle, visit, entity, day));
  return { gaps: [...gaps, ...otherGaps(bundle, visit, day, null)], done: minors.length, all: minors.length };
}
