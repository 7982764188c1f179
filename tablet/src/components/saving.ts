import { useEffect, useRef, useState } from 'preact/hooks';
import type { Question } from '../screens/reading';
import type { Head, Json, None, Src, Tablet, Value } from '../types';
import { drawn, idle, useCommand } from './frame';

/** An answer that is durable, at `at` by this clock, and the answer it was given over: null when there was none. */
export interface Kept { at: number; over: string | null }

/** Whether the tablet's own save is newer than what was read: only while the answer it was given over still stands. Hours do not tell, clocks differ. */
export function isAhead(kept: Kept | null, head: Head | undefined): kept is Kept {
  return kept !== null && kept.over === (head?.ref ?? null);
}

/** What a person can do to one answer; each act is durably saved before it is said to be. */
export interface Saving {
  /** Something is written that is not saved yet. */
  draft: boolean; drafting(on: boolean): void;
  /** Keeps what is being written, lest a killed app lose it; null: it is again what was saved. */
  keep(v: Json | null): void;
  error: string | null;
  /** What was last saved; the reading that says so too follows. */
  kept: Kept | null;
  /** Null takes the answer back. Resolves false when it could not be saved; `error` says why. `durable`: it is on this tablet. */
  save(v: Json, durable?: () => void): Promise<boolean>; excuse(none: None): void; source(src: Src): void;
  add(code: string): void; remove(codes: string[]): void;
  undo: (() => void) | null;
}

/** Said by a child, when it was asked; else seen by the inspector. Never assumed for the visit's own facts. */
function usualSource({ item, entity }: Question): Src | undefined {
  if (!entity.startsWith('minor:')) return undefined;
  return item.ask_es ? 'child' : 'observation';
}

export function useSaving(tablet: Tablet, visitId: string, question: Question): Saving {
  const { run, error } = useCommand();
  const [last, setLast] = useState<{ undo: (() => Promise<void>) | null } | null>(null);
  const [draft, drafting] = useState(false);
  const { path, item } = question;
  const before = question.heads[0]?.value ?? null;
  /** How the newest act is taken back, also while it is being saved: undoing it waits for its turn. */
  const back = useRef<(() => Promise<void>) | null>(null);
  const act = async (work: () => Promise<void>, undo: (() => Promise<void>) | null) => {
    const earlier = back.current;
    back.current = undo;
    const done = await run(work);
    if (done) setLast({ undo });
    else if (back.current === undo) back.current = earlier;
    return done;
  };
  const [kept, setKept] = useState<Kept | null>(null);
  const [head] = question.heads;
  const standing = useRef(head?.ref ?? null);
  standing.current = head?.ref ?? null;
  // Once another answer was read the save is ahead no longer, not even if that answer is set aside later.
  useEffect(() => setKept(was => (isAhead(was, head) ? was : null)), [head?.ref]);
  const said = (at: number, durable?: () => void) => { setKept({ at, over: standing.current }); durable?.(); };
  /** What was put over the answer that still stands: the reading that shows it follows, and undoing goes back to it meanwhile. */
  const ours = useRef<{ value: Value; over: string | null } | null>(null);
  const put = async (value: Value, durable?: () => void, first?: Promise<void>) => {
    const over = standing.current;
    const was = ours.current?.over === over ? ours.current.value : before;
    ours.current = { value, over };
    const done = await act(() => tablet.setAnswer(visitId, path, value, at => {
      said(at, durable);
      return drawn();
    }, first), () => { ours.current = null; return was ? tablet.setAnswer(visitId, path, was) : tablet.clearAnswer(visitId, path); });
    if (!done) ours.current = null;
    return done;
  };
  /** What was written and rests on this tablet as a draft is said to be saved at once; should no answer come of it, no longer. */
  const saveWritten = async (value: Value, durable?: () => void) => {
    const early = tablet.isDraftKept(visitId, path);
    if (early) said(Date.now(), durable);
    const done = await put(value, durable, early ? drawn().then(idle) : undefined);
    if (early && !done) setKept(null);
    return done;
  };
  /** What was erased is asked again: an empty field must not stand over an answer that still counts. */
  const takeBack = async (durable?: () => void) => (standing.current || ours.current ? put({ none: 'not_asked' }, durable) : true);
  const src = before?.src ?? usualSource(question);
  const withSource = (value: Value): Value => (src ? { ...value, src } : value);
  const each = async (codes: string[], one: (code: string) => Promise<void>) => { for (const code of codes) await one(code); };
  return {
    draft,
    drafting,
    keep: v => tablet.keepDraft(visitId, path, v === null ? null : withSource({ v })),
    error,
    kept,
    save: (v, durable) => v === null ? takeBack(durable) : saveWritten(withSource({ v }), durable),
    excuse: none => item.type === 'multi' ? void act(async () => {
      const members = Object.keys(question.heads[0]?.members ?? {});
      await each(members, code => tablet.removeMember(visitId, path, code));
      await tablet.setAnswer(visitId, path, { none });
    }, null) : void put(withSource({ none })),
    source: to => { if (before) void put({ ...before, src: to }); },
    add: code => void act(() => tablet.addMember(visitId, path, code, src ? { src } : {}), () => tablet.removeMember(visitId, path, code)),
    remove: codes => void act(() => each(codes, code => tablet.removeMember(visitId, path, code)), () => each(codes, code => tablet.addMember(visitId, path, code, src ? { src } : {}))),
    undo: last?.undo ? () => {
      const undo = back.current;
      back.current = null;
      if (undo) void run(undo).then(ok => { if (ok) setLast({ undo: null }); else back.current ??= undo; });
    } : null,
  };
}
