import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../components/dialog';
import { useCommand, useTablet } from '../components/frame';
import { SealedFile } from '../components/sealed_file';
import { Shell } from '../components/shell';
import { es } from '../strings_es';
import { addressOf } from './routes';

/** The authority shut this tablet out: what was not sent leaves as a file, then nothing stays. */
export function RevokedScreen() {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const [unsent, count] = useState<number | null>(null);
  const [out, setOut] = useState(false);
  const [asking, ask] = useState(false);
  useEffect(() => { tablet.departures.unsent().then(count, () => undefined); }, []);
  return (
    <Shell title={es.revoked.title}>
      <div class="sheet-head"><h1 data-public={es.revoked.title}>{es.revoked.title}</h1><p>{es.revoked.why}</p>{unsent !== null && <p><strong>{unsent ? es.revoked.unsent(unsent) : es.revoked.none}</strong></p>}</div>
      <ol class="ways">
        <li><h2>{es.revoked.step1}</h2><p>{es.revoked.step1Why}</p><SealedFile make={() => tablet.exportSealed()} made={() => setOut(true)} /></li>
        <li>
          <h2>{es.revoked.step2}</h2><p>{es.revoked.step2Why}</p>
          <div class="buttons"><button type="button" class="press protect" disabled={busy || unsent === null || (unsent > 0 && !out)} onClick={() => ask(true)}>{es.revoked.wipe}</button></div>
          {!out && unsent !== 0 && <p class="quiet">{es.revoked.first}</p>}
          {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        </li>
      </ol>
      <p><a class="press" href={addressOf({ at: 'home' })}>{es.revoked.keepOn}</a></p>
      <Dialog title={es.revoked.wipeTitle} open={asking} close={() => ask(false)}>
        <p>{es.revoked.wipeWhy}</p>
        <div class="buttons"><button type="button" class="press danger" disabled={busy} onClick={() => void run(() => tablet.departures.leave())}>{es.revoked.wipeSure}</button><button type="button" class="press protect" onClick={() => ask(false)}>{es.cancel}</button></div>
      </Dialog>
    </Shell>
  );
}

/** Said once, on the lock screen, to whoever's work left this tablet. */
export function Farewells() {
  const { departures } = useTablet();
  return (
    <>
      {departures.farewells.map(({ userId, displayName, unsent, apart = 0 }) => (
        <div class="notice" role="status" key={userId}>
          <p><strong>{es.revoked.farewell(displayName)}</strong></p>
          <p>{unsent ? es.revoked.farewellFile(unsent) : es.revoked.farewellSent}</p>
          {apart > 0 && <p>{es.revoked.farewellApart(apart)}</p>}
          <div class="buttons"><button type="button" class="press" onClick={() => void departures.heard(userId)}>{es.revoked.understood}</button></div>
        </div>
      ))}
    </>
  );
}
