import { answersOf, itemByRole, NOT_KNOWN, RULED_OUT, type Question } from '../screens/reading';
import { es } from '../strings_es';
import type { Bundle, OpenVisit, Option, Tablet } from '../types';
import { useCommand } from './frame';
import { Pictogram } from './pictogram';
import { Segments } from './segments';

type Says = 'si' | 'no' | 'no_se';

/** Members of a set of this minor, by the role of its item. */
function membersOf(bundle: Bundle, visit: OpenVisit, entity: string, role: string): { path: string; members: string[] } | null {
  const item = itemByRole(bundle, role, ['minor']);
  if (!item) return null;
  const members = (answersOf(visit, entity)[item.id] ?? []).flatMap(value => ('v' in value && Array.isArray(value.v) ? value.v as string[] : []));
  return { path: `${entity}/${item.id}`, members };
}

/** The hazards that the tasks already marked usually bring, in the catalogue's order. */
export function usualHazards(bundle: Bundle, visit: OpenVisit, entity: string, catalogue: string): Option[] {
  const tasks = itemByRole(bundle, 'farm_tasks', ['minor']);
  const marked = membersOf(bundle, visit, entity, 'farm_tasks')?.members ?? [];
  const listed = (tasks?.catalogue ? bundle.law.catalogues[tasks.catalogue] ?? [] : []) as (Option & { triggers?: string[] })[];
  const usual = new Set(listed.filter(task => marked.includes(task.code)).flatMap(task => task.triggers ?? []));
  return (bundle.law.catalogues[catalogue] ?? []).filter(hazard => usual.has(hazard.code));
}

/** The hazards that usually come with the tasks marked, each to be confirmed: yes, no, or not known. Never ticked by themselves. */
export function Suggested({ tablet, bundle, visit, question, chosen, add, remove, disabled }: {
  tablet: Tablet; bundle: Bundle; visit: OpenVisit; question: Question; chosen: string[]; add: (code: string) => void; remove: (codes: string[]) => void; disabled: boolean;
}) {
  const { error, run } = useCommand();
  const { item, entity } = question;
  if (item.role !== 'hazards' || !item.catalogue || !entity.startsWith('minor:')) return null;
  const offered = usualHazards(bundle, visit, entity, item.catalogue);
  if (offered.length === 0) return null;
  const not = { no: membersOf(bundle, visit, entity, RULED_OUT), no_se: membersOf(bundle, visit, entity, NOT_KNOWN) };
  const saysOf = (code: string): Says | null => (chosen.includes(code) ? 'si' : not.no?.members.includes(code) ? 'no' : not.no_se?.members.includes(code) ? 'no_se' : null);
  const say = (code: string, says: Says) => {
    if (says === 'si') add(code); else if (chosen.includes(code)) remove([code]);
    for (const other of ['no', 'no_se'] as const) {
      const set = not[other];
      if (!set) continue;
      if (other === says) void run(() => tablet.addMember(visit.visitId, set.path, code, { src: 'observation' }));
      else if (set.members.includes(code)) void run(() => tablet.removeMember(visit.visitId, set.path, code));
    }
  };
  return (
    <section class="usual" aria-label={es.item.suggested}>
      <p><strong>{es.item.suggested}</strong> <span class="quiet">{es.item.suggestedWhy}</span> <span class="nowrap">{es.item.suggestedDone(offered.filter(({ code }) => saysOf(code)).length, offered.length)}</span></p>
      <ul>
        {offered.map(({ code, label_es, cite }) => (
          <li key={code}>
            <Pictogram code={code} size={36} />
            <span id={`usual-${code}`}>{label_es}<small class="quiet">{cite.join(' · ')}</small></span>
            <Segments name={`usual-${code}`} labelledBy={`usual-${code}`} choices={(Object.keys(es.item.suggestedSays) as Says[]).map(says => ({ code: says, label: es.item.suggestedSays[says] }))} value={saysOf(code)} choose={says => say(code, says as Says)} disabled={disabled} />
          </li>
        ))}
      </ul>
      {error !== null && <p class="doubt small" role="alert">{error || es.failed}</p>}
    </section>
  );
}
