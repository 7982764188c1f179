import { useEffect, useState } from 'preact/hooks';
import { useCommand, useTablet } from '../components/frame';
import { Shell, Toggle } from '../components/shell';
import { localDay } from '../components/spanish_dates';
import { es } from '../strings_es';
import { saveFile } from './hand_over';

const MEGABYTE = 2 ** 20;
const megabytes = (bytes: number) => `${new Intl.NumberFormat('es-MX', { maximumFractionDigits: 0 }).format(bytes / MEGABYTE)} MB`;

/** The device itself: whose it is, whether the browser keeps our storage, the look, and the sealed backup. */
export function ThisTabletScreen() {
  const tablet = useTablet();
  const { error, run, busy } = useCommand();
  const [persistent, setPersistent] = useState(tablet.persistent);
  const [room, setRoom] = useState('');
  useEffect(() => {
    void navigator.storage?.persisted?.().then(setPersistent);
    void navigator.storage?.estimate?.().then(({ usage = 0, quota = 0 }) => setRoom(es.tablet.room(megabytes(usage), megabytes(quota))));
  }, []);
  const save = () => run(async () => saveFile(await tablet.exportSealed(), `respaldo-sellado-${localDay(Date.now())}.txt`));
  return (
    <Shell title={es.tablet.title}>
      <h1 data-public={es.tablet.title}>{es.tablet.title}</h1>
      <section class="step"><h2>{es.tablet.person}</h2><p style={{ paddingTop: '16px' }}>{tablet.me?.name}</p><p class="hash quiet">{es.tablet.identity}: {tablet.me?.deviceId}</p></section>
      <section class="step" style={{ gap: '16px' }}>
        <h2>{es.tablet.storage}</h2>
        <p>{persistent ? es.tablet.persistent : <span class="doubt">{es.tablet.notPersistent}</span>}</p>
        <p class="quiet">{room}</p>
        {!persistent && <button type="button" class="press" style={{ justifySelf: 'start' }} onClick={() => void navigator.storage?.persist?.().then(setPersistent)}>{es.tablet.askPersistent}</button>}
      </section>
      <section class="step" style={{ gap: '16px' }}><h2>{es.tablet.look}</h2><div class="buttons"><Toggle name="theme" words={es.band.sun} /><Toggle name="hand" words={es.band.hand} /></div></section>
      <section class="step" style={{ gap: '16px' }}>
        <h2>{es.tablet.exportTitle}</h2>
        <p>{es.tablet.exportWhy}</p>
        <button type="button" class="press" style={{ justifySelf: 'start' }} disabled={busy} onClick={() => void save()}>{es.tablet.export}</button>
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
      </section>
    </Shell>
  );
}
