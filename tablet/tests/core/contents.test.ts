import { expect, test } from 'vitest';
import { isSoundContent } from '../../src/contents';

const photo = { sha256: 'ab'.repeat(32), mime: 'image/jpeg', taken_at: 1, width: 640, height: 480 };
const minor = `minor:${'ab'.repeat(16)}`;

test('a photo shows an entity or answers a question', () => {
  for (const about of ['visit', minor, 'visit/una_pregunta', `${minor}/una_pregunta`]) expect(isSoundContent('photo_added', { ...photo, about }), about).toBe(true);
});

test('anything else is no place', () => {
  for (const about of ['', 'visit/', 'minor:1', `${minor}/../x`, 7, null]) expect(isSoundContent('photo_added', { ...photo, about }), String(about)).toBe(false);
});
