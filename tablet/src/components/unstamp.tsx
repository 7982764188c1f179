import type { Done } from '../screens/law';
import { es } from '../strings_es';
import type { Tablet } from '../types';
import { useCommand } from './frame';

/** Takes back a stamp of one's own that was a mistaken touch; the log keeps both. */
export function Unstamp({ tablet, visitId, done, what }: { tablet: Tablet; visitId: string; done: Done; what: string }) {
  const { busy, error, run } = useCommand();
  if (done.actor !== tablet.me?.userId) return null;
  return (
    <>
      <button type="button" class="press bare small" disabled={busy} onClick={() => void run(() => tablet.withdrawAction(visitId, done.ref))}>{es.law.unstamp}<span class="unseen">: {what}</span></button>
      {error !== null && <span class="small doubt" role="alert">{error || es.failed}</span>}
    </>
  );
}
