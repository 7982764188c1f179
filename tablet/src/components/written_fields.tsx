import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';
import type { Item, Json } from '../types';
import { drawn } from './frame';
import { decimal } from './spanish_dates';

const PAUSE_MS = 600;
/** What could not be saved, for want of room, is tried again this often while its field stands. */
const RETRY_MS = 4_000;
/** From this length a text gets room for several lines; below, one line that grows. */
const LONG_TEXT = 500;

/** `save`: null takes the answer back. */
export interface WrittenProps { id: string; item: Item; value: Json; save: (v: Json, durable?: () => void) => Promise<boolean> | void; drafting: (on: boolean) => void; keep?: (v: Json | null) => void; disabled: boolean; describedBy: string }

const asTyped = (text: string): string => text;

interface DraftOptions { keep?: ((text: string | null) => void) | undefined; tidy?: (text: string) => string; /** It is again what is stored: nothing is wrong with it. */ same?: () => void }

/**
 * A draft that becomes an answer on leaving the field, after a pause, or when the page goes away:
 * one event a thought, not one a key, and never a thought lost. What is saved is tidied; what is on the screen stays
 * as it was typed, or a pause after a word would eat the space before the next.
 */
export function useDraft(stored: string, drafting: (on: boolean) => void, commit: (text: string, durable: () => void) => Promise<boolean> | void | false, { keep, tidy = asTyped, same }: DraftOptions = {}) {
  const [draft, setDraft] = useState(stored);
  const live = useRef({ draft: stored, stored, latest: stored, commit, timer: 0, flying: 0, gone: false });
  live.current.commit = commit;
  live.current.latest = stored;
  /** Takes over what was read, unless something of this field is still on its way: an earlier answer, told late, must not stand over a later one. */
  const adopt = () => {
    const { draft: text, stored: before, latest, flying, gone } = live.current;
    if (flying || gone) return;
    if (text === before && tidy(text) !== latest) { setDraft(latest); live.current.draft = latest; }
    live.current.stored = latest;
  };
  useEffect(adopt, [stored]);
  const flush = () => {
    clearTimeout(live.current.timer);
    const { draft: text, stored: before } = live.current;
    if (tidy(text) === tidy(before)) { same?.(); return drafting(false); }
    live.current.stored = text;
    // It is no longer a draft when it is durable, unless somebody went on writing meanwhile.
    const settled = () => { if (live.current.draft === text) drafting(false); };
    const taken = live.current.commit(tidy(text), settled);
    if (!taken) drafting(false);
    // What is not taken stays a draft.
    if (taken === false) { live.current.stored = before; return; }
    live.current.flying += 1;
    void Promise.resolve(taken).then(saved => {
      live.current.flying -= 1;
      settled();
      void drawn().then(adopt);
      if (saved !== false || live.current.stored !== text) return;
      live.current.stored = before;
      if (!live.current.gone) live.current.timer = window.setTimeout(flush, RETRY_MS);
    });
  };
  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', flush);
    return () => { document.removeEventListener('visibilitychange', leave); window.removeEventListener('pagehide', flush); live.current.gone = true; flush(); };
  }, []);
  const write = (text: string) => {
    setDraft(text);
    live.current.draft = text;
    keep?.(tidy(text) === tidy(live.current.stored) ? null : tidy(text));
    drafting(true);
    clearTimeout(live.current.timer);
    live.current.timer = window.setTimeout(flush, PAUSE_MS);
  };
  /** The draft is taken after all: what is stored may replace it. */
  const settle = () => { live.current.stored = live.current.draft; };
  return { draft, write, flush, settle };
}

/** Keeps what is being written only as what it would be saved as: what cannot be is no draft of an answer. */
export function keeping(keep: WrittenProps['keep'], read: (text: string) => Json | null) {
  return keep && ((text: string | null) => keep(text === null ? null : read(text)));
}

const MODES: Record<string, { inputMode?: 'tel' | 'numeric'; autocapitalize?: 'characters' | 'words' }> = {
  workplace_phone: { inputMode: 'tel' }, workplace_municipality: { inputMode: 'numeric' }, employer_rfc: { autocapitalize: 'characters' }, minor_name: { autocapitalize: 'words' }, person_name: { autocapitalize: 'words' },
};

