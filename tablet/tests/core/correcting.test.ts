/** Correcting persons with the real commands on real tablets: joining, splitting, ruling adult, linking, and undoing each. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Office } from './office';
import { enrolled } from './tablets';
import type { Core } from '../../src/core';
import type { OpenVisit } from '../../src/types';

let office: Office;
let ana: Core;
let beto: Core;
let visitId: string;
const open: { tablet: Core; device: { use(): void } }[] = [];

beforeEach(async () => {
  office = await Office.open();
  open.push(await enrolled(office, 'ana'), await enrolled(office, 'beto'));
  [ana, beto] = open.map(({ tablet }) => tablet) as [Core, Core];
  ({ visitId } = office);
});
afterEach(async () => { for (const { tablet } of open.splice(0)) await tablet.lock(); });

async function meet(): Promise<[OpenVisit, OpenVisit]> {
  for (const { tablet, device } of [...open, ...open]) {
    device.use();
    await tablet.syncNow();
    expect(tablet.syncState.blocker).toBeNull();
  }
  const visits = [await ana.loadVisit(visitId), await beto.loadVisit(visitId)] as [OpenVisit, OpenVisit];
  expect(visits[0].stateHash).toBe(visits[1].stateHash);
  expect(visits[0].plain()).toEqual(visits[1].plain());
  return visits;
}

/** The same child on two cards: 14 for Ana, 12 for Beto. */
async function twice(): Promise<[string, string]> {
  const [mine, his] = [await ana.addMinor(visitId), await beto.addMinor(visitId)];
  await ana.setAnswer(visitId, `${mine}/edad`, { v: 14, src: 'child' });
  await beto.setAnswer(visitId, `${his}/edad`, { v: 12, src: 'adult' });
  await ana.addMember(visitId, `${mine}/peligros`, 'alturas');
  await beto.addMember(visitId, `${his}/peligros`, 'alturas');
  await beto.addMember(visitId, `${his}/peligros`, 'quimicos');
  await beto.takeAction(visitId, his, { duty: 'immediate_cessation' });
  await meet();
  return [mine, his];
}

test('two cards joined are one person, and any answer settles where they differ', async () => {
  const [mine, his] = await twice();
  await ana.joinMinors(visitId, mine, his, 'es la misma niña');
  let [visit] = await meet();
  expect(visit.of('minor').map(({ entity, cards }) => [entity, cards])).toEqual([[mine, [his]]]);
  expect(visit.conflicts).toEqual([`${mine}/edad`]);
  expect(visit.value(`${mine}/peligros`)).toEqual({ v: ['alturas', 'quimicos'] });
  expect(visit.plain().actions).toMatchObject([{ entity: mine, duty: 'immediate_cessation' }]);
  expect(visit.corrections).toMatchObject([{ type: 'minors_joined', other: his, opened: { reason: 'es la misma niña' }, withdrawn: null, actorName: 'ana' }]);
  await beto.setAnswer(visitId, `${mine}/edad`, { v: 13, src: 'document' });
  await beto.removeMember(visitId, `${mine}/peligros`, 'alturas');
  [visit] = await meet();
  expect(visit.conflicts).toEqual([]);
  expect(visit.value(`${mine}/edad`)).toEqual({ v: 13, src: 'document' });
  expect(visit.value(`${mine}/peligros`)).toEqual({ v: ['quimicos'] });
});

test('joins made on both tablets at once, each keeping its own card, come to one card', async () => {
  const [mine, his] = await twice();
  await Promise.all([ana.joinMinors(visitId, mine, his), beto.joinMinors(visitId, his, mine)]);
  const [visit] = await meet();
  expect(visit.of('minor').map(({ entity }) => entity)).toEqual([[mine, his].sort()[0]]);
});

test('a join undone leaves each card as it was, and saying it again does nothing', async () => {
  const [mine, his] = await twice();
  const ref = await ana.joinMinors(visitId, mine, his);
  await ana.setAnswer(visitId, `${mine}/edad`, { v: 13 });
  await beto.syncNow();
  await meet();
  await beto.withdrawCorrection(visitId, ref);
  await beto.withdrawCorrection(visitId, ref);
  const [visit] = await meet();
  expect(visit.of('minor').map(({ entity }) => entity).sort()).toEqual([mine, his].sort());
  expect(visit.value(`${his}/edad`)).toEqual({ v: 12, src: 'adult' });
  expect(visit.corrections[0]?.withdrawn?.actorName).toBe('beto');
  expect(visit.happenings.filter(({ type }) => type === 'correction_withdrawn')).toHaveLength(1);
});

