/**
 * The tablet's real core in Node, against a real server: writes the answers it is told, sends them, and says how many bytes
 * each request had. Run by bench/wire.py. The sources run as they are; only the clock is ours.
 */
import { registerHooks } from 'node:module';
import { readFileSync } from 'node:fs';

const WITHOUT_EXTENSION = /^\.{1,2}\/[^.]+$/;
registerHooks({ resolve: (specifier, context, next) => next(WITHOUT_EXTENSION.test(specifier) ? `${specifier}.ts` : specifier, context) });
await import('../tablet/node_modules/fake-indexeddb/auto/index.mjs');
const { Core } = await import('../tablet/src/core.ts');
const { People } = await import('../tablet/src/people.ts');
const { hex, webRandom } = await import('../tablet/src/bytes.ts');

const { url, username, password, visits } = JSON.parse(readFileSync(0, 'utf8'));
const clock = { wall: 1763800000000, mono: 812345 };
const sizes = {};
const fetcher = async (address, init) => {
  const path = new URL(address).pathname.replace(/[0-9a-f]{32}/g, '<id>');
  (sizes[path] ??= []).push(init.body?.length ?? 0);
  return fetch(address, init);
};
const tablet = await Core.open(await People.open(), {
  random: webRandom, fetcher, origin: url, chance: () => 0.5, persist: async () => true,
  clock: { now: () => clock.wall, mono: () => clock.mono, boot: hex(webRandom(8)) },
  alone: (_name, work) => work(), ifFree: (_name, work) => work(), channel: () => ({ tell: () => undefined, close: () => undefined }),
}, () => '');
await tablet.enrol({ username, password, passphrase: 'cuatro palabras nada parecidas', label: 'medicion' });

const found = [];
for (const [visitId, steps] of Object.entries(visits)) {
  await tablet.loadVisit(visitId);
  // What the office wrote, and how far the clock is off, is told apart from the answers.
  await tablet.syncNow();
  sizes['/api/v1/batches'] = [];
  const entities = { visit: 'visit' };
  const stop = hold(tablet);
  for (const { after_ms: after, entity, code, value } of steps) {
    clock.wall += after;
    // The two clocks of a real page drift apart by a millisecond now and then.
    clock.mono += after + (after % 4 === 0 ? 1 : 0);
    entities[entity] ??= entity.startsWith('minor') ? await tablet.addMinor(visitId) : await tablet.addRow(visitId, 'hallazgos', 'visit');
    await tablet.setAnswer(visitId, `${entities[entity]}/${code}`, { v: value });
  }
  stop();
  await tablet.syncNow();
  await tablet.syncNow();
  const { pendingEvents, blocker } = tablet.syncState;
  if (pendingEvents || blocker) throw new Error(`still waiting: ${pendingEvents} ${JSON.stringify(blocker)}`);
  found.push({ visitId, batches: sizes['/api/v1/batches'], events: (await tablet.loadVisit(visitId)).vector });
}
await tablet.raiseUrgent({ visitId: Object.keys(visits)[0], reason: 1, minors: 2, place: 'á'.repeat(40), geo: { lat: 305651230, lon: -1159263456, accuracy_m: 12, at: clock.wall } });
await tablet.syncNow();
console.log(JSON.stringify({ found, urgent: Math.max(...sizes['/api/v1/urgent']) }));
process.exit(0);

/** The tablet is out of reach while it writes: everything goes in one contact. */
function hold(core) {
  const { soon } = core.session.sync;
  core.session.sync.soon = () => undefined;
  return () => { core.session.sync.soon = soon; };
}
