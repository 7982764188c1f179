/**
 * A small closed template language: data and plain JSON in, the words of a paper out. Same bytes as `protocols/text.py`,
 * where the language is described; both run `tests/golden/text`. Templates are checked when the protocol is loaded.
 */
import {
  clean, dayWords, enumeration, hourWords, longEnumeration, momentWords, numberWords, quoted, sentence, withArticle, type Form,
} from './acta_words';
import type { Json } from './types';

export type Context = { [name: string]: Json };
type Node = { [key: string]: Json };

const HOLE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
const NAME = /^[a-z][a-z0-9_]*$/;
const SHAPES: Record<string, { needed: string[]; optional: string[] }> = {
  if: { needed: ['then'], optional: ['else'] },
  plural: { needed: ['one', 'other'], optional: ['zero'] },
  list: { needed: ['of'], optional: ['empty', 'join'] },
};
const PARTS = ['then', 'else', 'one', 'other', 'zero', 'of', 'empty'];

/** A template breaks a rule of the language; `path` says where, as `sections[2].paragraphs[0].then`. */
export class TemplateError extends Error {
  constructor(readonly path: string, readonly problem: string) {
    super(`${path}: ${problem}`);
    this.name = 'TemplateError';
  }
}

function plainText(value: Json): string {
  return typeof value === 'string' || typeof value === 'number' ? clean(String(value)) : '';
}

const counting = (form: Form) => (value: Json): string => (typeof value === 'number' ? numberWords(value, form) : plainText(value));

const FORMATTERS: Record<string, (value: Json) => string> = {
  text: plainText,
  quoted: (value) => quoted(plainText(value)),
  sentence: (value) => sentence(plainText(value)),
  number: counting('alone'),
  masculine: counting('masculine'),
  feminine: counting('feminine'),
  figures: (value) => (typeof value === 'number' ? `${value} (${numberWords(value)})` : plainText(value)),
  day: (value) => dayWords(plainText(value)),
  hour: (value) => hourWords(plainText(value)),
  the_hour: (value) => withArticle(plainText(value)),
  moment: (value) => momentWords(plainText(value)),
};
const JOINERS: Record<string, (parts: string[]) => string> = {
  and: (parts) => enumeration(parts),
  or: (parts) => enumeration(parts, 'o'),
  long_and: (parts) => longEnumeration(parts),
  commas: (parts) => parts.join(', '),
  semicolons: (parts) => parts.join('; '),
  sentences: (parts) => parts.join(' '),
  lines: (parts) => parts.join('\n'),
  nothing: (parts) => parts.join(''),
};

function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses a document, or the list of its sections, that the language does not know. */
export function checkTemplate(template: Json, path = 'sections'): void {
  const sections = isNode(template) ? template.sections : template;
  if (!Array.isArray(sections)) throw new TemplateError(path, 'falta la lista de secciones');
  sections.forEach((section, number) => {
    const at = `${path}[${number}]`;
    if (!isNode(section) || !Array.isArray(section.paragraphs)) throw new TemplateError(at, 'una sección lleva «paragraphs», una lista');
    refuseOthers(section, ['title', 'if', 'unless', 'paragraphs'], at);
    for (const key of ['if', 'unless']) if (key in section) checkName(section[key]!, `${at}.${key}`);
    if ('title' in section) checkPart(section.title!, `${at}.title`);
    section.paragraphs.forEach((part, place) => checkPart(part, `${at}.paragraphs[${place}]`));
  });
}

/** Refuses a part that the language does not know. */
export function checkPart(part: Json, path: string): void {
  if (typeof part === 'string') for (const found of part.matchAll(HOLE)) checkHole(found, path);
  else if (Array.isArray(part)) part.forEach((inner, number) => checkPart(inner, `${path}[${number}]`));
  else if (isNode(part)) checkNode(part, path);
  else throw new TemplateError(path, 'debe ser texto, lista o una de: if, plural, list');
}

function checkNode(node: Node, path: string): void {
  const kind = Object.keys(SHAPES).find((shape) => shape in node);
  if (kind === undefined) throw new TemplateError(path, 'debe llevar una de: if, plural, list');
  const { needed, optional } = SHAPES[kind]!;
  refuseOthers(node, [kind, ...needed, ...optional], path);
  checkName(node[kind]!, `${path}.${kind}`);
  for (const key of needed) if (!(key in node)) throw new TemplateError(`${path}.${key}`, 'falta');
  if ('join' in node && !(typeof node.join === 'string' && Object.hasOwn(JOINERS, node.join))) {
    throw new TemplateError(`${path}.join`, `no se conoce; usa una de: ${Object.keys(JOINERS).join(', ')}`);
  }
  for (const key of PARTS.filter((one) => one in node).sort()) checkPart(node[key]!, `${path}.${key}`);
}

