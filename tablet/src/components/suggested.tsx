import { answersOf, itemByRole, type Question } from '../screens/reading';
import { es } from '../strings_es';
import type { Bundle, OpenVisit, Option } from '../types';
import { Pictogram, Sign } from './pictogram';

/** The hazards that usually come with the tasks already marked: offered one by one, never ticked by themselves. */
export function Suggested({ bundle, visit, question, chosen, add, disabled }: { bundle: Bundle; visit: OpenVisit; question: Question; chosen: string[]; add: (code: string) => void; disabled: boolean }) {
  const tasks = itemByRole(bundle, 'farm_tasks', ['minor']);
  if (question.item.role !== 'hazards' || disabled || !tasks?.catalogue || !question.item.catalogue) return null;
  const marked = (answersOf(visit, question.entity)[tasks.id] ?? []).flatMap(value => ('v' in value && Array.isArray(value.v) ? value.v : []));
  const listed = (bundle.law.catalogues[tasks.catalogue] ?? []) as (Option & { triggers?: string[] })[];
  const usual = new Set(listed.filter(task => marked.includes(task.code)).flatMap(task => task.triggers ?? []));
  const offered = (bundle.law.catalogues[question.item.catalogue] ?? []).filter(hazard => usual.has(hazard.code) && !chosen.includes(hazard.code));
  if (offered.length === 0) return null;
  return (
    <div class="field" role="group" aria-label={es.item.suggested}>
      <p class="small"><strong>{es.item.suggested}</strong> <span class="quiet">{es.item.suggestedWhy}</span></p>
      <div class="chosen">{offered.map(hazard => <button type="button" class="press start small" key={hazard.code} aria-label={es.item.add(hazard.label_es)} onClick={() => add(hazard.code)}><Pictogram code={hazard.code} size={28} />{hazard.label_es}<Sign name="plus" size={18} /></button>)}</div>
    </div>
  );
}
