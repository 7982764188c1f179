import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { visitDuties, type VisitFacts, type VisitLaw } from '../../src/visit_duties';

const golden = (name: string) => JSON.parse(readFileSync(new URL(`../../../tests/golden/law/${name}.json`, import.meta.url), 'utf8'));
const law = golden('law').law as VisitLaw;

describe('lo que la visita debe, igual que en la oficina', () => {
  it.each(golden('visit_duties') as { name: string; facts: VisitFacts; expected: unknown }[])('$name', ({ facts, expected }) => {
    const found = visitDuties(law, facts);
    expect({
      before_closing: found.before_closing.map((one) => [one.id, one.entity, one.what_es]),
      deadlines: Object.fromEntries(found.deadlines.map((one) => [one.id, [one.state, one.starts, one.last_on, one.until, one.mark]])),
      documents: Object.fromEntries(found.documents.map((one) => [one.id, [one.minors, one.lacking]])),
    }).toEqual(expected);
  });
});
