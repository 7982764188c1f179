import { useEffect, useState } from 'preact/hooks';
import { es } from '../strings_es';
import { photosThatFit, roomOf } from '../upkeep';
import { useTablet } from './frame';
import { sizeWords } from './sealed_file';

/** The year too: a clock is seldom wrong by less. */
const WITH_YEAR = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeStyle: 'short' });

/** A wrong clock is said wherever hours are written, and stops nobody. */
export function ClockNotice() {
  const doubt = useTablet().clockDoubt;
  if (!doubt) return null;
  return <p class="doubt upkeep" role="status">{es.upkeep.clock(WITH_YEAR.format(doubt.shownMs), WITH_YEAR.format(doubt.trueMs), doubt.exact)}</p>;
}

/** Room for a day's photographs, looked at before a visit starts and whenever this is drawn again. */
export function RoomNotice() {
  const tablet = useTablet();
  const [free, set] = useState<number | null>(null);
  const { pendingFiles, pendingEvents } = tablet.syncState;
  useEffect(() => { tablet.room().then(set, () => set(null)); }, [pendingFiles, pendingEvents]);
  const room = free === null ? 'ample' : roomOf(free);
  if (room === 'ample') return null;
  return <p class="doubt upkeep" role="status">{room === 'full' ? es.upkeep.full : es.upkeep.tight(sizeWords(free ?? 0), photosThatFit(free ?? 0))}</p>;
}

interface InstallEvent extends Event { prompt(): Promise<unknown> }
let offered: InstallEvent | null = null;
const listeners = new Set<() => void>();

/** From the first moment of the page: the browser offers only once. */
export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', event => { event.preventDefault(); offered = event as InstallEvent; listeners.forEach(tell => tell()); });
  addEventListener('appinstalled', () => { offered = null; listeners.forEach(tell => tell()); });
}

/** Offers to install, where the browser does; quiet once it is done or refused for today. */
export function InstallOffer() {
  const [, redraw] = useState(0);
  const [later, put] = useState(false);
  useEffect(() => {
    const tell = () => redraw(n => n + 1);
    listeners.add(tell);
    return () => { listeners.delete(tell); };
  }, []);
  if (!offered || later) return null;
  const install = () => { void offered?.prompt().finally(() => { offered = null; redraw(n => n + 1); }); };
  return (
    <div class="notice">
      <h2>{es.upkeep.installTitle}</h2><p>{es.upkeep.installWhy}</p>
      <div class="buttons"><button type="button" class="press fill" onClick={install}>{es.upkeep.install}</button><button type="button" class="press" onClick={() => put(true)}>{es.upkeep.installLater}</button></div>
    </div>
  );
}
