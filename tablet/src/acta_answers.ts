/**
 * Says the answers of a visit in words: what is known, what is not known and why, and every version where they differ.
 * Mirrors `protocols/acta_answers.py`. Only items that the protocol lets into the acta; nothing about a minor.
 */
import { clean, dayWords, longEnumeration, lowered, momentWords, numberWords } from './acta_words';
import { renderPart } from './text';
import type { Bundle, Item, Json, Option, Value } from './types';

export interface Said {
  /** Never empty: a missing answer says that it is missing. */
  text: string;
  /** There is exactly one answer and it is a value. */
  known: boolean;
  /** Somebody answered something, even that it is not known. */
  given: boolean;
  /** The raw values, for flags. */
  values: Json[];
}

/** The words of `acta.yaml` that the code reads; the sections belong to the template. */
export interface ActaData {
  roles: string[];
  items: Record<string, string>;
  /** Absent in the protocols of visits opened before 2024.1 was published. */
  tables?: Record<string, { item: string; columns: Record<string, string> }>;
  flags: Record<string, { answer: string; any?: Json; only?: Json }>;
  term_parameter: string;
  signers: string[];
  adult: { bands: string[]; classifications: string[] };
  reserved: { classifications: string[]; duties: string[] };
  breach: { instruments: string[]; except: string[]; article_starts: string };
  words: {
    none: Record<string, string>; bool: { yes: string; no: string }; tri: Record<string, string>; doc: Record<string, string>;
    conflict: Json; geo: Json; inspector: string;
  };
  bands: Record<string, string>;
  duties: Record<string, string>;
  visit_duties: Record<string, string>;
  states: Record<string, string>;
}

type Object = { [key: string]: Json };

export function isObject(value: Json | undefined): value is Object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of a mapping that data, not code, wrote: inherited names do not count. */
export function own<T>(of: Record<string, T>, key: Json | undefined): T | undefined {
  return typeof key === 'string' && Object.hasOwn(of, key) ? of[key] : undefined;
}

export class Answers {
  readonly acta: ActaData;
  readonly items: Item[];

  constructor(readonly bundle: Bundle, readonly answers: Record<string, Value[]>) {
    this.acta = bundle.protocol.acta as unknown as ActaData;
    this.items = bundle.protocol.stages.flatMap((stage) => stage.steps.flatMap((step) => step.items));
  }

  /** The item that plays a role for `visit`, `minor` or `person:<item id>`. */
  byRole(role: string, scope: string): Item | undefined {
    return this.items.find((item) => item.role === role && item.for === scope);
  }

  /** The item that `acta.yaml` names, of the visit or of a table (`row:<item id>`). */
  byId(id: string, scope = 'visit'): Item | undefined {
    return this.items.find((item) => item.id === id && item.for === scope);
  }

  at(entity: string, item: Item): Value[] {
    return own(this.answers, `${entity}/${item.id}`) ?? [];
  }

  /** The answer of the visit or of a person; one about a minor is never said. */
  say(entity: string, item: Item | undefined): Said {
    const { none } = this.acta.words;
    if (!item) return { text: none.absent!, known: false, given: false, values: [] };
    if (entity.startsWith('minor:') || !(item.public || entersActa(item))) return { text: none.reserved!, known: false, given: false, values: [] };
    const values = this.at(entity, item).filter(isGiven);
    const said = [...new Set(values.map((value) => this.one(item, value)))];
    const raw = values.flatMap((value) => ('v' in value ? [value.v] : []));
    if (!said.length) return { text: none.absent!, known: false, given: false, values: [] };
    if (said.length === 1) return { text: said[0]!, known: raw.length > 0 && said[0] !== none.unreadable, given: true, values: raw };
    return { text: this.disagreement(said), known: false, given: true, values: raw };
  }

  /** The sentence that says every version. */
  disagreement(said: string[]): string {
    return renderPart(this.acta.words.conflict, [{ count: said.length, values: said }]);
  }

  options(item: Item): Option[] {
    return item.options.length ? item.options : this.bundle.law.catalogues[item.catalogue ?? ''] ?? [];
  }

  /** Labels of known codes, in the protocol's order; unknown codes are left out. */
  labels(item: Item, codes: Json): string[] {
    const wanted = Array.isArray(codes) ? codes : [codes];
    return this.options(item).filter((option) => wanted.includes(option.code)).map(labelOf);
  }

  private one(item: Item, value: Value): string {
    const { none } = this.acta.words;
    if (!('v' in value)) return own(none, value.none) ?? none.unknown!;
    return this.value(item, value.v) || none.unreadable!;
  }

  private value(item: Item, v: Json): string {
    const { words } = this.acta;
    if (item.type === 'bool') return typeof v === 'boolean' ? words.bool[v ? 'yes' : 'no'] : '';
    if (item.type === 'tri' || item.type === 'doc') return own(words[item.type], v) ?? '';
    if (item.type === 'enum' || item.type === 'multi') return longEnumeration(this.labels(item, v));
    if (item.type === 'geo') return this.place(v);
    if (typeof v === 'number') return `${v} (${numberWords(v)})`;
    if (typeof v !== 'string') return '';
    return item.type === 'date' ? dayWords(v) : item.type === 'dt' ? momentWords(v) : clean(v);
  }

  private place(v: Json): string {
    if (!isObject(v) || !['lat', 'lon', 'accuracy_m'].every((key) => typeof v[key] === 'number')) return '';
    const context = { latitude: degrees(v.lat as number), longitude: degrees(v.lon as number), accuracy: v.accuracy_m! };
    return renderPart(this.acta.words.geo, [context]);
  }
}

/** A small first letter, but for places, which are called by their name and their state. */
function labelOf({ label_es: label, entity_es: entity }: Option): string {
  return entity === undefined ? lowered(clean(label)) : `${clean(label)}, ${clean(entity)}`;
}

/** Whether the protocol sends the item to the acta though it is not public. */
export function entersActa(item: Item): boolean {
  return (item as { acta?: boolean }).acta === true;
}

function isGiven(value: Value): boolean {
  if (!('v' in value)) return true;
  return !((Array.isArray(value.v) && value.v.length === 0) || (typeof value.v === 'string' && clean(value.v) === ''));
}

/** 1e-7 degrees with seven decimals. */
export function degrees(tenMillionths: number): string {
  const size = Math.abs(tenMillionths);
  return `${tenMillionths < 0 ? '-' : ''}${Math.floor(size / 10_000_000)}.${String(size % 10_000_000).padStart(7, '0')}`;
}
