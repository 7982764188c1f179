/** In what order closing asks for what is missing: `closing_order.json` says it, what protects a child first. */
import { es } from '../strings_es';
import order from './closing_order.json';
import type { Gap } from './gaps';

interface Rule { id: string; kinds?: string[]; roles?: string[] }
const RULES: readonly Rule[] = order;

/** The first rule that takes a gap, by the question's role or by what kind of gap it is. */
function rankOf({ kind, role }: Gap): number {
  const byRole = RULES.findIndex(({ roles }) => typeof role === 'string' && roles?.includes(role));
  return byRole >= 0 ? byRole : RULES.findIndex(({ kinds }) => kinds?.includes(kind));
}

export interface GapGroup { id: string; title: string; gaps: Gap[] }

/** Gaps by rule, in the rules' order; a rule without a title of its own keeps the groups that its gaps name. */
export function inOrder(gaps: Gap[]): GapGroup[] {
  const groups = new Map<string, GapGroup & { rank: number }>();
  for (const gap of gaps) {
    const rank = rankOf(gap);
    const id = RULES[rank]?.id ?? gap.kind;
    const own = es.gaps.groups[id];
    const key = own ? id : `${id} ${gap.group}`;
    const group = groups.get(key) ?? { id, title: own ?? gap.group, gaps: [], rank };
    group.gaps.push(own && gap.group ? { ...gap, detail: [gap.group, gap.detail].filter(Boolean).join(' · ') } : gap);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank);
}

/**
 * With too many minors to read a line for each: what all of them lack becomes one line that leads to the first, or to the
 * list where it is stamped for several; the rest of what a minor lacks becomes one line a minor.
 */
export function gathered(groups: GapGroup[], visitId: string): GapGroup[] {
  const rest = groups.filter(({ id }) => id === 'minors');
  const lines = rest.map(({ title, gaps }): Gap => ({ ...gaps[0]!, group: es.minors.title, label: title, detail: es.minors.gapsOf(gaps.length), route: routeToSheet(gaps[0]!, visitId) }));
  const one: GapGroup = { id: 'minors', title: es.minors.title, gaps: lines };
  const first = groups.indexOf(rest[0]!);
  return groups.flatMap((group, n) => (group.id !== 'minors' ? [{ ...group, gaps: byLabel(group.gaps, visitId) }] : n === first ? [one] : []));
}

function routeToSheet({ route }: Gap, visitId: string): Gap['route'] {
  return route.at === 'minor' ? { ...route, tab: 'ficha', item: null } : { at: 'minors', visit: visitId };
}

function byLabel(gaps: Gap[], visitId: string): Gap[] {
  const same = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = gap.route.at === 'minor' ? gap.label : `${gap.label} ${gap.detail}`;
    same.set(key, [...same.get(key) ?? [], gap]);
  }
  return [...same.values()].map((found) => {
    const first = found[0]!;
    if (found.length === 1 || first.route.at !== 'minor') return first;
    return { ...first, detail: es.gaps.ofMany(found.length, first.group), route: first.kind === 'minor' ? first.route : { at: 'minors', visit: visitId } };
  });
}
