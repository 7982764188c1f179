/** The law's cases (tests/cases, as lawyers wrote them) on the tablet: same result as the server, to the byte. */
import { describe, expect, test } from 'vitest';
import cases from '../../../tests/golden/law/cases.json';
import law from '../../../tests/golden/law/law.json';
import unreadable from '../../../tests/golden/law/unreadable.json';
import { ageOn } from '../../src/ages';
import { hex, sha256 } from '../../src/bytes';
import { canonicalBytes } from '../../src/canonical';
import type { Answers } from '../../src/condition';
import { determine, type Determination } from '../../src/determination';
import { derive } from '../../src/inputs';
import { citationKey } from '../../src/law';
import type { Bundle } from '../../src/types';

interface Expected {
  row?: string; classification?: string; status?: string; referral?: string; criminal_report?: string; urgent?: boolean;
  age?: Partial<Determination['age']>; duties?: string[]; no_duties?: string[]; cites?: string[]; checks?: Record<string, string>;
}
interface Case { name: string; file: string; on: string; answers: Answers; expected: Expected; result_sha256: string }

const BUNDLE = law as unknown as Bundle;
const CASES = cases as unknown as Case[];
const SIMPLE = ['row', 'classification', 'status', 'referral', 'criminal_report', 'urgent'] as const;

describe.each([...new Set(CASES.map(({ file }) => file))])('%s', (file) => {
  test.each(CASES.filter((one) => one.file === file))('$name', async ({ answers, on, expected, result_sha256 }) => {
    const result = determine(BUNDLE, answers, on);

    for (const key of SIMPLE) if (key in expected) expect(result[key], key).toBe(expected[key]);
    expect(result.age).toMatchObject(expected.age ?? {});
    const kinds = result.duties.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(expected.duties ?? []));
    expect(kinds.filter((kind) => expected.no_duties?.includes(kind))).toEqual([]);
    expect(result.citations.map(({ cite }) => cite)).toEqual(expect.arrayContaining(expected.cites ?? []));
    expect(Object.fromEntries(result.checks.map(({ id, state }) => [id, state]))).toMatchObject(expected.checks ?? {});
    expect(hex(await sha256(canonicalBytes(result)))).toBe(result_sha256);
  });
});

test.each(unreadable as unknown as Case[])('$name: it is not known, on the tablet too', async ({ answers, on, result_sha256 }) => {
  const notKnown = Object.fromEntries(Object.keys(answers).map((item) => [item, [{ none: 'unknown' as const }]]));
  const result = determine(BUNDLE, answers, on);

  expect(hex(await sha256(canonicalBytes(result)))).toBe(result_sha256);
  expect(result).toEqual(determine(BUNDLE, notKnown, on));
});

test('determining changes neither the answers nor the law', () => {
  const before = JSON.stringify([CASES, BUNDLE]);
  for (const { answers, on } of CASES) determine(BUNDLE, answers, on);

  expect(JSON.stringify([CASES, BUNDLE])).toBe(before);
});

test('the inputs alone are those of the determination', () => {
  for (const { answers, on } of CASES) expect(derive(BUNDLE, answers, on)).toEqual(determine(BUNDLE, answers, on).inputs);
});

test('nothing asked yet is no answer: every row waits and nothing is called firm', () => {
  const result = determine(BUNDLE, {}, CASES[0].on);

  expect(result.status).not.toBe('firme');
  expect(result.missing.length).toBeGreaterThan(0);
});

test.each([
  ['2010-03-10', '2025-03-09', [14, 11]], ['2010-03-10', '2025-03-10', [15, 0]], ['2008-02-29', '2023-02-28', [14, 11]],
  ['2008-02-29', '2023-03-01', [15, 0]], ['2025-11-20', '2025-11-20', [0, 0]], ['2025-11-21', '2025-11-20', null],
])('born on %s, on %s', (born, on, age) => {
  expect(ageOn(born, on)).toEqual(age);
});

test('a day that is no day is refused, never read as an age', () => {
  expect(() => ageOn('ayer', CASES[0].on)).toThrow(RangeError);
});

test('every citation of the law is found by its key', () => {
  for (const [key, { cite }] of Object.entries(law.law.citations)) expect(citationKey(cite)).toBe(key);
});