function checkHole(found: RegExpMatchArray, path: string): void {
  if (found[0] === '{{' || found[0] === '}}') return;
  if (found[1] === undefined) throw new TemplateError(path, 'una llave suelta; escribe {{ o }}');
  const { name, formatter } = holeOf(found[1]);
  checkName(name, path);
  if (formatter !== null && !Object.hasOwn(FORMATTERS, formatter)) {
    throw new TemplateError(path, `no se conoce el formato «${formatter}»; usa uno de: ${Object.keys(FORMATTERS).join(', ')}`);
  }
}

function holeOf(inside: string): { name: string; formatter: string | null } {
  const cut = inside.indexOf('|');
  return cut < 0 ? { name: inside, formatter: null } : { name: inside.slice(0, cut), formatter: inside.slice(cut + 1) };
}

function checkName(name: Json, path: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) throw new TemplateError(path, `«${String(name)}» no es un nombre`);
}

function refuseOthers(node: Node, known: string[], path: string): void {
  for (const key of Object.keys(node)) {
    if (!known.includes(key)) throw new TemplateError(`${path}.${key}`, `no se conoce esta clave; las de aquí son: ${[...known].sort().join(', ')}`);
  }
}

/** The text of a document: lines ended by one line feed each. A name that the context lacks is an error, never a silent gap. */
export function renderText(template: Json, context: Context): string {
  const blocks: string[] = [];
  (template as { sections: Node[] }).sections.forEach((section, number) => {
    const path = `sections[${number}]`;
    if ('if' in section && !holds(section.if as string, [context], path)) return;
    if ('unless' in section && holds(section.unless as string, [context], path)) return;
    const lines = (section.paragraphs as Json[]).map((part, i) => renderPart(part, [context], `${path}.paragraphs[${i}]`)).filter((line) => line);
    if (!lines.length) return;
    const title = 'title' in section ? [renderPart(section.title!, [context], `${path}.title`)] : [];
    blocks.push([...title, ...lines].join('\n'));
  });
  return `${blocks.join('\n\n')}\n`;
}

/** The words of one part; scopes are looked up from the last to the first. */
export function renderPart(part: Json, scopes: Context[], path = 'part'): string {
  if (typeof part === 'string') return part.replace(HOLE, (whole: string, inside: string | undefined) => fill(whole, inside, scopes, path));
  if (Array.isArray(part)) return part.map((inner, i) => renderPart(inner, scopes, `${path}[${i}]`)).join('');
  const node = part as Node;
  if ('if' in node) return renderPart((holds(node.if as string, scopes, path) ? node.then : node.else) ?? '', scopes, path);
  if ('plural' in node) return renderPart(ofNumber(node, scopes, path), scopes, path);
  const elements = look(node.list as string, scopes, path);
  if (!Array.isArray(elements) || !elements.length) return renderPart(node.empty ?? '', scopes, path);
  const inner = elements.map((element) => renderPart(node.of!, [...scopes, isNode(element) ? element : { it: element }], `${path}.of`));
  return JOINERS[(node.join as string | undefined) ?? 'and']!(inner.filter((text) => text));
}

function ofNumber(node: Node, scopes: Context[], path: string): Json {
  const value = look(node.plural as string, scopes, path);
  const count = Array.isArray(value) ? value.length : value;
  if (count === 0) return node.zero ?? node.other!;
  return count === 1 ? node.one! : node.other!;
}

function fill(whole: string, inside: string | undefined, scopes: Context[], path: string): string {
  if (inside === undefined) return whole[0]!;
  const { name, formatter } = holeOf(inside);
  return FORMATTERS[formatter ?? 'text']!(look(name, scopes, path));
}

function holds(name: string, scopes: Context[], path: string): boolean {
  const value = look(name, scopes, path);
  return Array.isArray(value) ? value.length > 0 : isNode(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function look(name: string, scopes: Context[], path: string): Json {
  const scope = scopes.findLast((one) => Object.hasOwn(one, name));
  if (!scope) throw new TemplateError(path, `el contexto no tiene «${name}»`);
  return scope[name]!;
}
