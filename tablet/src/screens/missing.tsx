import { Keyed } from '../components/keyed';
import { MANY } from '../components/minor_card';
import { Sign } from '../components/pictogram';
import { es } from '../strings_es';
import { useGaps } from './counting';
import { gathered, inOrder } from './gap_order';
import { returnedGaps } from './gaps';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { addressOf } from './routes';

/** What still blocks closing: a list whose every line jumps to its place. */
export function MissingScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => <VisitShell opened={opened}>{opened.gone ? <h1 data-public={es.gaps.title}>{es.gaps.title}</h1> : <MissingList opened={opened} />}</VisitShell>}
    </WithVisit>
  );
}

function MissingList({ opened }: { opened: Opened }) {
  const { visit, bundle } = opened;
  const { gaps: found, done, all } = useGaps(opened);
  const groups = inOrder([...returnedGaps(bundle, visit), ...found ?? []]);
  const shown = all > MANY ? gathered(groups, visit.visitId) : groups;
  return (
    <>
      <BackLink to={{ at: 'stage', visit: visit.visitId, stage: null, item: null }} words={es.minors.backToVisit} />
      <h1 data-public={es.gaps.title}>{es.gaps.title}</h1>
      {found === null && <p role="status">{es.minors.checking(done, all)}</p>}
      {found !== null && groups.length === 0 && <p class="word"><Sign name="tick" />{es.gaps.none}</p>}
      {shown.map(({ id, title, gaps }) => (
        <section key={`${id} ${title}`} class={gaps.some(({ kind }) => kind === 'duty_urgent') ? 'gaps at-risk' : 'gaps'}>
          <h2>{gaps.some(({ kind }) => kind === 'duty_urgent') && <Sign name="alert" />}{title}</h2>
          <ul>{gaps.map((gap, n) => <li key={n}><a class="gap" href={addressOf(gap.route)} style={{ textDecoration: 'none' }}><span>{gap.label}{gap.detail && <small style={{ display: 'block' }}><Keyed words={gap.detail} /></small>}</span><Sign name="forward" /></a></li>)}</ul>
        </section>
      ))}
      <p><a class="press fill" href={addressOf({ at: 'acta', visit: visit.visitId })}>{es.visit.toActa}</a></p>
    </>
  );
}
