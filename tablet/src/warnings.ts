/** What a person should know although nothing stops because of it. */
import type { Warning } from './types';

/** Beyond this the device's clock is wrong, not slow. */
export const CLOCK_MARGIN_MS = 10 * 60_000;

export interface Circumstances { offsetMs: number | null; forked: boolean; unequal: number }

export function warningsOf({ offsetMs, forked, unequal }: Circumstances): Warning[] {
  const found: Warning[] = [];
  if (offsetMs !== null && Math.abs(offsetMs) > CLOCK_MARGIN_MS) found.push({ code: 'clock', messageEs: clockWords(offsetMs) });
  if (forked) {
    found.push({ code: 'forked', messageEs: 'Una copia de esta tableta escribió con su mismo nombre. Lo suyo se guarda aparte y nada se borra: avise a la oficina y vuelva a enrolarla.' });
  }
  if (unequal) {
    found.push({ code: 'unequal', messageEs: 'La tableta y el servidor tienen los mismos registros y los leen distinto. Nada se borra: avise a la oficina.' });
  }
  return found;
}

function clockWords(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const far = days ? `${days} ${days === 1 ? 'día' : 'días'}` : hours ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
  return `El reloj de esta tableta va ${far} ${offsetMs > 0 ? 'atrasado' : 'adelantado'}. Lo escrito vale y la diferencia queda asentada; corrige la hora en los ajustes.`;
}
