import { MANY } from '../components/minor_card';
import { Sign } from '../components/pictogram';
import { es } from '../strings_es';
import { useGaps } from './counting';
import { returnedGaps, type Gap } from './gaps';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { addressOf } from './routes';

/** What still blocks closing: a list whose every line jumps to its place. */
export function MissingScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => <VisitShell opened={opened}><MissingList opened={opened} /></VisitShell>}
    </WithVisit>
  );
}

function MissingList({ opened }: { opened: Opened }) {
  const { visit, bundle } = opened;
  const { gaps: found, done, all } = useGaps(opened);
  const gaps = [...returnedGaps(bundle, visit), ...(all > MANY ? inOneLineEach(found ?? [], visit.visitId) : found ?? [])];
  // A minor's lines become one when there are too many minors to read them all.
  return (
    <>
      <BackLink to={{ at: 'stage', visit: visit.visitId, stage: null, item: null }} words={es.minors.backToVisit} />
      <h1 data-public={es.gaps.title}>{es.gaps.title}</h1>
      {found === null && <p role="status">{es.minors.checking(done, all)}</p>}
      {found !== null && gaps.length === 0 && <p class="word"><Sign name="tick" />{es.gaps.none}</p>}
      {grouped(gaps).map(([group, lines]) => (
        <section key={group} class="gaps">
          <h2>{group}</h2>
          <ul>{lines.map((gap, n) => <li key={n}><a class="gap" href={addressOf(gap.route)} style={{ textDecoration: 'none' }}><span>{gap.label}{gap.detail && <small style={{ display: 'block' }}>{gap.detail}</small>}</span><Sign name="forward" /></a></li>)}</ul>
        </section>
      ))}
      <p><a class="press fill" href={addressOf({ at: 'acta', visit: visit.visitId })}>{es.visit.toActa}</a></p>
    </>
  );
}

/** Gaps of minors gathered into one line a minor, which leads to what is not known of her; the rest as it is. */
function inOneLineEach(gaps: Gap[], visitId: string): Gap[] {
  const minors = new Map<string, Gap[]>();
  const rest = gaps.filter(gap => {
    if (gap.route.at !== 'minor') return true;
    minors.set(gap.route.entity, [...(minors.get(gap.route.entity) ?? []), gap]);
    return false;
  });
  const lines = [...minors].map(([entity, own]): Gap => ({ group: es.minors.title, label: own[0]!.group, detail: es.minors.gapsOf(own.length), route: { at: 'minor', visit: visitId, entity, tab: 'ficha', item: null } }));
  return [...lines, ...rest];
}

function grouped(gaps: Gap[]): [string, Gap[]][] {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) groups.set(gap.group, [...(groups.get(gap.group) ?? []), gap]);
  return [...groups];
}
