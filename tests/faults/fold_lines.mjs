/**
 * The tablet's merge as one process: a visit a line on standard input, its state a line on standard output.
 * Node runs the sources as they are; Vite is not needed.
 */
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';

const WITHOUT_EXTENSION = /^\.{1,2}\/[^.]+$/;
// A calibration takes one guard away from the source as it is loaded; the file on disk stays as it is.
const [file, guard, instead] = JSON.parse(process.env.FAULTS_REMOVED_GUARD ?? '[null]');
function load(url, context, next) {
  const loaded = next(url, context);
  if (!file || !url.endsWith(file)) return loaded;
  const source = String(loaded.source);
  if (!source.includes(guard)) throw new Error(`no such guard any more: ${guard}`);
  return { ...loaded, source: source.replaceAll(guard, instead) };
}
registerHooks({ resolve: (specifier, context, next) => next(WITHOUT_EXTENSION.test(specifier) ? `${specifier}.ts` : specifier, context), load });
const { fold, stateHash } = await import('../../tablet/src/state.ts');
const { identify } = await import('../../tablet/src/events.ts');

for await (const line of createInterface({ input: process.stdin })) {
  const { events, servers, hidden } = JSON.parse(line);
  const logged = await Promise.all(events.map((event) => identify(event)));
  const verdicts = logged.filter(({ event }) => event.type === 'verdict_given' && servers.includes(event.incarnation));
  const boxes = await Promise.all(hidden.map(([incarnation, seq, content_id]) => identify({ incarnation, seq, content_id, box: '', body: {} })));
  const state = fold(logged, verdicts, boxes);
  const standing = [...state.entities].map(([entity, { removed, disputed }]) => [entity, removed, disputed]);
  const quarantined = [...state.quarantined, ...state.setAside].map(({ logged: { key }, code }) => [key, code]);
  const said = [await stateHash(state), state.vector, state.conflicts, standing, quarantined];
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
