import { useState } from 'preact/hooks';
import { useCommand, useTablet } from '../components/frame';
import { Shell } from '../components/shell';
import { es } from '../strings_es';
import type { Bundle } from '../types';
import { BackLink } from './opening';
import { addressOf } from './routes';

/** The stage that begins at the place: where the visit's first hour is written. */
function arrivalOf({ protocol }: Bundle): string | null {
  return protocol.stages.find(({ steps }) => steps.some(({ items }) => items.some(({ role }) => role === 'started_at')))?.id ?? null;
}

/** An extraordinary visit opened in the field: one name is enough; the rest is asked where it always is. */
export function NewVisitScreen() {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const [place, setPlace] = useState('');
  const [locality, setLocality] = useState('');
  const [missing, miss] = useState(false);
  const open = (event: Event) => {
    event.preventDefault();
    const [name, town] = [place, locality].map(text => text.normalize('NFC').trim());
    miss(!name);
    if (!name) return document.getElementById('new-place')?.focus();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    void run(async () => {
      const visit = await tablet.openVisit(zone, { workplace_name: name!, ...(town ? { workplace_locality: town } : {}), inspector_name: tablet.me?.name ?? '' });
      const bundle = tablet.bundle(visit);
      location.hash = addressOf({ at: 'stage', visit, stage: bundle && arrivalOf(bundle), item: null });
    });
  };
  return (
    <Shell title={tablet.me?.name ?? ''}>
      <BackLink to={{ at: 'home' }} words={es.band.home} />
      <div class="sheet-head"><h1 data-public={es.newVisit.title}>{es.newVisit.title}</h1><p>{es.newVisit.why}</p></div>
      {tablet.anyBundle() ? (
        <form class="step" style={{ gap: '24px' }} onSubmit={open} noValidate>
          <div class="field"><label for="new-place">{es.newVisit.place}</label><input class="write" id="new-place" autocomplete="off" maxLength={200} aria-invalid={missing ? true : undefined} aria-describedby="new-place-hint" value={place} onInput={event => setPlace(event.currentTarget.value)} /><p class="small quiet" id="new-place-hint">{es.newVisit.placeHint}</p></div>
          <div class="field"><label for="new-town">{es.newVisit.locality}</label><input class="write" id="new-town" autocomplete="off" maxLength={150} value={locality} onInput={event => setLocality(event.currentTarget.value)} /></div>
          {(missing || error !== null) && <p class="doubt" role="alert">{missing ? es.newVisit.needPlace : error || es.failed}</p>}
          <button type="submit" class="press fill protect" style={{ justifySelf: 'start' }} disabled={busy}>{es.newVisit.open}</button>
        </form>
      ) : <p class="notice doubt">{es.newVisit.noProtocol}</p>}
    </Shell>
  );
}
