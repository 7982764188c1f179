/**
 * Correcting persons: what joins, splits, rulings and links mean. Read above the merge, which knows nothing of them.
 * Each minor added keeps its own *card* (entity); a correction that is withdrawn leaves every card as it was.
 * Mirrors `inspection/domain/corrections.py`.
 */
import { compare, type Logged } from './events';
import { refsIn, type State } from './state';

export const CORRECTIONS: readonly string[] = ['minors_joined', 'minor_split', 'minor_ruled_adult', 'minors_linked'];
export const WITHDRAWAL = 'correction_withdrawn';

export interface Corrections {
  /** Refs of the corrections that nobody withdrew. */
  standing: Set<string>;
  /** The card under which a card is shown; only for those shown under another. */
  kept: Map<string, string>;
  /** By kept card: every card of the same person, itself first, the others sorted; only joined ones. */
  cards: Map<string, string[]>;
  /** Cards removed by somebody who had not seen them joined: they are shown. */
  disputed: Set<string>;
  /** Kept cards all of whose cards were ruled adult. */
  adults: Set<string>;
  /** The card each was split from. */
  splitFrom: Map<string, string>;
  /** Cards of siblings. */
  linked: Map<string, string[]>;
  /** The entity or path under which an entity or path is shown. */
  at(place: string): string;
}

const MINOR = /^minor:[0-9a-f]{32}$/;
const REF = /^[0-9a-f]{32}:[1-9][0-9]{0,15}$/;
const NAMES: Record<string, string> = { minors_joined: 'other', minor_split: 'into', minors_linked: 'other' };

export function readCorrections(state: State): Corrections {
  const found = [...state.heads].filter(([slot]) => slot.includes('#')).flatMap(([, heads]) => heads).filter(isSound);
  const withdrawn = new Set(found.filter(({ event }) => event.type === WITHDRAWAL).map(({ event: { body } }) => `${String(body.entity)}|${String(body.of)}`));
  const standing = found.filter(({ event: { type, body }, ref }) => type !== WITHDRAWAL && !withdrawn.has(`${String(body.entity)}|${ref}`));
  const joins = standing.filter(({ event: { type, body } }) => type === 'minors_joined' && body.other !== body.entity);
  const disputed = unseen(state, joins);
  const gone = new Set([...state.entities].filter(([entity, one]) => one.removed && !disputed.has(entity)).map(([entity]) => entity));
  const cards = cardsOf(joins, gone);
  const kept = new Map([...cards].flatMap(([first, group]) => group.slice(1).map((card): [string, string] => [card, first])));
  const at = (place: string): string => shownAt(kept, place);
  const named = (type: string) => standing.filter(({ event }) => event.type === type).map(({ event: { body } }) => [String(body.entity), String(body.other ?? body.into)] as const);
  const ruled = new Set(named('minor_ruled_adult').map(([card]) => card));
  return {
    standing: new Set(standing.map(({ ref }) => ref)), kept, cards, disputed, at,
    adults: new Set([...ruled].map(at).filter((card) => (cards.get(card) ?? [card]).every((one) => ruled.has(one)))),
    splitFrom: new Map(named('minor_split').map(([old, into]): [string, string] => [into, old]).filter(([into, old]) => at(into) !== at(old))),
    linked: linkedBy(named('minors_linked').map(([one, other]) => [at(one), at(other)])),
  };
}

function isSound({ event: { type, body } }: Logged): boolean {
  if (type === WITHDRAWAL) return MINOR.test(String(body.entity)) && REF.test(String(body.of));
  if (!CORRECTIONS.includes(type) || !MINOR.test(String(body.entity))) return false;
  const name = NAMES[type];
  return name === undefined || MINOR.test(String(body[name]));
}

function shownAt(kept: Map<string, string>, place: string): string {
  if (!kept.size) return place;
  const slash = place.indexOf('/');
  const entity = slash < 0 ? place : place.slice(0, slash);
  return (kept.get(entity) ?? entity) + (slash < 0 ? '' : place.slice(slash));
}

/** Removed cards that a join speaks of and that no removal had seen joined: a child never vanishes. */
function unseen(state: State, joins: Logged[]): Set<string> {
  const naming = new Map<string, string[]>();
  for (const { event: { body }, ref } of joins) naming.set(String(body.other), [...naming.get(String(body.other)) ?? [], ref]);
  return new Set([...naming].filter(([card, refs]) => {
    const removals = state.heads.get(`${card}/#entity_removed`) ?? [];
    return removals.length > 0 && !removals.some((removal) => {
      const sees = new Set(refsIn(removal, 'sees'));
      return refs.every((ref) => sees.has(ref));
    });
  }).map(([card]) => card));
}

/**
 * What joins connect, in any direction and order, is one person. Kept is the least card that no join names as the other
 * one; with joins in a circle, the least of all.
 */
function cardsOf(joins: Logged[], gone: Set<string>): Map<string, string[]> {
  const others = new Set<string>();
  const groups = new Map<string, Set<string>>();
  for (const { event: { body } } of joins) {
    const pair = [String(body.entity), String(body.other)];
    others.add(pair[1]!);
    const group = new Set(pair.flatMap((card) => [card, ...groups.get(card) ?? []]));
    for (const card of group) groups.set(card, group);
  }
  const cards = new Map<string, string[]>();
  for (const group of new Set(groups.values())) {
    const present = [...group].filter((card) => !gone.has(card)).sort(compare);
    if (present.length < 2) continue;
    const kept = present.find((card) => !others.has(card)) ?? present[0]!;
    cards.set(kept, [kept, ...present.filter((card) => card !== kept)]);
  }
  return cards;
}

function linkedBy(pairs: [string, string][]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const [one, other] of pairs) {
    if (one === other) continue;
    found.set(one, (found.get(one) ?? new Set()).add(other));
    found.set(other, (found.get(other) ?? new Set()).add(one));
  }
  return new Map([...found].map(([card, others]) => [card, [...others].sort(compare)]));
}
