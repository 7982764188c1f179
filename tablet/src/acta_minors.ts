/**
 * What the acta may say of a minor: key, band, situation, measures and what was exhibited. Nothing that identifies (LGDNNA 76, 79).
 * Mirrors `protocols/acta_minors.py`. Identity cannot get in because it is never read: codes from the determination, whose words
 * come from the bundle; duty, instant and wait from an action; and only the closed answers of `ANSWERS_ALLOWED`.
 */
import { isObject, own, type Answers } from './acta_answers';
import { clean, longEnumeration, lowered } from './acta_words';
import { minorKey } from './events';
import type { Item, Json, Value, VisitPlain } from './types';

export const ANSWERS_ALLOWED = { tasks: 'farm_tasks', hazards: 'hazards', contract: 'contract', authorisation: 'authorisation' };
const CLOSED = new Set(['doc', 'enum', 'multi']);
const LAST_INSTANT = 253402300800000;

interface Rule { id: string; slug: string; title_es: string; sanctions: string[]; cite: string[] }
interface Cited { cite: string; instrument: string; mark: string; full_es: string }
type Row = { [key: string]: Json };

/** An instant (ms since 1970 UTC) as local `YYYY-MM-DDTHH:MM`, or empty when it is not one. */
export function localMoment(at: Json | undefined, zone: string): string {
  if (typeof at !== 'number' || at < 0 || at >= LAST_INSTANT) return '';
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)!.value;
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

export class Minors {
  private readonly rules: Rule[];
  private readonly checks: Rule[];
  private readonly cited: Map<string, Cited>;
  private readonly entities: string[];

  /** `startedOn`: local day of the visit; an action of that day says only its hour. */
  constructor(private readonly answers: Answers, private readonly visit: VisitPlain, private readonly startedOn: string) {
    const { law } = answers.bundle;
    this.rules = law.rules as unknown as Rule[];
    this.checks = law.checks as unknown as Rule[];
    this.cited = new Map(Object.values(law.citations as unknown as Record<string, Cited>).map((one) => [one.cite, one]));
    this.entities = visit.entities.filter(({ kind }) => kind === 'minor').map(({ entity }) => entity);
  }

  context(): Row {
    const minors = this.entities.filter((entity) => !this.isAdult(entity));
    return {
      minors: minors.map((entity) => this.one(entity)), minors_count: minors.length,
      adults_checked: this.entities.length - minors.length + (this.visit.ruled_adult?.length ?? 0), breaches_alleged: this.breaches(minors),
    };
  }

  /** What was done for the whole workplace. */
  visitActions(): Row[] {
    return this.actions('visit', this.answers.acta.visit_duties, []);
  }

  private result(entity: string): Row {
    const found = own(this.visit.determinations, entity);
    return isObject(found) ? found : {};
  }

  private band(entity: string): string {
    const { age } = this.result(entity);
    const band = isObject(age) ? age.band : undefined;
    return typeof band === 'string' && Object.hasOwn(this.answers.acta.bands, band) ? band : 'unknown';
  }

  private isAdult(entity: string): boolean {
    const { adult } = this.answers.acta;
    return adult.bands.includes(this.band(entity)) || adult.classifications.includes(this.result(entity).classification as string);
  }

  private one(entity: string): Row {
    const { acta } = this.answers;
    const result = this.result(entity);
    const reserved = this.isReserved(entity);
    const said = Object.entries(ANSWERS_ALLOWED).map(([name, role]) => [name, this.allowed(entity, role)]);
    return {
      key: minorKey(entity), also: (this.visit.joined?.[entity] ?? []).map(minorKey), band: acta.bands[this.band(entity)]!,
      situation: acta.reserved.classifications.includes(result.classification as string) ? '' : this.title(result),
      determined: Object.keys(result).length > 0, provisional: result.status === 'provisional', reserved,
      actions: this.actions(entity, acta.duties, reserved ? acta.reserved.duties : []),
      ...(Object.fromEntries(said) as Row),
    };
  }

  private fired(result: Row): Rule[] {
    const ids = Array.isArray(result.fired) ? result.fired.map((one) => (isObject(one) ? one.id : null)) : [];
    return this.rules.filter(({ id }) => ids.includes(id));
  }

