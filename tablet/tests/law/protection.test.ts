/** More risk never means less protection, and the unknown is never a no: on the tablet, by random answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cases from '../../../tests/golden/law/cases.json';
import law from '../../../tests/golden/law/law.json';
import { isKnown, type Answers } from '../../src/condition';
import { determine, type Determination } from '../../src/determination';
import type { Law } from '../../src/law';
import { preparedLaw } from '../../src/law_of_day';
import { Table } from '../../src/outcomes';
import type { Bundle, Value } from '../../src/types';

interface Option { code: string; exclusive: boolean }
interface Case { name: string; on: string; answers: Answers }

const BUNDLE = law as unknown as Bundle;
const LAW = BUNDLE.law as unknown as Law & { options: Record<string, Option[]> };
const CASES = cases as unknown as Case[];
const PREPARED = preparedLaw(BUNDLE);
const LEVELS = ['no', 'pending', 'yes', 'urgent'];
const RUNS = { numRuns: 150 };
const AGE = LAW.inputs.find(({ age }) => age)!.age!;
const SIGNS = LAW.rules.find(({ leads }) => leads)!.option_cites;
const HAZARDS = LAW.inputs.find(({ id }) => id === 'h176')!.asks[0];

/** Every value that some written case gives an item: the pool from which answers are changed. */
const POOL: Record<string, Value[]> = {};
for (const { answers } of CASES) for (const [item, heads] of Object.entries(answers)) (POOL[item] ??= []).push(...heads);

const change = fc.constantFrom(...Object.keys(POOL)).chain((item) => fc.record({
  item: fc.constant(item), heads: fc.array(fc.constantFrom(...POOL[item], { none: 'unknown' } as Value), { maxLength: 2 }),
}));

/** A written case with some of its answers dropped, changed or put in conflict; and the day of another. */
const situation = fc.tuple(fc.constantFrom(...CASES), fc.array(change, { maxLength: 4 }), fc.constantFrom(...CASES)).map(([one, changes, other]) => {
  const answers: Record<string, readonly Value[]> = { ...one.answers };
  for (const { item, heads } of changes) {
    if (heads.length) answers[item] = heads;
    else delete answers[item];
  }
  return { answers: answers as Answers, on: changes.length ? other.on : one.on };
});

/** What protects less in `after`: a duty to be done now that nothing covers, a lower level, a lost urgent packet. */
function lowered(before: Determination, after: Determination): string[] {
  const held = new Set(after.duties.flatMap(({ kind }) => [kind, ...LAW.duties[kind].covers]));
  const lost = before.duties.filter(({ kind, when }) => when === 'now' && !held.has(kind)).map(({ kind }) => kind);
  const levels = (['referral', 'criminal_report'] as const).filter((name) => LEVELS.indexOf(after[name]) < LEVELS.indexOf(before[name]));
  return [...lost, ...levels, ...(before.urgent && !after.urgent ? ['urgent'] : [])];
}

/** Whether what hung on the age was settled by a doubt that says one of the ages it could be (as the Python test tells). */
function isSettled(before: Determination, after: Determination, name: string): boolean {
  const isNarrower = after.inputs.edad.length < before.inputs.edad.length && after.inputs.edad.every((value) => before.inputs.edad.includes(value));
  return isNarrower && before[name as 'referral' | 'criminal_report'] === 'pending';
}

function withTick(answers: Answers, item: string, code: string): Answers {
  const none = LAW.options[item].filter(({ exclusive }) => exclusive).map((option) => option.code);
  const held = (answers[item] ?? []).flatMap((head) => 'v' in head && Array.isArray(head.v) ? head.v as string[] : []);
  return { ...answers, [item]: [{ v: [...new Set([...held.filter((one) => !none.includes(one)), code])].sort() }] };
}

function ticks(...items: string[]) {
  return fc.constantFrom(...items.flatMap((item) => LAW.options[item].filter(({ exclusive }) => !exclusive).map(({ code }) => [item, code] as const)));
}

