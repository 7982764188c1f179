import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';
import type { Item } from '../types';
import { useTablet } from './frame';
import { isDay, localDay, localMinute, spanishDay, spanishMinute } from './spanish_dates';
import { keeping, Part, Unusual, useDraft, type WrittenProps } from './written_fields';

const BIRTH = 'birth_date';

/** `9|5|2010` → `2010-05-09`, and why it cannot be; null while it is not whole. */
function readDay(text: string, item: Item): [string | null, string | null] {
  const [day = 0, month = 0, year = 0] = text.split('|').map(Number);
  if (!day || !month || year < 1000) return [null, null];
  const written = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return [written, !isDay(year, month, day) ? es.item.badDate : item.role === BIRTH && written > localDay(Date.now()) ? es.item.notBornYet : null];
}

const NO_DAY = '||';

/** A day in three fields, faster than a calendar for a birth date, and read back in words. */
export function DateField({ id, value, save, drafting, keep, disabled, item }: WrittenProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [y = '', m = '', d = ''] = typeof value === 'string' ? value.split('-') : [];
  const { draft, write, flush } = useDraft(value ? `${Number(d)}|${Number(m)}|${y}` : NO_DAY, drafting, (text, durable) => {
    const [written, why] = readDay(text, item);
    setProblem(why);
    if (text === NO_DAY) return save(null, durable);
    return why || written === null ? false : save(written, durable);
  }, { same: () => setProblem(null), keep: keeping(keep, text => { const [written, why] = readDay(text, item); return why ? null : written; }) });
  const [day = '', month = '', year = ''] = draft.split('|');
  const put = (text: string) => { setProblem(null); write(text); };
  /** Half a date, or a year of two figures, is no day: said once the three fields are left, never while one writes. */
  const left = (event: FocusEvent) => {
    if ((event.currentTarget as Element).contains(event.relatedTarget as Node | null)) return;
    if (draft !== NO_DAY && readDay(draft, item)[0] === null) setProblem(es.item.partDate);
  };
  return (
    <>
      <div class="parts" role="group" aria-label={item.label_es} onFocusOut={left}>
        <Part id={id} label={es.item.day} text={day} write={t => put(`${t}|${month}|${year}`)} flush={flush} disabled={disabled} width="88px" length={2} />
        <Part id={`${id}-month`} label={es.item.month} text={month} write={t => put(`${day}|${t}|${year}`)} flush={flush} disabled={disabled} width="88px" length={2} />
        <Part id={`${id}-year`} label={es.item.year} text={year} write={t => put(`${day}|${month}|${t}`)} flush={flush} disabled={disabled} width="128px" length={4} />
      </div>
      {problem ? <p class="small doubt" role="alert">{problem}</p> : typeof value === 'string' && <p class="quiet">{spanishDay(value)}</p>}
    </>
  );
}

const PAUSE_MS = 1500;
/** A visit is told in the year it is lived; what lies further off is more often a slip of the finger. */
const NEAR_MS = 400 * 86_400_000;
/** A browser may take a year of five figures, which nobody could read afterwards. */
const MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Whether a written moment is far from now, by the best clock there is. */
export function isFar(minute: string, now: number): boolean {
  const at = Date.parse(`${minute}Z`);
  return Math.abs(at - now) > NEAR_MS;
}

/** A local day and hour; «Ahora» writes it with one tap. What cannot be, or is far off, is said on leaving and saved only if insisted on. */
export function MomentField({ id, value, save, disabled, describedBy, zone }: Omit<WrittenProps, 'drafting' | 'keep'> & { zone: string }) {
  const { clockDoubt } = useTablet();
  const stored = typeof value === 'string' ? value : '';
  const box = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [far, setFar] = useState('');
  const put = (minute: string) => { setProblem(null); setFar(''); if (minute !== stored) save(minute || null); };
  const writing = useRef(0);
  // Half a date must not vanish under the finger because what was saved before it is told now.
  useEffect(() => { if (box.current && !writing.current) box.current.value = stored; }, [stored]);
  const written = () => (MINUTE.test(box.current!.value) ? box.current!.value.slice(0, 16) : '');
  const doubtful = (minute: string) => isFar(minute, clockDoubt?.trueMs ?? Date.now());
  /** Each part that is typed makes another moment of the rest: saved after a pause, as a picker leaves it, or on leaving. */
  const change = () => {
    clearTimeout(writing.current);
    writing.current = window.setTimeout(() => { const minute = written(); if (minute && !doubtful(minute)) put(minute); }, PAUSE_MS);
  };
  useEffect(() => () => clearTimeout(writing.current), []);
  const left = () => {
    clearTimeout(writing.current);
    writing.current = 0;
    const minute = written();
    if (!minute && (box.current!.value || box.current!.validity.badInput)) { setFar(''); return setProblem(es.item.badMoment); }
    if (!minute || minute === stored || !doubtful(minute)) return put(minute);
    setProblem(es.item.farMoment(spanishMinute(minute)));
    setFar(minute);
  };
  return (
    <>
      <div class="parts">
        <input id={id} ref={box} class="write" style={{ maxWidth: '280px' }} type="datetime-local" max="9999-12-31T23:59" disabled={disabled} aria-invalid={problem ? true : undefined} aria-describedby={describedBy} onInput={change} onBlur={left} />
        {!disabled && <button type="button" class="press" style={{ minHeight: '56px' }} aria-describedby={`${id}-name`} onClick={() => { const now = localMinute(Date.now(), zone); box.current!.value = now; put(now); }}>{es.item.now}</button>}
      </div>
      {problem ? <p class="small doubt" role="alert">{problem}</p> : stored && <p class="quiet">{spanishMinute(stored)}</p>}
      {far && <Unusual words={es.item.keepMoment} keep={() => put(far)} />}
    </>
  );
}
