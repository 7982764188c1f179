import { describe, expect, test } from 'vitest';
import { byProblem, outcomeWords } from '../../src/screens/signers';

const who = { signer: 'María Ñáñez', inspector: 'Lucía Armenta Ríos', minors: ['Rosa Pérez'] };

describe('who may sign in the name of one who cannot', () => {
  test('is an adult who is neither of the two and says what she is to that person', () => {
    expect(byProblem({ name: 'Juana López', role: 'su hija' }, who)).toBe('');
    expect(byProblem({ name: 'Juana López', role: ' ' }, who)).toMatch(/qué es suyo/);
    expect(byProblem({ name: '  ', role: 'x' }, who)).toMatch(/nombre/);
  });
  test('is never the inspector, the same person or a minor of the visit, however they are written', () => {
    expect(byProblem({ name: 'LUCIA  armenta rios', role: 'x' }, who)).toMatch(/Quien inspecciona/);
    expect(byProblem({ name: 'maria ñañez', role: 'x' }, who)).toMatch(/la otra persona/);
    expect(byProblem({ name: 'rosa perez', role: 'prima' }, who)).toMatch(/persona menor/);
  });
});

describe('the words of the outcome', () => {
  const unable = { why: 'does_not_know' as const, readAloud: true, thumbprint: true, by: { name: 'Juana', role: 'su hija' } };
  test('never call a refusal what was none', () => {
    const words = outcomeWords({ manner: 'refused', reason: '', unable }, '10:42');
    expect(words).toBe('No sabe firmar, 10:42. A su ruego firmó Juana (su hija). Se le leyó el acta en voz alta. Puso su huella en la copia impresa.');
    expect(outcomeWords({ manner: 'refused', reason: 'Trae la mano vendada.', unable: { ...unable, why: 'cannot', by: null, readAloud: false, thumbprint: false } }, '10:42'))
      .toBe('No puede firmar, 10:42. Trae la mano vendada. Nadie firmó en su nombre. No consta que se le haya leído.');
    expect(outcomeWords({ manner: 'refused', reason: 'No quiso', unable: null }, '10:42')).toBe('Se negó a firmar, 10:42. No quiso');
  });
});
