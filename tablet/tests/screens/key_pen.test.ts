import { expect, test } from 'vitest';
import { movePen, type Pen } from '../../src/components/key_pen';

const BOX = { width: 1000, height: 400 };
const PEN: Pen = { x: 0.5, y: 0.5, down: false };

test('an arrow leads the pen as far to the side as up or down, and Shift a little', () => {
  const right = movePen(PEN, 'ArrowRight', false, BOX);
  const down = movePen(PEN, 'ArrowDown', false, BOX);
  expect((right.x - PEN.x) * BOX.width).toBeCloseTo((down.y - PEN.y) * BOX.height);
  const fine = movePen(PEN, 'ArrowRight', true, BOX);
  expect(fine.x - PEN.x).toBeLessThan((right.x - PEN.x) / 2);
  expect(fine.x).toBeGreaterThan(PEN.x);
});

test('Space puts the pen down and lifts it, and it never leaves the box', () => {
  expect(movePen(PEN, ' ', false, BOX)).toEqual({ ...PEN, down: true });
  let pen: Pen = { ...PEN, down: true };
  for (let n = 0; n < 100; n += 1) pen = movePen(pen, 'ArrowUp', false, BOX);
  expect(pen.y).toBeGreaterThan(0);
  expect(pen.down).toBe(true);
});

test('a key that is not for the pen is left to the page', () => {
  for (const key of ['Tab', 'Enter', 'Escape', 'a']) expect(movePen(PEN, key, false, BOX)).toBe(PEN);
});
