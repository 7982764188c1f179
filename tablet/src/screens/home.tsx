import { useState } from 'preact/hooks';
import { useTablet } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Shell } from '../components/shell';
import { useNow } from '../components/sync_bar';
import { localDay, spanishDay, whenOf } from '../components/spanish_dates';
import { InstallOffer, RoomNotice } from '../components/upkeep';
import { folded } from '../folded';
import { es } from '../strings_es';
import type { Bundle, Counts, OpenVisit, VisitSummary } from '../types';
import { useGaps } from './counting';
import { LastPlace } from './last_place';
import { dayOfFacts } from './reading';
import { addressOf } from './routes';

const FINISHED = new Set<VisitSummary['state']>(['closed', 'approved', 'revoked']);

/** Visits whose place, order or state hold every word typed, accents aside. */
export function visitsMatching(visits: VisitSummary[], typed: string): VisitSummary[] {
  const wanted = folded(typed).split(/\s+/).filter(Boolean);
  return visits.filter(({ title, place, folio, stateEs }) => {
    const text = folded(`${title} ${place} ${folio || es.newVisit.noOrder} ${stateEs}`);
    return wanted.every(word => text.includes(word));
  });
}

/** Today's first, then the others still to do, then what is finished, and last what was taken away. */
export function groupsOf(visits: VisitSummary[], isToday: (visit: VisitSummary) => boolean): { title: string; listed: VisitSummary[] }[] {
  const open = visits.filter(({ state }) => !FINISHED.has(state));
  const today = open.filter(isToday);
  return [
    { title: es.home.today, listed: today }, { title: today.length ? es.home.others : es.home.todo, listed: open.filter((visit) => !today.includes(visit)) },
    { title: es.home.finished, listed: visits.filter(({ state }) => FINISHED.has(state) && state !== 'revoked') },
    { title: es.home.gone, listed: visits.filter(({ state }) => state === 'revoked') },
  ];
}

/** The visits on this tablet: where, in what state, who holds the work, and what is missing. */
export function HomeScreen() {
  const tablet = useTablet();
  const [typed, type] = useState('');
  const visits = tablet.visits();
  const found = visitsMatching(visits, typed);
  const now = useNow();
  const groups = groupsOf(found, ({ visitId, days }) => days.includes(localDay(now, tablet.visit(visitId)?.zone)));
  return (
    <Shell title={tablet.me?.name ?? ''} broad>
      <div class="home-head">
        <h1 data-public={es.home.title}>{es.home.title}</h1>
        <a class="press protect" href={addressOf({ at: 'new_visit' })}><Sign name="plus" />{es.newVisit.button}</a>
      </div>
      <LastPlace />
      <RoomNotice />
      <InstallOffer />
      {visits.length > 1 && <input class="write" type="search" aria-label={es.home.search} placeholder={es.home.search} value={typed} onInput={event => type(event.currentTarget.value)} />}
      {visits.length === 0 && <div class="notice"><h2>{es.home.none}</h2><p>{es.home.noneWhy}</p></div>}
      {visits.length > 0 && found.length === 0 && <p role="status">{es.home.noMatch}</p>}
      {!typed && visits.every(({ visitId }) => tablet.bundle(visitId)) && groups[0]!.listed.length === 0 && groups[1]!.listed.length > 0 && <p class="quiet">{es.home.noneToday}</p>}
      {groups.map(({ title, listed }, n) => listed.length > 0 && (
        <section key={title} class="step" aria-label={title}>
          <h2>{title}{n === 0 && <span class="quiet"> · {spanishDay(localDay(now))}</span>}</h2>
          <ul class="visits">{listed.map(visit => <VisitRow key={visit.visitId} summary={visit} />)}</ul>
        </section>
      ))}
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
  const apart = tablet.apart(visitId).length;
  const gone = summary.state === 'revoked';
  // Without its protocol neither name nor order can be read: nothing is said of them, and there is nothing to open.
  const ready = summary.ready && (bundle !== null || gone);
  const open = addressOf(gone ? { at: 'receipt', visit: visitId } : visit?.closure ? { at: 'acta', visit: visitId } : { at: 'stage', visit: visitId, stage: null, item: null });
  return (
    <li class="visit-row">
      <div class="main">
        <h3>{ready ? <a href={open}>{summary.title || es.home.untitled}</a> : summary.title || es.home.untitled}</h3>
        <p>{summary.place}{summary.folio ? <span class="quiet"> · {es.home.order} {summary.folio}</span> : ready && !gone && <span class="doubt small">{es.newVisit.noOrder}</span>}</p>
        <p><strong>{summary.stateEs}</strong>{summary.minors > 0 && <> · {es.home.minors(summary.minors)}</>}</p>
        {summary.commentsWaiting > 0 && <p><a class="press doubt" href={addressOf({ at: 'missing', visit: visitId })}>{es.home.comments(summary.commentsWaiting)}</a></p>}
        {summary.urgent !== 'none' && <p><strong class="word"><Sign name="alert" size={18} />{es.home.urgent[summary.urgent]}</strong></p>}
        {apart > 0 && <p><a class="press doubt" href={addressOf({ at: 'receipt', visit: visitId })}>{es.receipt.apartTitle(apart)}</a></p>}
        {!ready && <p class="doubt">{es.home.notReady}</p>}
        {ready && <p><a class={gone ? 'press' : 'press fill'} href={open} aria-label={`${gone ? es.home.goneOpen : es.home.open}: ${summary.title || es.home.untitled}`}>{gone ? es.home.goneOpen : es.home.open}</a></p>}
      </div>
      <div class="side">
        {ready && <Whereabouts counts={summary.counts} />}
        {summary.counts.onTablet > 0 && <Tally counts={summary.counts} />}
        {visit && bundle && !visit.closure && !gone && <MissingLink visit={visit} bundle={bundle} title={summary.title} day={dayOfFacts(bundle, visit, localDay(now, visit.zone))} />}
        <p class="small quiet">{summary.lastContactAt ? es.sync.lastContact(whenOf(summary.lastContactAt, now)) : es.sync.neverContact}</p>
      </div>
    </li>
  );
}

function MissingLink({ visit, bundle, day, title }: { visit: OpenVisit; bundle: Bundle; day: string; title: string }) {
  const { gaps } = useGaps({ visit, bundle, day });
  const words = gaps ? es.home.missing(gaps.length) : es.visit.missingCounting;
  return <a class="press" href={addressOf({ at: 'missing', visit: visit.visitId })} aria-label={`${words}: ${title}`}>{words}</a>;
}

/** Where one's work on a visit is, in one of three words: the least safe of all that was written. */
export function placeOfWork({ onTablet, sent, held, filesPending }: Counts): 'device' | 'sent' | 'held' {
  if (sent < onTablet || filesPending > 0) return 'device';
  return held < onTablet ? 'sent' : 'held';
}

function Whereabouts({ counts }: { counts: Counts }) {
  if (counts.onTablet === 0) return <p class="quiet">{es.home.fromOffice}</p>;
  const where = placeOfWork(counts);
  return <p>{es.home.where} <strong class={`word ${where}`}><Sign name={where} size={18} />{es.sync.words[where]}</strong></p>;
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
