/** What the core sends: everything saved, each once, whatever the line and the server do. */
import { describe, expect, test, vi } from 'vitest';
import { PHRASE, saying, useOffice } from './tablets';

const at = useOffice();
const { tablet } = at;

describe('sending', () => {
  test('everything saved is sent, and the receipt says the same as this tablet', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, saying(13));
    await ana.syncNow();
    expect(ana.syncState).toMatchObject({ pendingEvents: 0, blocker: null });
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    expect(ana.visits()[0]!.counts).toMatchObject({ onTablet: 2, sent: 2, held: 2 });
    expect(at.office.secrets.has(`${visitId}|${minor}`)).toBe(true);
  });

  test('a batch too large is halved until it fits', async () => {
    const { tablet: ana, visitId } = await tablet();
    at.office.offline = true;
    for (let i = 0; i < 20; i++) await ana.setAnswer(visitId, 'visit/notas', saying(`n${i}`));
    Object.assign(at.office, { offline: false, maxEvents: 3 });
    await ana.syncNow();
    await vi.waitFor(() => expect(ana.syncState.pendingEvents).toBe(0));
    const sizes = at.office.calls.filter(({ path }) => path === '/batches').map(({ events }) => events);
    expect(sizes.slice(0, 3)).toEqual([20, 10, 5]);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
  });

  test('a 401 pauses with its name and drops nothing', async () => {
    const { tablet: ana, visitId } = await tablet();
    at.office.unauthorised = true;
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'not_recognised' });
    expect(ana.syncState.pendingEvents).toBe(1);
    at.office.unauthorised = false;
    await ana.syncNow();
    expect(ana.syncState).toMatchObject({ pendingEvents: 0, blocker: null });
  });

  test('lost answers are repeated without doubling anything', async () => {
    const { tablet: ana, visitId } = await tablet();
    at.office.blackHole = true;
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.syncNow();
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'server_unreachable' });
    at.office.blackHole = false;
    await ana.syncNow();
    expect(at.office.records.filter(({ logged }) => logged.event.type === 'answer_set')).toHaveLength(1);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
  });

  test('a restored server is given everything again', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, saying(13));
    await ana.addPhoto(visitId, { blob: new Blob(['foto'], { type: 'image/jpeg' }), about: minor });
    await ana.syncNow();
    at.office.restore(2);
    await ana.syncNow();
    await vi.waitFor(() => expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true }));
    expect(at.office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation)).toHaveLength(3);
    expect(at.office.secrets.has(`${visitId}|${minor}`)).toBe(true);
    expect([...at.office.files.values()].every(({ complete }) => complete)).toBe(true);
  });

  test('what the server sets apart stays, is shown with its reason, and counts again when released', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    at.office.refuses = 'action_taken';
    const ref = await ana.takeAction(visitId, minor, { duty: 'immediate_cessation' });
    await ana.syncNow();
    let visit = await ana.loadVisit(visitId);
    expect(visit.quarantined).toEqual([{ ref, code: 'not_in_scope', type: 'action_taken', path: null, mine: true }]);
    expect(visit.plain().actions).toEqual([]);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    const { contentId } = at.office.records.find(({ logged }) => logged.ref === ref)!.logged;
    await at.office.write('verdict_given', { entity: 'visit', of: ref, content_id: contentId, code: 'released', accepted: true });
    await ana.syncNow();
    visit = await ana.loadVisit(visitId);
    expect(visit.quarantined).toEqual([]);
    expect(visit.plain().actions).toHaveLength(1);
  });

  test('what the server asks to wait for is sent again later', async () => {
    const { tablet: ana, visitId } = await tablet();
    at.office.busyFrom = 2;
    for (const v of ['a', 'b', 'c']) await ana.setAnswer(visitId, 'visit/notas', saying(v));
    await ana.syncNow();
    expect(ana.syncState.pendingEvents).toBe(2);
    at.office.busyFrom = Infinity;
    await ana.syncNow();
    expect(ana.syncState.pendingEvents).toBe(0);
  });

  test('a photo resumes where the server has it', async () => {
    const { tablet: ana, visitId } = await tablet();
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    at.office.cutPatchAfter = 20_000;
    const photo = await ana.addPhoto(visitId, { blob: new Blob([bytes, bytes, bytes, bytes, bytes, bytes], { type: 'image/jpeg' }), about: 'visit', caption: 'surco' });
    for (let i = 0; i < 3; i++) await ana.syncNow();
    expect(ana.syncState.pendingFiles).toBe(1);
    at.office.cutPatchAfter = Infinity;
    await ana.syncNow();
    expect(ana.syncState.pendingFiles).toBe(0);
    const [stored] = at.office.files.values();
    expect(stored!.bytes.slice(0, 60_000)).toEqual(bytes);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    const url = await ana.photoUrl(visitId, photo);
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(360_000);
  });

  test('an urgent call goes out first, alone, and also while locked', async () => {
    const { tablet: ana, visitId } = await tablet();
    at.office.offline = true;
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.raiseUrgent({ visitId, reason: 3, minors: 2, place: 'surco 4' });
    expect(ana.visits()[0]!.urgent).toBe('waiting');
    at.office.calls.length = 0;
    at.office.offline = false;
    await ana.syncNow();
    expect(at.office.calls[0]!.path).toBe('/urgent');
    expect(at.office.urgent[0]!.length).toBeLessThanOrEqual(400);
    expect(ana.visits()[0]!.urgent).toBe('received');
    await ana.lock();
    await ana.raiseUrgent({ visitId: null, reason: 5, minors: 0, place: 'camino' });
    await vi.waitFor(() => expect(at.office.urgent).toHaveLength(2));
    expect(at.office.urgent[1]![1]).toBe(2);
    await ana.unlock(ana.people[0]!.userId, PHRASE);
    await ana.syncNow();
    expect(at.office.urgent[2]![1]).toBe(3);
    expect(at.office.urgent[2]!.length).toBe(at.office.urgent[1]!.length + 64);
  });

  test('an urgent call that failed is tried again beside a photograph stuck on a dead line', async () => {
    const { tablet: ana, visitId } = await tablet();
    let free = (): void => undefined;
    const stuck = vi.fn(() => new Promise<void>((done) => { free = done; }));
    at.office.stuck = stuck;
    await ana.addPhoto(visitId, { blob: new Blob([crypto.getRandomValues(new Uint8Array(900))], { type: 'image/jpeg' }), about: 'visit', caption: 'surco' });
    const round = ana.syncNow();
    await vi.waitFor(() => expect(stuck).toHaveBeenCalled());
    at.office.offline = true;
    await ana.raiseUrgent({ visitId, reason: 3, minors: 2, place: 'surco 4' });
    at.office.offline = false;
    await vi.waitFor(() => expect(at.office.urgent).toHaveLength(1), 4_500);
    expect(ana.syncState.pendingFiles).toBe(1);
    at.office.stuck = null;
    free();
    await round;
    expect(ana.syncState.pendingFiles).toBe(0);
  });
});
