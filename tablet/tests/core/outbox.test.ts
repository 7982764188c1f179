/** The outbox on bad days: told to wait, a clock that is wrong, photos behind text, an app killed while somebody types. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Office } from './office';
import { enrolled, PHRASE } from './tablets';
import type { Core } from '../../src/core';
import { FIELD_PATIENCE } from '../../src/patience';
import { PersonStore } from '../../src/store';
import { warningsOf } from '../../src/warnings';

let office: Office;
const open: Core[] = [];

beforeEach(async () => { office = await Office.open(); });
afterEach(async () => {
  vi.restoreAllMocks();
  for (const tablet of open.splice(0)) await tablet.lock();
});

async function tablet() {
  const made = await enrolled(office, 'ana');
  open.push(made.tablet);
  return { ...made, visitId: office.visitId };
}

/** The waits, in ms, that rounds ended with. */
function waits(): number[] {
  const { silenceMs } = FIELD_PATIENCE;
  const isOfAnAnswer = (ms: number): boolean => ms >= silenceMs && ms < silenceMs + 5_000;
  const timers = vi.spyOn(globalThis, 'setTimeout');
  return new Proxy([], { get: (_, at) => Reflect.get(timers.mock.calls.map(([, ms]) => Number(ms)).filter((ms) => ms >= 1_000 && ms !== 1_500 && !isOfAnAnswer(ms)), at) as unknown });
}

test('a server that asks to wait is not called sooner, and jitter only adds', async () => {
  const { tablet: ana, visitId } = await tablet();
  await ana.setAnswer(visitId, 'visit/notas', { v: 'algo' });
  office.busyFor = 120;
  const found = waits();
  await ana.syncNow();
  expect(ana.syncState).toMatchObject({ pendingEvents: 1, blocker: { code: 'server_error' } });
  expect(found.at(-1)).toBeGreaterThanOrEqual(120_000);
  expect(found.at(-1)).toBeLessThan(150_001);
  office.busyFor = 0;
  await ana.syncNow();
  expect(ana.syncState).toMatchObject({ pendingEvents: 0, blocker: null });
});

test('without network each round waits longer, up to five minutes, and nothing is dropped', async () => {
  const { tablet: ana, visitId } = await tablet();
  office.offline = true;
  await ana.setAnswer(visitId, 'visit/notas', { v: 'algo' });
  const found = waits();
  for (let i = 0; i < 9; i++) await ana.syncNow();
  expect([...Array(9).keys()].map((i) => found.at(i))).toEqual([6, 12, 24, 48, 96, 192, 300, 300, 300].map((s) => s * 1000));
  office.offline = false;
  await ana.syncNow();
  expect(ana.syncState.pendingEvents).toBe(0);
  expect(found.at(-1)).toBe(60_000);
});

test('a clock more than ten minutes off is told in words and goes with what is sent', async () => {
  const { tablet: ana, device, visitId } = await tablet();
  device.clockMs = Date.now() + 3 * 3_600_000;
  await ana.setAnswer(visitId, 'visit/notas', { v: 'algo' });
  await ana.syncNow();
  expect(ana.syncState.warnings).toMatchObject([{ code: 'clock' }]);
  expect(ana.syncState.warnings[0]!.messageEs).toContain('adelantado');
  await ana.setAnswer(visitId, 'visit/notas', { v: 'más' });
  await ana.syncNow();
  expect(office.offsets.at(-1)).toBeLessThan(-3 * 3_600_000 + 60_000);
  expect(warningsOf({ offsetMs: 599_000, forked: false, unequal: 0 })).toEqual([]);
  expect(warningsOf({ offsetMs: 2 * 86_400_000, forked: false, unequal: 0 })[0]!.messageEs).toContain('2 días atrasado');
});

test('text goes before photos, and a photo that fails holds back no text', async () => {
  const { tablet: ana, visitId } = await tablet();
  await ana.addPhoto(visitId, { blob: new Blob(['foto'], { type: 'image/jpeg' }), about: 'visit' });
  await ana.setAnswer(visitId, 'visit/notas', { v: 'algo' });
  office.calls.length = 0;
  office.cutPatchAfter = 1;
  await ana.syncNow();
  const paths = office.calls.map(({ path }) => path.split('/')[1]);
  expect(paths.indexOf('batches')).toBeLessThan(office.calls.findIndex(({ path }) => path.endsWith('/files')));
  expect(ana.syncState).toMatchObject({ pendingEvents: 0, pendingFiles: 1, blocker: { code: 'server_error' } });
  office.cutPatchAfter = Infinity;
  await ana.syncNow();
  expect(ana.syncState.pendingFiles).toBe(0);
  expect(ana.visits()[0]).toMatchObject({ counts: { filesPending: 0 } });
  expect(ana.visits()[0]!.lastContactAt).not.toBeNull();
});

