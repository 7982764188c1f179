/** What closing still asks for: what protects a child first, then the formal, as `closing_order.json` says. */
import { expect, test } from 'vitest';
import { gathered, inOrder } from '../../src/screens/gap_order';
import type { Gap, GapKind } from '../../src/screens/gaps';

const VISIT = 'aa'.repeat(16);
const gap = (kind: GapKind, label: string, group: string, role?: string): Gap => ({ kind, role: role ?? null, group, label, detail: '', route: kind === 'visit' ? { at: 'stage', visit: VISIT, stage: null, item: null } : { at: 'minor', visit: VISIT, entity: `minor:${group}`, tab: 'ley', item: null } });

const ASKED = [
  gap('signer', 'Firma', 'Firmas'), gap('visit', 'Hechos', '8 · Acta'), gap('minor', '¿Para quién trabaja?', 'NNA-1', 'directed_by'),
  gap('minor', '¿Qué tan grave?', 'NNA-1', 'risk_level'), gap('minor', 'Dónde encontrarle', 'NNA-1', 'whereabouts_72h'),
  gap('duty_later', 'Explícale sus derechos', 'NNA-1'), gap('duty_urgent', 'No le dejes sola o solo', 'NNA-1'), gap('visit', 'Peligro en el lugar', '3 · Recorrido', 'imminent_danger_place'),
];

test('urgent actions lead, then whereabouts, then risk, then the rest of each child, the visit and the signatures', () => {
  const groups = inOrder(ASKED);
  expect(groups.map(({ id }) => id)).toEqual(['protect', 'whereabouts', 'risk', 'minors', 'visit', 'signers']);
  expect(groups[0]!.gaps[0]).toMatchObject({ label: 'No le dejes sola o solo', detail: 'NNA-1' });
  expect(groups.find(({ id }) => id === 'minors')!.title).toBe('NNA-1');
  expect(groups.flatMap(({ gaps }) => gaps)).toHaveLength(ASKED.length);
});

test('with many minors what they share is one line that leads somewhere, and the rest one line a child', () => {
  const many = Array.from({ length: 60 }, (_, n) => [gap('duty_urgent', 'Ordena el cese', `NNA-${n}`), gap('minor', 'Dónde encontrarle', `NNA-${n}`, 'whereabouts_72h'), gap('minor', 'Escuela', `NNA-${n}`, 'attends_school')]).flat();
  const groups = gathered(inOrder([...many, gap('visit', 'Hechos', '8 · Acta')]), VISIT);
  expect(groups.map(({ id, gaps }) => [id, gaps.length])).toEqual([['protect', 1], ['whereabouts', 1], ['minors', 60], ['visit', 1]]);
  expect(groups[0]!.gaps[0]!.route).toEqual({ at: 'minors', visit: VISIT });
  expect(groups[0]!.gaps[0]!.detail).toContain('60 personas menores');
  expect(groups[1]!.gaps[0]!.route).toMatchObject({ at: 'minor', entity: 'minor:NNA-0' });
});
