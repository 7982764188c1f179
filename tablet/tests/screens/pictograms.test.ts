import { describe, expect, test } from 'vitest';
import golden from '../../../tests/golden/law/law.json';
import { DRAWINGS, pictogramFor } from '../../src/components/pictograms';

const catalogues = golden.law.catalogues as unknown as Record<string, { code: string; label_es: string; triggers?: string[] }[]>;
const hazards = catalogues.lft176!;
const tasks = catalogues.farm_tasks!;

describe('the hazard pictograms', () => {
  test('every prohibited labour of the law has a drawing of its own', () => {
    const drawn = hazards.map(({ code }) => pictogramFor(code));
    expect(drawn).not.toContain('other');
    expect(new Set(drawn).size).toBe(hazards.length);
  });

  test('every farm task has a drawing that says what it is about', () => {
    for (const { code } of tasks) expect(pictogramFor(code), code).not.toBe('other');
  });

  test('all are drawn with strokes alone, inside the square, so that one width serves every size', () => {
    for (const [name, paths] of Object.entries(DRAWINGS)) {
      for (const d of paths) {
        expect(d, name).toMatch(/^[MmLlHhVvCcSsQqAaZz0-9 .,-]+$/);
        const [, x, y] = d.match(/^M(\d+(?:\.\d+)?) ?(\d+(?:\.\d+)?)/)!;
        expect(Math.max(Number(x), Number(y)), name).toBeLessThanOrEqual(32);
      }
    }
  });

  test('what a task usually brings is in the catalogue of the law', () => {
    const known = new Set(hazards.map(({ code }) => code));
    for (const { code, triggers = [] } of tasks) for (const trigger of triggers) expect(known.has(trigger), `${code} ${trigger}`).toBe(true);
  });
});
