import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useTablet, useVisit, type OpenedVisit } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Shell } from '../components/shell';
import { useNow } from '../components/sync_bar';
import { localDay } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Tablet } from '../types';
import { useGaps } from './counting';
import { dayOfFacts, itemByRole, textOfRole } from './reading';
import { addressOf, type Route } from './routes';

export interface Opened extends OpenedVisit {
  /** The local day the facts are judged by. */
  day: string;
  title: string;
  /** Closed, or no longer this person's. */
  readOnly: boolean;
  /** It was taken away: it is only read, and what was written before still goes. */
  gone: boolean;
}

/** Gives a screen its visit, read from disk; says so while it is being read. */
export function WithVisit({ visitId, children }: { visitId: string; children: (opened: Opened) => ComponentChildren }) {
  const tablet = useTablet();
  const opened = useVisit(visitId);
  const now = useNow();
  useEffect(() => { if (!opened) void tablet.loadVisit(visitId).catch(() => undefined); }, [visitId, opened === null]);
  if (!opened) {
    const arrived = tablet.visit(visitId) !== null;
    return <Shell title={es.brand}><h1 data-public={es.loading}>{es.loading}</h1>{arrived && <p class="doubt">{es.visit.noBundle}</p>}</Shell>;
  }
  const { visit, bundle } = opened;
  const gone = isGone(tablet, visitId);
  return <>{children({ ...opened, day: dayOfFacts(bundle, visit, localDay(now, visit.zone)), title: textOfRole(bundle, visit, 'workplace_name') || es.home.untitled, readOnly: visit.closure !== null || gone, gone })}</>;
}

function isGone(tablet: Tablet, visitId: string): boolean {
  return tablet.visits().find(one => one.visitId === visitId)?.state === 'revoked';
}

/** The frame of a screen inside a visit: what is missing and adding a minor, always under the thumb. */
export function VisitShell({ opened, dividers, broad = false, told = false, children }: { opened: Opened; broad?: boolean; /** The screen itself says what became of a visit taken away. */ told?: boolean; dividers?: ComponentChildren; children: ComponentChildren }) {
  const { visit, bundle, title } = opened;
  const { gaps } = useGaps(opened);
  const missing = gaps === null ? null : gaps.length + visit.returned.length;
  return (
    <Shell title={title} subtitle={textOfRole(bundle, visit, 'order_folio')} visitId={visit.visitId} dividers={dividers} broad={broad} acts={opened.gone ? !told && <a class="press doubt" href={addressOf({ at: 'receipt', visit: visit.visitId })}>{es.receipt.gone}</a> : (
      <>
        {(!opened.readOnly || visit.returned.length > 0) && <a class="press" href={addressOf({ at: 'missing', visit: visit.visitId })}>{missing === null ? es.visit.missingCounting : es.visit.missing(missing)}</a>}
        {!opened.readOnly && <AddMinorButton opened={opened} />}
      </>
    )}>
      {opened.gone && !told && <GoneNotice opened={opened} />}
      {children}
    </Shell>
  );
}

/** A visit that was taken away, on each of its screens: what happened, what is safe, what to do. */
function GoneNotice({ opened: { visit } }: { opened: Opened }) {
  return (
    <div class="notice doubt" role="status">
      <p><strong>{es.receipt.gone}.</strong> {es.visit.gone}</p>
      <p>{es.visit.goneAsk}</p>
      <p><a class="press" href={addressOf({ at: 'receipt', visit: visit.visitId })}>{es.home.goneOpen}</a></p>
    </div>
  );
}

/** What a screen made only for writing shows of a visit that is only read. */
export function OnlyRead({ opened }: { opened: Opened }) {
  return (
    <VisitShell opened={opened}>
      <BackLink to={{ at: 'acta', visit: opened.visit.visitId }} words={es.acta.title} />
      <h1 data-public={es.acta.title}>{es.acta.title}</h1>
      {!opened.gone && <p class="notice"><strong>{es.visit.closed}</strong></p>}
    </VisitShell>
  );
}

/** One tap: the card exists, saved, and its first questions are on screen. */
export function AddMinorButton({ opened: { tablet, bundle, visit } }: { opened: Opened }) {
  const add = async () => {
    const entity = await tablet.addMinor(visit.visitId);
    location.hash = addressOf({ at: 'minor', visit: visit.visitId, entity, tab: 'primero', item: itemByRole(bundle, 'said_age', ['minor'])?.id ?? null });
  };
  return <button type="button" class="press fill" onClick={() => void add()}><Sign name="plus" />{es.visit.addMinor}</button>;
}

/** The way to noting many people found together. */
export function SeveralLink({ opened: { visit } }: { opened: Opened }) {
  return <a class="press protect" href={addressOf({ at: 'several', visit: visit.visitId })}><Sign name="list" />{es.several.go}</a>;
}

export function BackLink({ to, words = es.back }: { to: Route; words?: string }) {
  return <p><a class="press" href={addressOf(to)}><Sign name="back" />{words}</a></p>;
}
