import { useTablet, useCommand } from '../components/frame';
import { PinPad } from '../components/pin';
import { UrgentButton } from '../components/shell';
import { usePauseLimit } from '../components/watch';
import { es } from '../strings_es';
import { Door } from './unlock';

/** The session is in memory and nobody sees it: a PIN reopens, five tries. */
export function PausedScreen() {
  const tablet = useTablet();
  const { error, run } = useCommand();
  usePauseLimit(tablet, true);
  const name = tablet.people.find(({ userId }) => userId === tablet.me?.userId)?.displayName;
  const { returned, hidden } = tablet.guard;
  const title = returned ? es.guard.returnedTitle : hidden ? es.guard.hiddenTitle : es.guard.pinTitle;
  return (
    <Door plain={hidden}>
      <div class="sheet-head"><h1 data-public={title}>{title}</h1><p>{returned ? es.guard.returnedWhy : hidden ? es.guard.hiddenWhy : es.guard.pinWhy}</p></div>
      {!hidden && <p class="word" style={{ fontSize: 'var(--lead)' }}>{name}</p>}
      {error !== null && <div class="notice doubt" role="alert"><p>{error || es.failed}</p></div>}
      <PinPad digits={tablet.guard.digits} open={pin => run(() => tablet.guard.reopen(pin))} />
      <div class="buttons" style={{ justifyContent: 'space-between' }}>
        <UrgentButton />
        <button class="press bare" type="button" onClick={() => void tablet.lock()}>{es.guard.usePhrase}</button>
      </div>
    </Door>
  );
}
