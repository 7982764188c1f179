/**
 * Names of minors that somebody wrote in what the acta will say. The employer is handed the acta: it may tell nobody's name
 * (LGDNNA 76). The desk's versions are cut the same way: `inspection/documents/redaction.py`.
 */
import { entersActa } from '../acta_answers';
import { folded } from '../folded';
import type { Bundle, OpenVisit } from '../types';
import { questionsOf, textOfRole } from './reading';
import type { Route } from './routes';
import { signersOf } from './signers';

const SHORTEST_NAME = 3;
const LINKS = new Set(['de', 'del', 'la', 'las', 'los', 'san', 'santa', 'y', 'e', 'von', 'van']);
/** Roles of what a minor is called, and of adults whose names the acta does tell. */
const CALLED = ['minor_name', 'minor_nickname'];
const TOLD = ['contractor', 'inspector_name', 'workplace_name', 'employer_name'];

/** An answer that tells a minor's name, and where to change it. Not whose nor which: the employer may be looking on. */
export interface NamedThere { label: string; route: Route }

/** Its words without accents and in small letters. */
const wordsOf = (text: string) => folded(text).match(/[\p{L}\p{N}_]+/gu) ?? [];
const spaced = (words: string[]) => ` ${words.join(' ')} `;

/** Whether a text tells one of these names, whole or a part of it. `told`: names of adults, whose words alone mean nobody. */
export function teller(names: string[], told: string[]): (text: string) => boolean {
  const common = new Set(told.flatMap(wordsOf));
  const whole = names.map(wordsOf).filter(words => words.length).map(spaced);
  const alone = new Set(names.flatMap(wordsOf).filter(word => word.length >= SHORTEST_NAME && !LINKS.has(word) && !common.has(word)));
  return text => {
    const words = wordsOf(text);
    const said = spaced(words);
    return words.some(word => alone.has(word)) || whole.some(name => said.includes(name));
  };
}

/** The answers of the visit that the acta repeats and that tell the name of a minor. */
export function namedInActa(bundle: Bundle, visit: OpenVisit): NamedThere[] {
  const names = visit.of('minor').flatMap(({ entity }) => CALLED.map(role => textOfRole(bundle, visit, role, entity))).filter(Boolean);
  if (!names.length) return [];
  const tells = teller(names, [...TOLD.map(role => textOfRole(bundle, visit, role)), ...signersOf(bundle, visit).map(({ name }) => name)]);
  return questionsOf(bundle, visit, 'visit')
    .filter(({ item, heads }) => entersActa(item) && item.type === 'text' && !TOLD.includes(item.role ?? '') && heads.some(({ value }) => value && 'v' in value && typeof value.v === 'string' && tells(value.v)))
    .map(({ item }) => ({ label: item.label_es, route: { at: 'stage', visit: visit.visitId, stage: null, item: item.id } }));
}
