/** The public directory: authorities and lines only, never people. It lies outside the vault, so that the lock screen can call. */
import { es } from '../strings_es';
import type { Bundle, Tablet } from '../types';

/** The directory last brought; before any, the emergency number alone. */
export function directoryOf(tablet: Tablet): Bundle['directory'] {
  const known = tablet.directory();
  if (known?.lines.length) return known;
  const { name, phone, what } = es.calls.emergency;
  return { lines: [{ id: 'emergency', name_es: name, phone, what_es: what }], protection_authorities: [] };
}

/** The address that dials a number. */
export function dial(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`;
}
