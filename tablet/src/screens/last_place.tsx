import { useEffect, useState } from 'preact/hooks';
import { useTablet } from '../components/frame';
import { Sign } from '../components/pictogram';
import { minorKey } from '../events';
import { es } from '../strings_es';
import type { Bundle } from '../types';
import { addressOf, readRoute, type Route } from './routes';

/** Whether a visit was open since this page began: then whoever is on the list went there on purpose. */
let beenInVisit = false;

/** Remembers each place inside a visit. A signature is never a place to come back to: the tablet was in other hands. */
export function useRememberedPlace(route: Route): void {
  const tablet = useTablet();
  const address = addressOf(route);
  useEffect(() => {
    if (!('visit' in route) || !route.visit || route.at === 'sign' || route.at === 'unable' || route.at === 'urgent') return;
    beenInVisit = true;
    void tablet.rememberPlace(address).catch(() => undefined);
  }, [address]);
}

/** On the list, after the app was closed or killed: one touch to where one was. */
export function LastPlace() {
  const tablet = useTablet();
  const [place, set] = useState<string | null>(null);
  useEffect(() => { if (!beenInVisit) tablet.lastPlace().then(set, () => undefined); }, []);
  const route = place === null ? null : readRoute(place);
  if (!route || !('visit' in route) || !route.visit) return null;
  const summary = tablet.visits().find(({ visitId }) => visitId === route.visit);
  const bundle = tablet.bundle(route.visit);
  if (!summary?.ready || summary.state === 'revoked' || tablet.visit(route.visit)?.closure || !bundle) return null;
  return (
    <p><a class="press fill protect last-place" href={addressOf(route)}><Sign name="forward" /><span>{es.home.goOn}<small>{[summary.title || es.home.untitled, wordsOf(bundle, route)].filter(Boolean).join(' · ')}</small></span></a></p>
  );
}

function wordsOf(bundle: Bundle, route: Route): string {
  if (route.at === 'minor' || route.at === 'interview') return minorKey(route.entity);
  const stage = route.at === 'stage' ? bundle.protocol.stages.find(({ id }) => id === route.stage) : undefined;
  return stage?.title_es ?? es.home.places[route.at] ?? '';
}
