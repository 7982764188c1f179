import { useState } from 'preact/hooks';
import { determinationOf, doneDuties, isProvedAdult, type Duty } from '../screens/law';
import type { Opened } from '../screens/opening';
import { es } from '../strings_es';
import { minorKey } from '../events';
import { useCommand } from './frame';
import { Keyed } from './keyed';
import { nextDuty } from './minor_card';
import { Sign } from './pictogram';
import { hourOf } from './spanish_dates';

/** So many keys are written out; the rest are counted. */
const NAMED = 12;

/** The first duty each minor still waits for now, by duty, where it is the same for two or more. */
export function sharedDuties({ bundle, visit, day }: Opened): { duty: Duty; entities: string[] }[] {
  const groups = new Map<string, { duty: Duty; entities: string[] }>();
  for (const { entity } of visit.of('minor')) {
    const determination = determinationOf(bundle, visit, entity, day);
    const duty = isProvedAdult(determination) ? null : nextDuty(determination, doneDuties(visit, entity));
    if (duty?.when !== 'now') continue;
    const group = groups.get(duty.kind) ?? { duty, entities: [] };
    group.entities.push(entity);
    groups.set(duty.kind, group);
  }
  return [...groups.values()].filter(({ entities }) => entities.length > 1);
}

/** Found together, protected together: what was done with all of them is stamped on each with one hour. */
export function Together({ opened }: { opened: Opened }) {
  const { busy, error, run } = useCommand();
  const shared = opened.readOnly ? [] : sharedDuties(opened);
  const [last, keep] = useState<{ duty: Duty; refs: string[]; at: number } | null>(null);
  if (!shared.length && error === null && !last && !busy) return null;
  const stamp = (duty: Duty, entities: string[]) => run(async () => {
    const at = Date.now();
    const refs: string[] = [];
    // Also what was stamped before one of them failed can be taken back.
    try {
      for (const entity of entities) refs.push(await opened.tablet.takeAction(opened.visit.visitId, entity, { duty: duty.kind, at }));
    } finally { keep(refs.length ? { duty, refs, at } : null); }
  });
  const takeBack = (refs: string[]) => run(async () => { for (const ref of refs) await opened.tablet.withdrawAction(opened.visit.visitId, ref); }).then(ok => { if (ok) keep(null); });
  return (
    <section class="step" style={{ gap: '16px' }} aria-label={es.together.title}>
      <h2>{es.together.title}</h2>
      <ul class="together">
        {shared.map(({ duty, entities }) => (
          <li class="duty next" key={duty.kind}>
            <div class="what">
              <h3>{duty.title_es}</h3>
              <p class="small"><Keyed words={entities.slice(0, NAMED).map(minorKey).join(', ')} />{entities.length > NAMED && ` ${es.together.more(entities.length - NAMED)}`}</p>
            </div>
            <button type="button" class={duty.urgent ? 'press danger' : 'press fill protect'} disabled={busy} aria-label={`${es.together.stamp(entities.length)}: ${duty.title_es}`} onClick={() => void stamp(duty, entities)}><Sign name="tick" />{es.together.stamp(entities.length)}</button>
          </li>
        ))}
      </ul>
      <div class="with-unit" role="status">{last && !busy && <><strong>{es.together.done(last.duty.title_es, last.refs.length, hourOf(last.at, opened.visit.zone))}</strong><button type="button" class="press" onClick={() => void takeBack(last.refs)}>{es.together.undo(last.refs.length)}</button></>}{busy && es.item.saving}</div>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </section>
  );
}
