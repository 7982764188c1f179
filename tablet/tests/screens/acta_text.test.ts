/** The acta drawn in blocks is the acta, letter by letter. */
import { expect, test } from 'vitest';
import { blocksOf } from '../../src/components/acta_text';

const acta = (lines: number) => `${Array.from({ length: lines }, (_, n) => (n % 5 === 4 ? '' : `Línea ${n}`)).join('\n')}\nFin\n`;

test('the blocks put together are the whole text, whatever its length', () => {
  for (const lines of [0, 1, 13, 14, 15, 200, 2_001]) expect(`${blocksOf(acta(lines)).join('\n')}\n`).toBe(acta(lines));
});

test('no block ends in an empty line, which would not be seen at its end', () => {
  for (const block of blocksOf(acta(500))) expect(block).not.toMatch(/\n$/);
});

test('an acta of many is many blocks, so that none is a long moment', () => {
  expect(blocksOf(acta(500)).length).toBeGreaterThan(30);
});
