import { describe, expect, test } from 'vitest';
import { matching } from '../../src/components/choice_fields';
import { DRAWINGS, pictogramFor } from '../../src/components/pictograms';
import { decimal, isDay, localMinute, spanishDay } from '../../src/components/spanish_dates';
import { readAmount } from '../../src/components/written_fields';
import { copyPage } from '../../src/screens/hand_over';
import { addressOf, readRoute, type Route } from '../../src/screens/routes';

const VISIT = 'a1'.repeat(16);

describe('the address of a place', () => {
  const places: Route[] = [
    { at: 'home' }, { at: 'calls' }, { at: 'tablet' }, { at: 'urgent', visit: null }, { at: 'urgent', visit: VISIT },
    { at: 'stage', visit: VISIT, stage: null, item: null }, { at: 'stage', visit: VISIT, stage: 'una_etapa', item: null }, { at: 'stage', visit: VISIT, stage: 'una_etapa', item: 'un_punto' },
    { at: 'minors', visit: VISIT }, { at: 'missing', visit: VISIT }, { at: 'acta', visit: VISIT }, { at: 'receipt', visit: VISIT },
    { at: 'minor', visit: VISIT, entity: 'minor:b2', tab: null, item: null }, { at: 'minor', visit: VISIT, entity: 'minor:b2', tab: 'ley', item: 'un_punto' }, { at: 'interview', visit: 'v1', entity: 'minor:m1' }, { at: 'sign', visit: VISIT, person: 'person:c3' }, { at: 'unable', visit: VISIT, person: 'person:c3' },
  ];
  test.each(places)('leads back to the same place: %o', place => expect(readRoute(addressOf(place))).toEqual(place));
  test('that is unknown leads home', () => {
    for (const hash of ['', '#', '#/', '#/otra/cosa', '#/visita']) expect(readRoute(hash)).toEqual({ at: 'home' });
  });
});

describe('what a person writes', () => {
  test('becomes centavos, grams and whole numbers', () => {
    expect(readAmount('1,234.5', 2)).toBe(123_450);
    expect(readAmount('$ 250', 2)).toBe(25_000);
    expect(readAmount('7.25', 3)).toBe(7_250);
    expect(readAmount('13', 0)).toBe(13);
    expect(readAmount('13.0', 0)).toBe(13);
    expect(readAmount('14.5', 0)).toBeNull();
  });
  test('is refused, not guessed, when it is no number', () => {
    for (const text of ['trece', '1.2.3', '', '12a', '99999999999999999999']) expect(readAmount(text, 2)).toBeNull();
  });
  test('finds its option without accents and in any order', () => {
    const options = [{ code: 'a', label_es: 'Exposición a químicos', cite: ['Uno 1'], mark: 'confirmado' }, { code: 'b', label_es: 'Ruido', cite: [], mark: 'confirmado' }];
    expect(matching(options, 'quimicos expo').map(o => o.code)).toEqual(['a']);
    expect(matching(options, '').length).toBe(2);
    expect(matching(options, 'nada')).toEqual([]);
  });
});

describe('days and hours', () => {
  test('only days that exist are days', () => {
    expect(isDay(2012, 2, 29)).toBe(true);
    expect(isDay(2013, 2, 29)).toBe(false);
    expect(isDay(2012, 13, 1)).toBe(false);
    expect(isDay(12, 1, 1)).toBe(false);
  });
  test('are read in the zone of the workplace, not of the tablet', () => {
    const at = Date.UTC(2026, 10, 22, 6, 30);
    expect(localMinute(at, 'America/Tijuana')).toBe('2026-11-21T22:30');
    expect(localMinute(at, 'America/Mexico_City')).toBe('2026-11-22T00:30');
  });
  test('are said in Spanish', () => {
    expect(spanishDay('2012-03-09')).toBe('9 de marzo de 2012');
    expect(decimal(123_450, 2)).toBe('1,234.5');
  });
});

describe('the copy that is handed over', () => {
  const page = copyPage({ text: 'Hechos: <b>uno</b> & "dos"', sha256: 'ab'.repeat(32), folio: 'BC-1/2026', signatures: ['Óscar <i>Nava</i> (Testigo). Se negó a firmar'] });
  test('holds the text as text, who signed, and its hash', () => {
    expect(page).toContain('Hechos: &lt;b&gt;uno&lt;/b&gt; &amp; &quot;dos&quot;');
    expect(page).toContain('ab'.repeat(32));
  });
  test('says who signed and who refused', () => expect(page).toContain('<li>Óscar &lt;i&gt;Nava&lt;/i&gt; (Testigo). Se negó a firmar</li>'));
  test('fetches nothing', () => expect(page).not.toMatch(/src=|href=|url\(|<script|https?:/));
});

test('every hazard drawing stays inside its square of 32', () => {
  for (const [name, paths] of Object.entries(DRAWINGS)) {
    for (const path of paths) {
      const start = /^M([\d.]+)[ ,]([\d.]+)/.exec(path);
      expect(Number(start?.[1]), name).toBeLessThanOrEqual(32);
      expect(Number(start?.[2]), name).toBeLessThanOrEqual(32);
    }
  }
});

test('a code that no stem knows still gets a drawing', () => {
  expect(pictogramFor('algo_nunca_visto')).toBe('other');
  expect(pictogramFor('l_ruido')).toBe('noise');
});
