import { useEffect, useState } from 'preact/hooks';
import { useTablet } from '../components/frame';
import { Sign } from '../components/pictogram';
import { minorKey } from '../events';
import { es } from '../strings_es';
import type { Bundle, LeftAt, Tablet } from '../types';
import { addressOf, readRoute, type Route } from './routes';

/** Whether a visit was open since this page began: then whoever is on the list went there on purpose. */
let beenInVisit = false;
let lastAddress = '';

/** Left no longer ago than this, the app goes back there by itself; after more, it offers it. */
export const LANDS_FOR_MS = 15 * 60_000;
/** Who stays long on one screen is seen there so often, and when the screen goes dark. */
const SEEN_EVERY_MS = 120_000;

/** What the app may open by itself: never a signature, where the tablet was in other hands, nor a talk, where a child may be looking. */
export function landsBy(route: Route, at: number, now: number): boolean {
  if (['sign', 'unable', 'interview', 'urgent'].includes(route.at)) return false;
  const ago = now - at;
  // A clock set back since then says nothing: it is offered.
  return ago >= 0 && ago < LANDS_FOR_MS;
}

/** Where one stands as the tablet opens: the acta in place of a signature, which is begun only by the inspector's own touch. */
export function openingPlace(route: Route): Route {
  return route.at === 'sign' || route.at === 'unable' ? { at: 'acta', visit: route.visit } : route;
}

/** Remembers each place inside a visit. A signature is never a place to come back to: the tablet was in other hands. */
export function useRememberedPlace(route: Route): void {
  const tablet = useTablet();
  const address = addressOf(route);
  useEffect(() => {
    // Back on the list on purpose: the place is offered, and nothing opens by itself.
    if (route.at === 'home' && lastAddress) void tablet.rememberPlace(lastAddress, 0).catch(() => undefined);
    if (!('visit' in route) || !route.visit || route.at === 'sign' || route.at === 'unable' || route.at === 'urgent') return;
    beenInVisit = true;
    lastAddress = address;
    const seen = () => { void tablet.rememberPlace(address).catch(() => undefined); };
    const dark = () => { if (document.hidden) seen(); };
    seen();
    const timer = setInterval(() => { if (!document.hidden) seen(); }, SEEN_EVERY_MS);
    document.addEventListener('visibilitychange', dark);
    return () => { clearInterval(timer); document.removeEventListener('visibilitychange', dark); };
  }, [address]);
}

/** On the list, after the app was closed or killed: where one was, at once when that was just now, by one touch otherwise. */
export function LastPlace() {
  const tablet = useTablet();
  const [left, set] = useState<LeftAt | null>(null);
  useEffect(() => { if (!beenInVisit) tablet.lastPlace().then(set, () => undefined); }, []);
  const route = left === null ? null : readRoute(left.address);
  const place = route && placeIn(tablet, route);
  const lands = place !== null && !beenInVisit && landsBy(route!, left!.at, Date.now());
  // The list stays behind in the history: Back leads to it.
  useEffect(() => { if (lands) location.hash = left!.address; }, [lands]);
  if (!place || lands) return null;
  return (
    <p><a class="press fill protect last-place" href={left!.address}><Sign name="forward" /><span>{es.home.goOn}<small>{place}</small></span></a></p>
  );
}

/** Where in which visit, in words; null where one cannot go on: it has not arrived, was closed or taken away. */
function placeIn(tablet: Tablet, route: Route): string | null {
  if (!('visit' in route) || !route.visit) return null;
  const summary = tablet.visits().find(({ visitId }) => visitId === route.visit);
  const bundle = tablet.bundle(route.visit);
  if (!summary?.ready || summary.state === 'revoked' || tablet.visit(route.visit)?.closure || !bundle) return null;
  return [summary.title || es.home.untitled, wordsOf(bundle, route)].filter(Boolean).join(' · ');
}

function wordsOf(bundle: Bundle, route: Route): string {
  if (route.at === 'minor' || route.at === 'interview') return minorKey(route.entity);
  const stage = route.at === 'stage' ? bundle.protocol.stages.find(({ id }) => id === route.stage) : undefined;
  return stage?.title_es ?? es.home.places[route.at] ?? '';
}