test('what was typed when the app was killed is an answer when it opens again', async () => {
  const { tablet: ana, device, visitId } = await tablet();
  await ana.setAnswer(visitId, 'visit/notas', { v: 'la anter' });
  for (const text of ['la anterior', 'la anterior y m', 'la anterior y más']) ana.keepDraft(visitId, 'visit/notas', { v: text });
  ana.keepDraft(visitId, 'visit/lugar', { v: 'Rancho' });
  ana.keepDraft(visitId, 'visit/lugar', null);
  await vi.waitFor(async () => {
    const again = await device.tab();
    open.push(again);
    await again.unlock(again.people[0]!.userId, PHRASE);
    expect((await again.loadVisit(visitId)).value('visit/notas')).toEqual({ v: 'la anterior y más' });
  }, { timeout: 20_000, interval: 500 });
  const third = await device.tab();
  open.push(third);
  await open[1]!.setAnswer(visitId, 'visit/notas', { v: 'otra' });
  await third.unlock(third.people[0]!.userId, PHRASE);
  const visit = await third.loadVisit(visitId);
  expect(visit.value('visit/notas')).toEqual({ v: 'otra' });
  expect(visit.answers['visit/lugar']).toBeUndefined();
});

test('a draft is called kept once its newest words are on disk, and not where they found no room', async () => {
  const { tablet: ana, visitId } = await tablet();
  const kept = () => ana.isDraftKept(visitId, 'visit/notas');
  expect(kept()).toBe(false);
  ana.keepDraft(visitId, 'visit/notas', { v: 'una' });
  ana.keepDraft(visitId, 'visit/notas', { v: 'una y otra' });
  expect(kept()).toBe(false);
  await vi.waitFor(() => expect(kept()).toBe(true));
  const write = vi.spyOn(PersonStore.prototype, 'write').mockRejectedValueOnce(new DOMException('', 'QuotaExceededError'));
  ana.keepDraft(visitId, 'visit/notas', { v: 'una y otra más' });
  expect(kept()).toBe(false);
  await vi.waitFor(() => expect(write).toHaveBeenCalledOnce());
  await new Promise(done => setTimeout(done, 50));
  expect(kept()).toBe(false);
  ana.keepDraft(visitId, 'visit/notas', { v: 'una y otra vez' });
  await vi.waitFor(() => expect(kept()).toBe(true));
  ana.keepDraft(visitId, 'visit/notas', null);
  await new Promise(done => setTimeout(done, 50));
  expect(kept()).toBe(false);
  write.mockRestore();
});

test('a server older than the tablet takes nothing, and the person is told what waits', async () => {
  const { tablet: ana, visitId } = await tablet();
  office.isOld = true;
  await ana.setAnswer(visitId, 'visit/notas', { v: 'algo' });
  await ana.syncNow();
  expect(ana.syncState).toMatchObject({ pendingEvents: 1, blocker: { code: 'server_old' } });
  office.isOld = false;
  await ana.syncNow();
  expect(ana.syncState).toMatchObject({ pendingEvents: 0, blocker: null });
});

test('what the authority keeps apart of mine is listed with its reason, also when no verdict could be written', async () => {
  const { tablet: ana, device, visitId } = await tablet();
  const minor = await ana.addMinor(visitId);
  office.refuses = 'action_taken';
  await ana.takeAction(visitId, minor, { duty: 'immediate_cessation' });
  await ana.syncNow();
  office.maxEvents = 0;
  await ana.setAnswer(visitId, 'visit/notas', { v: 'algo' });
  await ana.syncNow();
  const listed = [{ code: 'not_in_scope', type: 'action_taken' }, { code: 'oversize', type: null }];
  expect(ana.apart(visitId)).toMatchObject(listed);
  const again = await device.tab();
  open.push(again);
  await again.unlock(again.people[0]!.userId, PHRASE);
  await again.loadVisit(visitId);
  expect(again.apart(visitId)).toMatchObject(listed);
});
