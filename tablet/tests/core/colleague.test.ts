/** A colleague's file: what it adds, and what it may not. */
import { expect, test } from 'vitest';
import { cleanCode, newCode } from '../../src/colleague';
import { newPerson } from '../../src/commands';
import type { Session } from '../../src/session';
import { webRandom } from '../../src/bytes';
import { Office } from './office';
import { enrolled } from './tablets';

test('a code is typed as it was heard', () => {
  const code = newCode(webRandom);
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(cleanCode(code.toLowerCase().replaceAll(' ', '-').replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code.replaceAll(' ', ''));
});

test('it adds what its author signed, once, and nothing else', async () => {
  const office = await Office.open();
  const { visitId } = office;
  const [ana, beto] = [await enrolled(office, 'ana'), await enrolled(office, 'beto')];
  office.offline = true;
  beto.device.use();
  await beto.tablet.loadVisit(visitId);
  const minor = await beto.tablet.addMinor(visitId);
  await beto.tablet.setAnswer(visitId, `${minor}/edad`, { v: 12 });
  const { file, code, events } = await beto.tablet.packForColleague(visitId);
  const text = await file.text();
  expect(events).toBe(2);
  expect(text).not.toContain(minor.slice(6));
  await expect(beto.tablet.takeFromColleague(visitId, text, code)).rejects.toMatchObject({ code: 'own_file' });

  ana.device.use();
  await ana.tablet.loadVisit(visitId);
  await expect(ana.tablet.takeFromColleague(visitId, text, newCode(webRandom))).rejects.toMatchObject({ code: 'wrong_code' });
  await expect(ana.tablet.takeFromColleague(visitId, text.slice(0, -40), code)).rejects.toMatchObject({ code: 'wrong_code' });
  await expect(ana.tablet.takeFromColleague('0'.repeat(32), text, code)).rejects.toMatchObject({ code: 'other_visit' });
  expect(await ana.tablet.takeFromColleague(visitId, text, code)).toMatchObject({ events: 2 });
  expect(await ana.tablet.takeFromColleague(visitId, text, code)).toMatchObject({ events: 0 });
  expect(ana.tablet.visit(visitId)!.value(`${minor}/edad`)).toMatchObject({ v: 12 });
}, 60_000);  // six derivations of 600,000 rounds

test('a colleague who says that a known minor is hers does not take away the secret that is held', async () => {
  const office = await Office.open();
  const { visitId } = office;
  const [ana, beto] = [await enrolled(office, 'ana'), await enrolled(office, 'beto')];
  office.offline = true;
  ana.device.use();
  await ana.tablet.loadVisit(visitId);
  const minor = await ana.tablet.addMinor(visitId);
  await ana.tablet.setAnswer(visitId, `${minor}/edad`, { v: 12 });

  beto.device.use();
  await beto.tablet.loadVisit(visitId);
  const forger = beto.tablet as unknown as { save(visit: string, compose: () => unknown): Promise<string> };
  await forger.save(visitId, () => newPerson(minor, 'minor_added', webRandom));
  const { file, code } = await beto.tablet.packForColleague(visitId);
  const text = await file.text();

  ana.device.use();
  const held = async () => (ana.tablet as unknown as { session: Session }).session.store.get<{ secret: string }>('secrets', `${visitId}|${minor}`);
  const before = await held();
  await ana.tablet.takeFromColleague(visitId, text, code);
  expect(before).toBeTruthy();
  expect(await held()).toEqual(before);
}, 60_000);
