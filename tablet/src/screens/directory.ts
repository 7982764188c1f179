/**
 * The public directory, kept outside the vault so that the lock screen can call: authorities and lines only, never people.
 */
import { es } from '../strings_es';
import type { Bundle, HelpLine, ProtectionAuthority } from '../types';

const KEY = 'resguardo-directory';
export interface Directory { lines: HelpLine[]; authorities: ProtectionAuthority[] }

export function keepDirectory(bundle: Bundle | null): void {
  if (!bundle) return;
  const kept = JSON.stringify({ lines: bundle.directory.lines, authorities: bundle.directory.protection_authorities });
  if (localStorage.getItem(KEY) !== kept) localStorage.setItem(KEY, kept);
}

/** The directory last brought by a bundle; before any, the emergency number alone. */
export function readDirectory(): Directory {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Directory | null;
    if (kept && Array.isArray(kept.lines) && kept.lines.length) return kept;
  } catch { /* unreadable: the number below always works */ }
  const { name, phone, what } = es.calls.emergency;
  return { lines: [{ id: 'emergency', name_es: name, phone, what_es: what }], authorities: [] };
}

/** The address that dials a number. */
export function dial(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`;
}
