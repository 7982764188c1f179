/** The same random examples each time: a commit is green or red, whoever asks. EXPLORE=1 draws others (CONTRIBUTING.md). */
import fc from 'fast-check';

declare const process: { env: Record<string, string | undefined> };

if (!process.env.EXPLORE) fc.configureGlobal({ seed: 1 });
