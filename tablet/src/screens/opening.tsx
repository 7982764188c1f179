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
  readOnly: boolean;
  /** It is no longer this person's: what is written in it is kept apart. */
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
  return <>{children({ ...opened, day: dayOfFacts(bundle, visit, localDay(now, visit.zone)), title: textOfRole(bundle, visit, 'workplace_name') || es.home.untitled, readOnly: visit.closure !== null, gone: isGone(tablet, visitId) })}</>;
}

function isGone(tablet: Tablet, visitId: string): boolean {
  return tablet.visits().find(one => one.visitId === visitId)?.state === 'revoked';
}

/** The frame of a screen inside a visit: what is missing and adding a minor, always under the thumb. */
export function VisitShell({ opened, dividers, broad = false, children }: { opened: Opened; broad?: boolean; dividers?: ComponentChildren; children: ComponentChildren }) {
  const { visit, bundle, title } = opened;
  const { gaps } = useGaps(opened);
  const missing = gaps === null ? null : gaps.length + visit.returned.length;
  return (
    <Shell title={title} subtitle={textOfRole(bundle, visit, 'order_folio')} visitId={visit.visitId} dividers={dividers} broad={broad} acts={!opened.gone && (
      <>
        {(!opened.readOnly || visit.returned.length > 0) && <a class="press" href={addressOf({ at: 'missing', visit: visit.visitId })}>{missing === null ? es.visit.missingCounting : es.visit.missing(missing)}</a>}
        {!opened.readOnly && <AddMinorButton opened={opened} />}
      </>
    )}>
      {children}
    </Shell>
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
