import { es } from '../strings_es';
import { hourOf, localDay } from './spanish_dates';

/** The clerk's stamp: what was done, and its hour. */
export function Stamp({ at, zone, pending = false }: { at: number; zone: string; pending?: boolean }) {
  return (
    <span class="stamp">
      <small>{pending ? es.law.pendingDone : es.law.done}</small>
      <time class="hour" dateTime={new Date(at).toISOString()}>{hourOf(at, zone)}</time>
      <small>{localDay(at, zone).split('-').reverse().join('·')}</small>
    </span>
  );
}
