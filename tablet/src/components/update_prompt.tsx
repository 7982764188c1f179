import { useEffect, useState } from 'preact/hooks';
import { es } from '../strings_es';

/** Offers a waiting version, only between screens and only with consent: nothing unsaved is ever reloaded away. */
export function UpdatePrompt({ between }: { between: boolean }) {
  const [waiting, set] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    let registration: ServiceWorkerRegistration | undefined;
    const look = () => set(registration?.waiting ?? null);
    const found = () => registration?.installing?.addEventListener('statechange', look);
    void navigator.serviceWorker.ready.then(ready => { registration = ready; look(); ready.addEventListener('updatefound', found); });
    return () => registration?.removeEventListener('updatefound', found);
  }, []);
  // A tablet may stay open for days: it asks for a new version when nothing is being written.
  useEffect(() => { if (between) void navigator.serviceWorker?.getRegistration().then(registration => registration?.update()).catch(() => undefined); }, [between]);
  if (!waiting || !between) return null;
  const update = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('SKIP_WAITING');
  };
  return (
    <div class="saved" role="status">
      <span>{es.update.ready}</span>
      <button type="button" class="press" onClick={update}>{es.update.now}</button>
      <button type="button" class="press" onClick={() => set(null)}>{es.update.later}</button>
    </div>
  );
}