test('removing a joined person removes every card; removing one card while another joins it hides nobody', async () => {
  const [mine, his] = await twice();
  await ana.joinMinors(visitId, mine, his);
  await beto.removeEntity(visitId, his);
  let [visit] = await meet();
  expect(visit.of('minor').map(({ entity, cards }) => [entity, cards])).toEqual([[mine, [his]]]);
  expect(visit.entities[his]).toMatchObject({ removed: false, disputed: true });
  await ana.removeEntity(visitId, mine);
  [visit] = await meet();
  expect(visit.of('minor')).toEqual([]);
});

test('one card split in two takes the answers named with it, and undoing brings both together', async () => {
  const mine = await ana.addMinor(visitId);
  await ana.setAnswer(visitId, `${mine}/edad`, { v: 9, src: 'adult' });
  await ana.addMember(visitId, `${mine}/peligros`, 'alturas');
  const other = await ana.splitMinor(visitId, mine, { reason: 'eran dos', codes: ['edad', 'peligros'] });
  let [visit] = await meet();
  expect(visit.entities[other]).toMatchObject({ splitFrom: mine });
  expect(visit.value(`${other}/edad`)).toEqual({ v: 9, src: 'adult' });
  expect(visit.value(`${other}/peligros`)).toEqual({ v: ['alturas'] });
  expect([visit.value(`${mine}/edad`), visit.value(`${mine}/peligros`)]).toEqual([{ none: 'not_asked' }, { none: 'not_asked' }]);
  await ana.withdrawCorrection(visitId, visit.corrections[0]!.ref);
  [visit] = await meet();
  expect(visit.of('minor').map(({ entity }) => entity)).toEqual([mine]);
  expect(visit.value(`${mine}/edad`)).toEqual({ v: 9, src: 'adult' });
  expect(visit.conflicts).toEqual([]);
});

test('an adult after all leaves lists and law, stays in sight, and comes back when it is undone', async () => {
  const [mine, his] = await twice();
  await ana.joinMinors(visitId, mine, his);
  await ana.ruleAdult(visitId, mine, { basis: 'document', reason: 'credencial para votar' });
  let [visit] = await meet();
  expect(visit.of('minor')).toEqual([]);
  expect(visit.adults().map(({ entity }) => entity)).toEqual([mine]);
  expect(visit.plain()).toMatchObject({ entities: [], actions: [] });
  expect(ana.actaText(visitId)).toBe('ACTA p/1 0 0');
  await beto.withdrawCorrection(visitId, visit.corrections.find(({ type }) => type === 'minor_ruled_adult')!.ref);
  [visit] = await meet();
  expect(visit.of('minor').map(({ entity }) => entity)).toEqual([mine]);
  expect(visit.adults()).toEqual([]);
});

test('siblings know each other', async () => {
  const [mine, his] = await twice();
  await ana.linkMinors(visitId, mine, his, 'sibling');
  const [visit] = await meet();
  expect([visit.entities[mine]?.linked, visit.entities[his]?.linked]).toEqual([[his], [mine]]);
  expect(visit.corrections[0]?.opened).toEqual({ kin: 'sibling' });
});

test('what makes no sense is refused with words and writes nothing', async () => {
  const [mine, his] = await twice();
  const before = (await ana.loadVisit(visitId)).stateHash;
  await expect(ana.joinMinors(visitId, mine, mine)).rejects.toMatchObject({ code: 'same_minor' });
  await expect(ana.joinMinors(visitId, mine, `minor:${'0'.repeat(32)}`)).rejects.toMatchObject({ code: 'minor_unknown' });
  await expect(ana.ruleAdult(visitId, his, { basis: 'document', reason: ' ' })).rejects.toMatchObject({ code: 'reason_missing' });
  await expect(ana.withdrawCorrection(visitId, `${'0'.repeat(32)}:1`)).rejects.toMatchObject({ code: 'correction_unknown' });
  expect((await ana.loadVisit(visitId)).stateHash).toBe(before);
});

test('a stamp given by mistake is taken back by whoever gave it, counts no more anywhere, and stays in the log', async () => {
  const entity = await ana.addMinor(visitId);
  const ref = await ana.takeAction(visitId, entity, { duty: 'immediate_cessation' });
  await ana.takeAction(visitId, entity, { duty: 'medical_attention' });
  await meet();
  await expect(beto.withdrawAction(visitId, ref)).rejects.toMatchObject({ code: 'action_of_another' });
  await expect(ana.withdrawAction(visitId, `${'0'.repeat(32)}:1`)).rejects.toMatchObject({ code: 'action_unknown' });
  await ana.withdrawAction(visitId, ref);
  await ana.withdrawAction(visitId, ref);
  for (const visit of await meet()) {
    expect(visit.plain().actions.map(({ duty }) => duty)).toEqual(['medical_attention']);
    expect(visit.withdrawnActions.map((one) => one.ref)).toEqual([ref]);
    expect(visit.happenings.filter(({ type }) => type === 'action_withdrawn')).toHaveLength(1);
  }
});
