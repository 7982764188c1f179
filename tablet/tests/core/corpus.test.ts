/** What tablets of each wire version wrote is read by today's merge as it was read then (tests/golden/make_corpus.py). */
import { expect, test } from 'vitest';
import v1 from '../../../tests/golden/corpus/v1/expected.json';
import corrected from '../../../tests/golden/corpus/v1_corrected/expected.json';
import signedForAnother from '../../../tests/golden/corpus/v1_signed_for_another/expected.json';
import { fromHex } from '../../src/bytes';
import { identify, type WireEvent } from '../../src/events';
import { openAll, type Opened, type Secrets } from '../../src/opening';
import { readVisit } from '../../src/visit';

interface Told { events: unknown[]; refused: string[][]; secrets: Record<string, string>; state_hash: string; plain: unknown; conflicts: string[]; signatures?: unknown }

const VISITS = Object.entries({ v1, v1_corrected: corrected, v1_signed_for_another: signedForAnother }).flatMap(([version, { visits }]) =>
  Object.entries(visits as unknown as Record<string, Told>).map(([id, told]) => [version, id, told] as const));

test.each(VISITS)('recorded as %s, visit %s', async (_version, _visitId, told) => {
  const refused = new Set(told.refused.map(([ref, contentId]) => `${ref}|${contentId}`));
  const counted = (await Promise.all(told.events.map((event) => identify(event as WireEvent)))).filter(({ key }) => !refused.has(key));
  const secrets: Secrets = new Map(Object.entries(told.secrets).map(([subject, secret]) => [subject, fromHex(secret)]));
  for (const events of [counted, [...counted].reverse()]) {
    const opened = new Map<string, Opened>();
    await openAll(events, events, secrets, opened);
    const visit = (await readVisit({ events, verdicts: [], opened, authors: new Map(), me: '' }))!;
    expect(visit.stateHash).toBe(told.state_hash);
    // What a later reading adds is no change of what it read then.
    expect(visit.plain()).toMatchObject(told.plain as object);
    expect(visit.conflicts).toEqual(told.conflicts);
    const signatures = visit.happenings.filter(({ type }) => type === 'signature_given').map(({ ref, opened }) => [ref, opened]);
    if (told.signatures) expect(signatures).toEqual(told.signatures);
  }
});
