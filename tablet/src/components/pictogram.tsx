import { DRAWINGS, pictogramFor, type PictogramName } from './pictograms';

/** A hazard's drawing. It never stands alone: its word is always beside it, so it is hidden from screen readers. */
export function Pictogram({ code, name, size = 36 }: { code?: string; name?: PictogramName; size?: number }) {
  const drawing = DRAWINGS[name ?? pictogramFor(code ?? '')];
  return (
    <svg class="picture" width={size} height={size} viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {drawing.map(d => <path key={d} d={d} />)}
    </svg>
  );
}

const SIGNS = {
  tick: ['M4 13l6 6L21 6'],
  phone: ['M7 3l4 5l-3 3c1 3 4 6 7 7l3-3l5 4c-1 3-3 4-5 4C10 22 3 14 3 7c0-2 1-4 4-4'],
  sun: ['M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10', 'M12 1v2', 'M12 21v2', 'M1 12h2', 'M21 12h2', 'M4 4l1.500 1.500', 'M18.500 18.500L20 20', 'M20 4l-1.500 1.500', 'M5.500 18.500L4 20'],
  back: ['M15 4l-8 8l8 8'],
  forward: ['M9 4l8 8l-8 8'],
  plus: ['M12 4v16', 'M4 12h16'],
  close: ['M5 5l14 14', 'M19 5L5 19'],
  device: ['M6 2h12v20H6z', 'M11 18h2'],
  sent: ['M12 20V4', 'M5 11l7-7l7 7'],
  held: ['M12 2l8 3v6c0 6-4 9-8 11c-4-2-8-5-8-11V5z', 'M8 12l3 3l5-6'],
  alert: ['M8 2h8l6 6v8l-6 6H8l-6-6V8z', 'M12 7v6', 'M12 16.500v.1'],
  camera: ['M3 7h5l2-3h4l2 3h5v13H3z', 'M12 9.500a4 4 0 1 0 0 8a4 4 0 1 0 0-8'],
  place: ['M12 22c-5-6-7-9-7-13a7 7 0 0 1 14 0c0 4-2 7-7 13', 'M12 7a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  list: ['M9 6h12', 'M9 12h12', 'M9 18h12', 'M4 6h.1', 'M4 12h.1', 'M4 18h.1'],
} as const;

/** The few signs that accompany words in buttons and states. */
export function Sign({ name, size = 22, className }: { name: keyof typeof SIGNS; size?: number; className?: string }) {
  return (
    <svg class={className} width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {SIGNS[name].map(d => <path key={d} d={d} />)}
    </svg>
  );
}

/** The mark of Resguardo: a roof that shelters a small person. Guinda, for identity only. */
export function BrandMark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path d="M4 2h18l6 6v22H4z" fill="currentColor" />
      <g stroke="var(--mark-line, var(--paper))" stroke-width="2.400" stroke-linecap="round" stroke-linejoin="round">
        <path d="M8 17c0-9 16-9 16 0" />
        <path d="M16 15.500a2.600 2.600 0 1 0 0 5.200a2.600 2.600 0 1 0 0-5.200" />
        <path d="M11.500 26c0-3.500 9-3.500 9 0" />
      </g>
    </svg>
  );
}
