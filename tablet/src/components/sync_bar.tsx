import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../screens/routes';
import { es } from '../strings_es';
import { useCommand, useTablet } from './frame';
import { Sign } from './pictogram';
import { whenOf } from './spanish_dates';

const TICK_MS = 30_000;

/** Where the work is, in words, always on screen; and the hand that sends it. */
export function SyncBar() {
  const tablet = useTablet();
  const { run } = useCommand();
  const now = useNow();
  const { phase, pendingEvents, pendingFiles, pendingUrgent, lastContactAt, blocker, warnings } = tablet.syncState;
  const here = pendingEvents + pendingFiles > 0;
  const working = !['idle', 'waiting'].includes(phase);
  return (
    <section class="sync" aria-label={es.sync.title}>
      <div role="status">
        {pendingUrgent > 0 && <div><strong class="word"><Sign name="alert" size={18} />{es.sync.urgentWaiting}</strong></div>}
        <div class={here ? 'word device' : 'word'}><Sign name={here ? 'device' : 'sent'} size={18} />{here ? es.sync.onlyHere(pendingEvents, pendingFiles) : es.sync.allSent}</div>
        {blocker?.code === 'revoked' && <div><a class="doubt" href={addressOf({ at: 'revoked' })}>{es.revoked.banner}</a></div>}
        {warnings.map(({ code, messageEs }) => <div key={code} class="doubt">{messageEs}</div>)}
        <div class="quiet">{working ? es.sync.phases[phase] : blocker ? es.sync.blockers[blocker.code] ?? blocker.messageEs : lastContactAt ? es.sync.lastContact(whenOf(lastContactAt, now)) : es.sync.neverContact}</div>
      </div>
      <button type="button" class="press" aria-disabled={working} onClick={() => { if (!working) void run(() => tablet.syncNow()); }}>{working ? es.sync.sending : es.sync.sendNow}</button>
    </section>
  );
}

/** The present, refreshed now and then: only for words such as «hoy», never for evidence. */
export function useNow(): number {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
