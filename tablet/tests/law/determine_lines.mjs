/**
 * The tablet's law engine as one process: a bundle on the first line of standard input, then a case a line.
 * Answers each case with its determination as canonical JSON. Node runs the sources as they are; Vite is not needed.
 */
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';

const WITHOUT_EXTENSION = /^\.{1,2}\/[^.]+$/;
registerHooks({ resolve: (specifier, context, next) => next(WITHOUT_EXTENSION.test(specifier) ? `${specifier}.ts` : specifier, context) });
const { determine } = await import('../../src/determination.ts');
const { canonicalText } = await import('../../src/canonical.ts');

let bundle = null;
for await (const line of createInterface({ input: process.stdin })) {
  const read = JSON.parse(line);
  if (!bundle) bundle = read;
  else process.stdout.write(`${canonicalText(determine(bundle, read.answers, read.on))}\n`);
}