export function TextField({ id, item, value, save, drafting, keep, disabled, describedBy }: WrittenProps) {
  const tidy = (text: string) => text.toWellFormed().normalize('NFC').trim();
  // Nothing written is no answer: it is asked again, and can be undone.
  const answer = (text: string) => text || null;
  const { draft, write, flush } = useDraft(typeof value === 'string' ? value : '', drafting, (text, durable) => save(answer(text), durable), { keep: keeping(keep, answer), tidy });
  const shared = {
    id, class: (item.max_chars ?? LONG_TEXT) >= LONG_TEXT ? 'write long' : 'write', value: draft, disabled, 'aria-describedby': describedBy, autocomplete: 'off', spellcheck: true,
    ...(MODES[item.role ?? ''] ?? {}), onBlur: flush,
  };
  // The browser would cut what is pasted without a word: it is kept whole, and said.
  const over = item.max_chars !== undefined && draft.length > item.max_chars;
  return (
    <>
      {item.max_chars !== undefined && item.max_chars <= 160
        ? <input type="text" {...shared} onInput={event => write(event.currentTarget.value)} />
        : <textarea rows={1} {...shared} onInput={event => write(event.currentTarget.value)} />}
      {over && <p class="small doubt" role="status">{es.item.tooLong(item.max_chars ?? 0, draft.length)}</p>}
    </>
  );
}

interface Shape { digits: number; unit: string; before?: string; mode: 'numeric' | 'decimal' }
const SHAPES: Record<string, Shape> = {
  int: { digits: 0, unit: '', mode: 'numeric' }, grams: { digits: 3, unit: es.item.kilos, mode: 'decimal' }, money: { digits: 2, unit: es.item.pesos, before: '$', mode: 'decimal' },
};
const LARGEST = 2 ** 53 - 1;

/** `1,234.5` with two digits → 123450; null when it is not a number one can keep. */
export function readAmount(text: string, digits: number): number | null {
  const plain = text.replace(/[\s,$]/g, '');
  if (!/^-?\d+(\.\d*)?$/.test(plain)) return null;
  // Fourteen and a half years are not fifteen.
  if (digits === 0 && !Number.isInteger(Number(plain))) return null;
  const amount = Math.round(Number(plain) * 10 ** digits);
  return Math.abs(amount) < LARGEST ? amount : null;
}

/** Whole numbers, kilograms and pesos, with the keyboard each needs. What cannot be a number is kept on screen and said. */
export function AmountField({ id, item, value, save, drafting, keep, disabled, describedBy }: WrittenProps) {
  const shape = SHAPES[item.type] ?? SHAPES.int!;
  const [problem, setProblem] = useState<string | null>(null);
  const [unusual, setUnusual] = useState<number | null>(null);
  const sound = () => { setProblem(null); setUnusual(null); };
  const stored = typeof value === 'number' ? decimal(value, shape.digits) : '';
  const { draft, write, flush, settle } = useDraft(stored, drafting, (text, durable) => {
    if (!text.trim()) { sound(); return save(null, durable); }
    const amount = readAmount(text, shape.digits);
    if (amount === null) { setProblem(shape.digits === 0 && readAmount(text, 2) !== null ? es.item.badWhole : es.item.badNumber); setUnusual(null); return false; }
    const outside = isOutside(item, amount);
    setProblem(outside ? rangeOf(item, shape.digits) : null);
    setUnusual(outside ? amount : null);
    return outside ? false : save(amount, durable);
  }, { same: sound, keep: keeping(keep, text => {
    const amount = readAmount(text, shape.digits);
    return amount === null || isOutside(item, amount) ? null : amount;
  }) });
  const told = typeof value === 'number' && isOutside(item, value) && unusual === null ? es.item.keptUnusual : null;
  return (
    <>
      <div class="with-unit">
        {shape.before && <span aria-hidden="true">{shape.before}</span>}
        <input id={id} class="write figure-field amount" type="text" inputMode={shape.mode} autocomplete="off" value={draft} disabled={disabled} aria-invalid={problem ? true : undefined} aria-describedby={describedBy} onInput={event => write(event.currentTarget.value)} onBlur={flush} />
        {shape.unit && <span>{shape.unit}</span>}
      </div>
      {problem && <p class="small doubt" role="alert">{problem}</p>}
      {unusual !== null && unusual >= 0 && <Unusual keep={() => { settle(); save(unusual); setUnusual(null); setProblem(null); }} />}
      {told && <p class="small doubt">{told}</p>}
    </>
  );
}

