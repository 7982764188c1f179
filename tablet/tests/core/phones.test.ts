import { describe, expect, test } from 'vitest';
import { withPhones } from '../../src/pulling';
import type { Json, ProtectionAuthority } from '../../src/types';

const authority = (id: string, phone: string | null = null): ProtectionAuthority =>
  ({ id, level: 'estatal', entity_code: id.slice(-2), name_es: id, mark: 'por_validar', phone, verified_on: phone && '2026-01-05', address_es: null });
const DIRECTORY = { lines: [], protection_authorities: [authority('ppnna_01'), authority('ppnna_02', '686 555 0100')] };
const phones = (given: Json | undefined) => withPhones(DIRECTORY, given).protection_authorities.map(({ phone, verified_on: day }) => [phone, day]);
const AS_WRITTEN = [[null, null], ['686 555 0100', '2026-01-05']];

describe('telephones confirmed at the desk', () => {
  test('stand in place of what the directory said, each with its own day', () => {
    expect(phones([{ authority: 'ppnna_02', phone: '686 555 0142', verified_on: '2026-03-02' }])).toEqual([[null, null], ['686 555 0142', '2026-03-02']]);
  });

  test('of nobody known, without a day, or from a server that does not speak of them, change nothing', () => {
    for (const given of [undefined, null, [], 'no', [null], [{ authority: 'ppnna_99', phone: '1', verified_on: '2026-03-02' }], [{ authority: 'ppnna_01', phone: '911' }]]) {
      expect(phones(given as Json | undefined)).toEqual(AS_WRITTEN);
    }
  });
});
