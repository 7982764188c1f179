import { expect, test } from 'vitest';
import { isSoundContent } from '../../src/contents';

const photo = { sha256: 'ab'.repeat(32), mime: 'image/jpeg', taken_at: 1, width: 640, height: 480 };
const minor = `minor:${'ab'.repeat(16)}`;

test('a photo shows an entity or answers a question', () => {
  for (const about of ['visit', minor, 'visit/una_pregunta', `${minor}/una_pregunta`]) expect(isSoundContent('photo_added', { ...photo, about }), about).toBe(true);
});

test('a signature says why there is none of one’s own, in the fields of section 5 or not at all', () => {
  const signed = { at: 1, name: 'N', role: 'testigo' };
  expect(isSoundContent('signature_given', { ...signed, unable: 'does_not_know', read_aloud: true, thumbprint: false, by_name: 'M', by_role: 'hija', strokes: [[1, 2]] })).toBe(true);
  for (const wrong of [{ unable: true }, { unable: 'No sabe' }, { by_name: 7 }, { by_role: {} }, { read_aloud: 'sí' }, { thumbprint: 1 }]) expect(isSoundContent('signature_given', { ...signed, ...wrong }), JSON.stringify(wrong)).toBe(false);
});

test('anything else is no place', () => {
  for (const about of ['', 'visit/', 'minor:1', `${minor}/../x`, 7, null]) expect(isSoundContent('photo_added', { ...photo, about }), String(about)).toBe(false);
});