  private isReserved(entity: string): boolean {
    const result = this.result(entity);
    const slugs = [...this.fired(result).map(({ slug }) => slug), result.classification as string];
    return slugs.some((slug) => this.answers.acta.reserved.classifications.includes(slug));
  }

  private title(result: Row): string {
    const same = this.rules.filter(({ slug }) => slug === result.classification);
    const chosen = same.find(({ id }) => id === result.row) ?? same[0];
    return chosen ? lowered(clean(chosen.title_es)) : '';
  }

  private allowed(entity: string, role: string): string {
    const item = this.answers.byRole(role, 'minor');
    if (!item || !CLOSED.has(item.type)) return '';
    const known = [...new Set(this.answers.at(entity, item).map((value) => this.closed(item, value)))].filter((text) => text);
    return known.length > 1 ? this.answers.disagreement(known) : known[0] ?? '';
  }

  private closed(item: Item, value: Value): string {
    const { doc } = this.answers.acta.words;
    if (!('v' in value)) return value.none === 'not_exhibited' ? doc.no_exhibe! : '';
    if (item.type === 'doc') return own(doc, value.v) ?? '';
    const exclusive = new Set(this.answers.options(item).filter((option) => option.exclusive).map(({ code }) => code));
    const codes = (Array.isArray(value.v) ? value.v : [value.v]).filter((code) => typeof code === 'string' && !exclusive.has(code));
    return longEnumeration(this.answers.labels(item, codes));
  }

  /** One entry a duty: the first time it was done, else since when it waits. */
  private actions(entity: string, duties: Record<string, string>, hidden: string[]): Row[] {
    const taken = this.visit.actions.filter(({ entity: of, duty }) =>
      of === entity && typeof duty === 'string' && Object.hasOwn(duties, duty) && !hidden.includes(duty));
    const timed = taken.map((action) => ({ action, moment: localMoment(action.at, this.visit.zone) }))
      .sort((a, b) => compare(a.moment || '9', b.moment || '9'));
    const chosen = new Map<string, { duty: string; moment: string; pending: boolean }>();
    for (const { action, moment } of timed) {
      const duty = action.duty as string;
      const pending = action.pending === true;
      const before = chosen.get(duty);
      if (!before || (before.pending && !pending)) chosen.set(duty, { duty, moment, pending });
    }
    return [...chosen.values()].sort((a, b) => compare(a.moment || '9', b.moment || '9') || compare(a.duty, b.duty))
      .map(({ duty, moment, pending }) => this.entry(duties[duty]!, moment, pending));
  }

  private entry(what: string, moment: string, pending: boolean): Row {
    const day = moment.slice(0, 10);
    return { what, hour: moment.slice(11), other_day: day === this.startedOn ? '' : day, pending };
  }

  /** The articles of fired rules and failed checks that carry a sanction. */
  private breaches(minors: string[]): Row[] {
    const { breach } = this.answers.acta;
    const found = new Map<string, string[]>();
    for (const entity of minors) {
      for (const cite of new Set(this.cites(entity))) found.set(cite, [...(found.get(cite) ?? []), minorKey(entity)]);
    }
    return [...found].flatMap(([cite, keys]) => {
      const known = this.cited.get(cite);
      if (!known || !breach.instruments.includes(known.instrument) || breach.except.includes(cite)) return [];
      return [{ cite, full: known.full_es, is_article: known.full_es.startsWith(breach.article_starts), to_validate: known.mark !== 'confirmado', keys, everyone: minors.length > 1 && keys.length === minors.length }];
    });
  }

  private cites(entity: string): string[] {
    const result = this.result(entity);
    const failed = Array.isArray(result.checks)
      ? result.checks.map((one) => (isObject(one) && one.state === 'incumple' ? one.id : null)) : [];
    const sources = [...this.fired(result), ...this.checks.filter(({ id }) => failed.includes(id))].filter(({ sanctions }) => sanctions.length);
    return [...sources.flatMap(({ cite }) => cite), ...(sources.length ? this.hazardCites(entity) : [])];
  }

  private hazardCites(entity: string): string[] {
    const item = this.answers.byRole(ANSWERS_ALLOWED.hazards, 'minor');
    if (!item) return [];
    const marked = this.answers.at(entity, item).flatMap((value) => ('v' in value && Array.isArray(value.v) ? [value.v] : []));
    return this.answers.options(item).filter(({ code }) => marked.some((codes) => codes.includes(code))).flatMap(({ cite }) => cite);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
