import { useEffect, useRef, useState } from 'preact/hooks';
import { useTablet } from '../components/frame';
import { UpdatePrompt } from '../components/update_prompt';
import { Watch } from '../components/watch';
import { es } from '../strings_es';
import { ActaScreen } from './acta';
import { CallsScreen } from './calls';
import { ForgottenScreen } from './forgotten';
import { HomeScreen } from './home';
import { InterviewScreen } from './interview';
import { openingPlace, useRememberedPlace } from './last_place';
import { MinorScreen } from './minor';
import { MinorsScreen } from './minors';
import { MissingScreen } from './missing';
import { NewVisitScreen } from './new_visit';
import { NobodyScreen } from './nobody';
import { PausedScreen } from './paused';
import { ReceiptScreen } from './receipt';
import { RevokedScreen } from './revoked';
import { addressOf, readRoute, type Route } from './routes';
import { SignInScreen } from './sign_in';
import { SeveralScreen } from './several';
import { LentScreen, SigningScreen } from './signing';
import { StageScreen } from './stage';
import { ThisTabletScreen } from './this_tablet';
import { UnableScreen } from './unable';
import { UnlockScreen } from './unlock';
import { UrgentScreen } from './urgent';

/** Follows the address, and after each change puts the reader at the top of the new place. */
function useRoute(): Route {
  const [hash, set] = useState(location.hash);
  useEffect(() => {
    const follow = () => set(location.hash);
    addEventListener('hashchange', follow);
    follow();  // it may have changed since it was first read, before anybody listened
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    const route = readRoute(hash);
    if ('item' in route && route.item) return;
    document.getElementById('content')?.scrollTo(0, 0);
    const heading = document.querySelector<HTMLElement>('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    document.title = `${heading?.dataset.public ?? es.brand} · ${es.brand}`;
  }, [hash]);
  return readRoute(hash);
}

/** Which screen: by the vault's state first, then by the address. Calls and the urgent finding never wait for a key. */
export function App() {
  const tablet = useTablet();
  const route = useRoute();
  const [enrolling, enrol] = useState(false);
  useEffect(() => { if (tablet.status === 'open') enrol(false); });
  if (tablet.status === 'lent') return <LentScreen lent={tablet.guard.lent!} />;
  if (tablet.status !== 'open' && route.at === 'calls') return <CallsScreen />;
  if (tablet.status !== 'open' && route.at === 'urgent') return <UrgentScreen visitId={null} />;
  if (tablet.status === 'new' || (tablet.status === 'locked' && enrolling)) return <SignInScreen back={tablet.status === 'locked' ? () => enrol(false) : null} />;
  if (tablet.status === 'locked') return route.at === 'forgotten' ? <ForgottenScreen /> : <UnlockScreen enrolAnother={() => enrol(true)} />;
  if (tablet.status === 'paused') return <PausedScreen />;
  return <><Placed route={route} /><Watch tablet={tablet} /><UpdatePrompt between={route.at === 'home'} /></>;
}

/** Mounted anew each time the tablet opens: whatever address it opens at, it is never in the middle of a signature. */
function Placed({ route }: { route: Route }) {
  const opening = useRef(true);
  const shown = opening.current ? openingPlace(route) : route;
  useEffect(() => {
    opening.current = false;
    if (shown === route) return;
    history.replaceState(null, '', addressOf(shown));
    dispatchEvent(new HashChangeEvent('hashchange'));
  }, []);
  useRememberedPlace(shown);
  return <Place route={shown} />;
}

function Place({ route }: { route: Route }) {
  switch (route.at) {
    case 'new_visit': return <NewVisitScreen />;
    case 'calls': return <CallsScreen />;
    case 'tablet': return <ThisTabletScreen />;
    case 'revoked': return <RevokedScreen />;
    case 'urgent': return <UrgentScreen visitId={route.visit} />;
    case 'stage': return <StageScreen key={route.visit} visitId={route.visit} stageId={route.stage} itemId={route.item} />;
    case 'minors': return <MinorsScreen visitId={route.visit} />;
    case 'minor': return <MinorScreen key={route.entity} visitId={route.visit} entity={route.entity} tab={route.tab} itemId={route.item} />;
    case 'interview': return <InterviewScreen key={route.entity} visitId={route.visit} entity={route.entity} />;
    case 'several': return <SeveralScreen visitId={route.visit} />;
    case 'nobody': return <NobodyScreen visitId={route.visit} />;
    case 'missing': return <MissingScreen visitId={route.visit} />;
    case 'acta': return <ActaScreen visitId={route.visit} />;
    case 'unable': return <UnableScreen key={route.person} visitId={route.visit} person={route.person} />;
    case 'sign': return <SigningScreen visitId={route.visit} person={route.person} />;
    case 'receipt': return <ReceiptScreen visitId={route.visit} />;
    default: return <HomeScreen />;
  }
}