describe('more risk never means less protection', () => {
  test('one more hazard', () => {
    fc.assert(fc.property(situation, ticks(HAZARDS, 'haz_nom038'), ({ answers, on }, [item, code]) => {
      expect(lowered(determine(BUNDLE, answers, on), determine(BUNDLE, withTick(answers, item, code), on))).toEqual([]);
    }), RUNS);
  });

  test('one more sign of a crime', () => {
    fc.assert(fc.property(situation, ticks(SIGNS[0]), ({ answers, on }, [item, code]) => {
      const after = determine(BUNDLE, withTick(answers, item, code), on);
      expect(lowered(determine(BUNDLE, answers, on), after)).toEqual([]);
      expect([after.criminal_report, after.urgent]).toEqual(['yes', true]);
    }), RUNS);
  });

  test('more doubt about the age', () => {
    const youngest = Object.entries(AGE.doubt_reads).find(([, reads]) => reads === 'nd15')![0];
    fc.assert(fc.property(situation, ({ answers, on }) => {
      const before = determine(BUNDLE, answers, on);
      const doubted = determine(BUNDLE, { ...answers, [AGE.doubt]: [{ v: youngest }] }, on);
      expect(lowered(before, doubted).filter((name) => !isSettled(before, doubted, name))).toEqual([]);
    }), RUNS);
  });
});

describe('the unknown is never a no', () => {
  const names = LAW.inputs.map(({ id }) => id);
  const codes = Object.fromEntries(LAW.inputs.map(({ id, values }) => [id, values.map(({ code }) => code)]));
  const sets = fc.tuple(...names.map((name) => fc.subarray(codes[name], { minLength: 1, maxLength: 2 })))
    .map((chosen) => Object.fromEntries(names.map((name, i) => [name, [...chosen[i]].sort()])))
    .filter((one) => Object.values(one).reduce((total, values) => total * values.length, 1) <= 128);

  function completions(region: Record<string, string[]>): Record<string, string[]>[] {
    return names.reduce<Record<string, string[]>[]>((all, name) => all.flatMap((one) => region[name].map((value) => ({ ...one, [name]: [value] }))), [{}]);
  }

  test('what is certain is so however the unknown turns out; what may be due is never a no', () => {
    const split = LAW.rules.filter(({ checks }) => checks).map(({ id }) => id);
    fc.assert(fc.property(situation, sets, ({ answers, on }, region) => {
      const table = new Table(PREPARED.on(on), answers);
      const outcomes = table.reach(PREPARED.region(region));
      const rows = new Set(outcomes.map(({ row }) => row.rule.id));
      const due = PREPARED.kindsIn(table.certain(outcomes)).filter((kind) => kind !== 'keep_out_pending');
      for (const one of completions(region)) {
        const reached = table.reach(PREPARED.region(one));
        expect(reached.length).toBe(1);
        const [{ row: { rule: row }, kinds, referral, report }] = reached;
        if (split.includes(row.id)) expect(split.some((id) => rows.has(id))).toBe(true);
        else expect(rows).toContain(row.id);
        const held = new Set(PREPARED.kindsIn(kinds).flatMap((kind) => [kind, ...LAW.duties[kind].covers]));
        if (!split.includes(row.id)) expect(due.filter((kind) => !held.has(kind))).toEqual([]);
        if (referral !== 'no') expect(outcomes.some((other) => other.referral !== 'no' || other.mayRefer)).toBe(true);
        if (report !== 'no') expect(outcomes.some((other) => other.report !== 'no' || other.mayReport)).toBe(true);
      }
    }), RUNS);
  });

  test('a question leads to the answers that are lacking', () => {
    fc.assert(fc.property(situation, ({ answers, on }) => {
      for (const { items } of determine(BUNDLE, answers, on).missing) {
        expect(items.length).toBeGreaterThan(0);
        expect([0, items.length]).toContain(items.filter((item) => !isKnown(answers, item)).length);
      }
    }), RUNS);
  });
});
