/** A minor's name in what the employer is handed, however it is written. */
import { expect, test } from 'vitest';
import { teller } from '../../src/screens/named_in_acta';

const names = ['Mario Ángel Rojas de la Peña', 'El Güero', 'Lu'];
const adults = ['Mario Ángel Rojas Castro', 'Peña y Asociados', 'El Güero Félix'];

test.each([
  ['whole, without accents, over two lines', 'Vi a MARIO  ANGEL\nrojas de la peña junto al tambo.', []],
  ['one of them alone', 'Dijo que Ángel cargaba botes.', []],
  ['the nickname', 'Le dicen «el güero».', []],
  ['whole, also where adults are called the same', 'Mario Ángel Rojas de la Peña cargaba.', adults],
  ['with a letter written in two signs', 'Vi a A\u0301ngel.', []],
  ['a very short one', 'Le dicen Lu.', []],
])('a name is found: %s', (_how, text, told) => expect(teller(names, told)(text)).toBe(true));

test.each([
  ['in a word that only begins so', 'Los angelitos de la marionetista rojasca lucían.', []],
  ['in what joins names', 'De la mano de la señora.', []],
  ['in the name of an adult whom the acta tells', 'Mario Rojas Castro atendió.', adults],
  ['in nothing', '', []],
])('nobody is found: %s', (_how, text, told) => expect(teller(names, told)(text)).toBe(false));

test('nobody is found where nobody has a name yet', () => expect(teller([], [])('Vi a Mario.')).toBe(false));
