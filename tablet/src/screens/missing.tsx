import { Sign } from '../components/pictogram';
import { es } from '../strings_es';
import { gapsOf, returnedGaps, type Gap } from './gaps';
import { BackLink, VisitShell, WithVisit } from './opening';
import { addressOf } from './routes';

/** What still blocks closing: a list whose every line jumps to its place. */
export function MissingScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => {
        const gaps = [...returnedGaps(opened.bundle, opened.visit), ...gapsOf(opened.bundle, opened.visit, opened.day, null)];
        return (
          <VisitShell opened={opened}>
            <BackLink to={{ at: 'stage', visit: visitId, stage: null, item: null }} words={es.minors.backToVisit} />
            <h1 data-public={es.gaps.title}>{es.gaps.title}</h1>
            {gaps.length === 0 && <p class="word"><Sign name="tick" />{es.gaps.none}</p>}
            {grouped(gaps).map(([group, lines]) => (
              <section key={group} class="gaps">
                <h2>{group}</h2>
                <ul>{lines.map((gap, n) => <li key={n}><a class="gap" href={addressOf(gap.route)} style={{ textDecoration: 'none' }}><span>{gap.label}{gap.detail && <small style={{ display: 'block' }}>{gap.detail}</small>}</span><Sign name="forward" /></a></li>)}</ul>
              </section>
            ))}
            <p><a class="press fill" href={addressOf({ at: 'acta', visit: visitId })}>{es.visit.toActa}</a></p>
          </VisitShell>
        );
      }}
    </WithVisit>
  );
}

function grouped(gaps: Gap[]): [string, Gap[]][] {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) groups.set(gap.group, [...(groups.get(gap.group) ?? []), gap]);
  return [...groups];
}
