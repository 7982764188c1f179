import { useEffect, useState } from 'preact/hooks';
import type { AsideState } from '../departure';
import { isHeld } from '../departure';
import { useCommand, useTablet } from '../components/frame';
import { PinChoice } from '../components/pin';
import { SealedFile } from '../components/sealed_file';
import { Segments } from '../components/segments';
import { Shell, Toggle } from '../components/shell';
import { localDay, spanishDay, whenOf } from '../components/spanish_dates';
import { InstallOffer, RoomNotice } from '../components/upkeep';
import { IDLE_CHOICES } from '../idle';
import { es } from '../strings_es';

const MEGABYTE = 2 ** 20;
const megabytes = (bytes: number) => `${new Intl.NumberFormat('es-MX', { maximumFractionDigits: 0 }).format(bytes / MEGABYTE)} MB`;

/** The device itself: whose it is, whether the browser keeps our storage, the look, and the sealed backup. */
export function ThisTabletScreen() {
  const tablet = useTablet();
  const [persistent, setPersistent] = useState(tablet.persistent);
  const [refused, refuse] = useState(false);
  const [room, setRoom] = useState('');
  useEffect(() => {
    void navigator.storage?.persisted?.().then(setPersistent);
    void navigator.storage?.estimate?.().then(({ usage = 0, quota = 0 }) => setRoom(es.tablet.room(megabytes(usage), megabytes(quota))));
  }, []);
  /** A browser that refuses shows nothing: it is said here, with what helps instead. */
  const ask = async () => {
    refuse(false);
    const kept = await navigator.storage?.persist?.().catch(() => false) ?? false;
    setPersistent(kept);
    refuse(!kept);
  };
  return (
    <Shell title={es.tablet.title}>
      <h1 data-public={es.tablet.title}>{es.tablet.title}</h1>
      <section class="step"><h2>{es.tablet.person}</h2><p style={{ paddingTop: '16px' }}>{tablet.me?.name}</p><p class="hash quiet">{es.tablet.identity}: {tablet.me?.deviceId}</p></section>
      <section class="step" style={{ gap: '16px' }}>
        <h2>{es.tablet.storage}</h2>
        <p>{persistent ? es.tablet.persistent : <span class="doubt">{es.tablet.notPersistent}</span>}</p>
        <p class="quiet">{room && `${room}. `}{matchMedia('(display-mode: standalone)').matches ? es.upkeep.installed : es.upkeep.browser}</p>
        <RoomNotice />
        {!persistent && <button type="button" class="press" style={{ justifySelf: 'start' }} onClick={() => void ask()}>{es.tablet.askPersistent}</button>}
        <p role="status">{refused && !persistent && es.tablet.refusedPersistent}</p>
      </section>
      <Comparison />
      <InstallOffer />
      <Closing />
      <Asides />
      <section class="step" style={{ gap: '16px' }}><h2>{es.tablet.look}</h2><div class="buttons"><Toggle name="theme" words={es.band.sun} /><Toggle name="hand" words={es.band.hand} /></div></section>
      <section class="step" style={{ gap: '16px' }}>
        <h2>{es.tablet.exportTitle}</h2>
        <p>{es.tablet.exportWhy}</p>
        <SealedFile make={() => tablet.exportSealed()} />
      </section>
    </Shell>
  );
}

/** Everything compared with the authority, event by event: weekly by itself, and by hand. */
function Comparison() {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const { comparedAt, blocker } = tablet.syncState;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.tablet.compareTitle}</h2>
      <p>{es.tablet.compareWhy}</p>
      <p class="quiet" role="status">{comparedAt ? es.tablet.compared(whenOf(comparedAt, Date.now())) : es.tablet.neverCompared}</p>
      {(error !== null || (!busy && blocker)) && <p class="notice doubt" role="alert">{error || blocker?.messageEs || es.failed}</p>}
      <button type="button" class="press" style={{ justifySelf: 'start' }} disabled={busy} onClick={() => void run(() => tablet.compareNow())}>{busy ? es.tablet.comparing : es.tablet.compare}</button>
    </section>
  );
}

/** When it closes by itself, and what reopens it. */
function Closing() {
  const { guard } = useTablet();
  const { error, run } = useCommand();
  const [choosing, choose] = useState(false);
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.guard.idleTitle}</h2>
      <p>{es.guard.idleWhy}</p>
      <div class="field"><span class="name" id="idle">{es.guard.idle}</span><Segments name="idle" labelledBy="idle" choices={IDLE_CHOICES.map(n => ({ code: String(n), label: es.guard.minutes(n) }))} value={String(guard.idleMinutes)} choose={n => void run(() => guard.setIdle(Number(n)))} /></div>
      <h3>{es.guard.setPinTitle}</h3>
      <p>{es.guard.setPinWhy}</p>
      <p class="quiet" role="status">{guard.hasPin ? es.guard.pinSet : es.guard.noPin}</p>
      {choosing ? <PinChoice done={() => choose(false)} /> : (
        <div class="buttons">
          <button type="button" class="press" onClick={() => choose(true)}>{guard.hasPin ? es.guard.changePin : es.guard.setPin}</button>
          {guard.hasPin && <button type="button" class="press" onClick={() => void run(() => guard.setPin(''))}>{es.guard.removePin}</button>}
        </div>
      )}
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </section>
  );
}

/** Stores whose phrase was forgotten: they leave only when the authority holds all that is in them. */
function Asides() {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const [asides, set] = useState<AsideState[]>([]);
  const look = () => { tablet.departures.asides().then(set, () => set([])); };
  useEffect(look, [tablet.syncState.lastContactAt]);
  if (!asides.length) return null;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.forgotten.asideTitle}</h2>
      {asides.map(aside => (
        <div class="field" style={{ gap: '16px' }} key={aside.database}>
          <p>{es.forgotten.asideWhy(spanishDay(localDay(aside.since)))} {es.forgotten.asideHeld(aside.held, aside.events, aside.filesHeld, aside.files)}</p>
          <p>{isHeld(aside) ? es.forgotten.asideAll : es.forgotten.asideMissing}</p>
          {isHeld(aside) ? <div class="buttons"><button type="button" class="press" disabled={busy} onClick={() => void run(() => tablet.departures.forgetAside(aside.database)).then(look)}>{es.forgotten.asideRemove}</button></div>
            : <SealedFile make={() => tablet.exportSealed(tablet.me!.userId, aside.database)} />}
        </div>
      ))}
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </section>
  );
}
