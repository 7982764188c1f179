import { useTablet } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Shell } from '../components/shell';
import { useNow } from '../components/sync_bar';
import { localDay, whenOf } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Counts, VisitSummary } from '../types';
import { gapsOf } from './gaps';
import { dayOfFacts } from './reading';
import { addressOf } from './routes';

/** The visits on this tablet: where, in what state, who holds the work, and what is missing. */
export function HomeScreen() {
  const tablet = useTablet();
  const visits = tablet.visits();
  return (
    <Shell title={tablet.me?.name ?? ''} broad>
      <h1 data-public={es.home.title}>{es.home.title}</h1>
      {visits.length === 0
        ? <div class="notice"><h2>{es.home.none}</h2><p>{es.home.noneWhy}</p></div>
        : <ul class="visits">{visits.map(visit => <VisitRow key={visit.visitId} summary={visit} />)}</ul>}
      {tablet.persistent === false && <p class="small quiet">{es.home.storage} <a href={addressOf({ at: 'tablet' })}>{es.home.storageMore}</a></p>}
    </Shell>
  );
}

function VisitRow({ summary }: { summary: VisitSummary }) {
  const tablet = useTablet();
  const now = useNow();
  const { visitId } = summary;
  const visit = tablet.visit(visitId);
  const bundle = tablet.bundle(visitId);
  const missing = visit && bundle && !visit.closure ? gapsOf(bundle, visit, dayOfFacts(bundle, visit, localDay(now, visit.zone)), null).length : null;
  const open = addressOf(visit?.closure ? { at: 'acta', visit: visitId } : { at: 'stage', visit: visitId, stage: null, item: null });
  return (
    <li class="visit-row">
      <div class="main">
        <h2>{summary.ready ? <a href={open}>{summary.title || es.home.untitled}</a> : summary.title || es.home.untitled}</h2>
        <p>{summary.place}{summary.folio && <span class="quiet"> · {es.home.order} {summary.folio}</span>}</p>
        <p><strong>{summary.stateEs}</strong>{summary.minors > 0 && <> · {es.home.minors(summary.minors)}</>}</p>
        {summary.commentsWaiting > 0 && <p><a class="press doubt" href={addressOf({ at: 'missing', visit: visitId })}>{es.home.comments(summary.commentsWaiting)}</a></p>}
        {summary.urgent !== 'none' && <p><strong class="word"><Sign name="alert" size={18} />{es.home.urgent[summary.urgent]}</strong></p>}
        {!summary.ready && <p class="doubt">{es.home.notReady}</p>}
        {summary.ready && <p><a class="press fill" href={open} aria-label={`${es.home.open}: ${summary.title || es.home.untitled}`}>{es.home.open}</a></p>}
      </div>
      <div class="side">
        {summary.counts.onTablet > 0 && <Tally counts={summary.counts} />}
        {missing !== null && <a class="press" href={addressOf({ at: 'missing', visit: visitId })} aria-label={`${es.home.missing(missing)}: ${summary.title}`}>{es.home.missing(missing)}</a>}
        <p class="small quiet">{summary.lastContactAt ? es.sync.lastContact(whenOf(summary.lastContactAt, now)) : es.sync.neverContact}</p>
      </div>
    </li>
  );
}

/** The three words, each with its shape and its count. */
export function Tally({ counts }: { counts: Counts }) {
  const rows = [['device', counts.onTablet, es.sync.words.device], ['sent', counts.sent, es.sync.words.sent], ['held', counts.held, es.sync.words.held]] as const;
  return (
    <ul class="tally">
      {rows.map(([sign, n, words]) => <li key={sign} style={{ display: 'contents' }}><span class="n">{n}</span><span class={`word ${sign}`}><Sign name={sign} size={18} />{words}</span></li>)}
    </ul>
  );
}