function isOutside({ min, max }: Item, amount: number): boolean {
  return (min !== undefined && amount < min) || (max !== undefined && amount > max);
}

function rangeOf({ min, max }: Item, digits: number): string {
  return es.item.outOfRange(decimal(min ?? 0, digits), max === undefined ? '…' : decimal(max, digits));
}

/** What is hard to believe may still be what somebody said: one touch keeps it as evidence. */
export function Unusual({ keep, words = es.item.keepUnusual }: { keep: () => void; words?: string }) {
  return <p><button type="button" class="press" onClick={keep}>{words}</button></p>;
}

export function Part({ id, label, text, hint = '', write, flush, disabled, width, length }: { id: string; label: string; text: string; hint?: string; write: (t: string) => void; flush: () => void; disabled: boolean; width: string; length: number }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} class="write figure-field" style={{ maxWidth: width }} type="text" inputMode="numeric" autocomplete="off" maxLength={length} placeholder={hint} value={text} disabled={disabled} onInput={event => write(event.currentTarget.value)} onBlur={flush} />
    </div>
  );
}

/** `8:30` → 510 minutes; either part may be missing. Null: nothing is written, or no duration. */
export function readDuration(text: string): number | null {
  const [hours = '', minutes = ''] = text.split(':');
  const [h, m] = [readAmount(hours || '0', 0), readAmount(minutes || '0', 0)];
  return (!hours && !minutes) || h === null || m === null || m > 59 || h < 0 || m < 0 ? null : h * 60 + m;
}

/** What stands in the two parts: a nought is not written in for anybody, for who types on would find it before their figures. */
function partsOfDuration(all: number): string {
  const [h, m] = [Math.floor(all / 60), all % 60];
  return `${h || (m ? '' : 0)}:${m || ''}`;
}

function tidyDuration(text: string): string {
  const all = readDuration(text);
  return all === null ? text : partsOfDuration(all);
}

/** Hours and minutes, kept as minutes. */
export function DurationField({ id, value, save, drafting, keep, disabled, item }: WrittenProps) {
  const stored = typeof value === 'number' ? partsOfDuration(value) : ':';
  const [problem, setProblem] = useState<string | null>(null);
  const [unusual, setUnusual] = useState<number | null>(null);
  const { draft, write, flush, settle } = useDraft(stored, drafting, (text, durable) => {
    setUnusual(null);
    if (text === ':') { setProblem(null); return save(null, durable); }
    const all = readDuration(text);
    if (all === null) { setProblem(es.item.badDuration); return false; }
    const long = item.max !== undefined && all > item.max;
    setProblem(long ? es.item.longDuration(Math.floor(item.max! / 60)) : null);
    if (long) { setUnusual(all); return false; }
    return save(all, durable);
  }, { same: () => { setProblem(null); setUnusual(null); }, tidy: tidyDuration, keep: keeping(keep, text => {
    const all = readDuration(text);
    return all === null || (item.max !== undefined && all > item.max) ? null : all;
  }) });
  const [hours = '', minutes = ''] = draft.split(':');
  return (
    <>
    <div class="parts" role="group" aria-label={item.label_es}>
      <Part id={id} label={es.item.hours} text={hours} write={t => write(`${t}:${minutes}`)} flush={flush} disabled={disabled} width="104px" length={3} />
      <Part id={`${id}-minutes`} label={es.item.minutes} text={minutes} hint={hours ? '00' : ''} write={t => write(`${hours}:${t}`)} flush={flush} disabled={disabled} width="104px" length={2} />
    </div>
    {problem && <p class="small doubt" role="alert">{problem}</p>}
    {unusual !== null && <Unusual keep={() => { settle(); save(unusual); setUnusual(null); setProblem(null); }} />}
    </>
  );
}
