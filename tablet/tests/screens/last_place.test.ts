/** Where the app opens: by itself only just after, and never where somebody else may be looking. */
import { expect, test } from 'vitest';
import { landsBy, LANDS_FOR_MS, openingPlace } from '../../src/screens/last_place';
import { readRoute, type Route } from '../../src/screens/routes';

const NOW = 1_763_800_000_000;
const stage = readRoute('#/visita/v1/etapa/recorrido');

test('it goes back by itself within a quarter of an hour, and not after, nor when the clock was set back or the hour is not known', () => {
  expect([0, LANDS_FOR_MS - 1, LANDS_FOR_MS, -1].map(ago => landsBy(stage, NOW - ago, NOW))).toEqual([true, true, false, false]);
  expect(landsBy(stage, 0, NOW)).toBe(false);
});

test('never into a signature, a talk or an urgent call', () => {
  const places = ['firma/p1', 'ruego/p1', 'entrevista/m1'].map(rest => readRoute(`#/visita/v1/${rest}`));
  for (const place of [...places, readRoute('#/urgente/v1')]) expect(landsBy(place, NOW, NOW)).toBe(false);
});

test('opened at the address of a signature it stands at the acta; anywhere else it stays', () => {
  const acta: Route = { at: 'acta', visit: 'v1' };
  expect(['firma/p1', 'ruego/p1'].map(rest => openingPlace(readRoute(`#/visita/v1/${rest}`)))).toEqual([acta, acta]);
  expect(openingPlace(stage)).toBe(stage);
});
