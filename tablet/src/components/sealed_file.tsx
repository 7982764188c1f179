import { useState } from 'preact/hooks';
import { es } from '../strings_es';
import { saveFile, shareFile, shares, type Left } from '../screens/hand_over';
import { useCommand } from './frame';
import { localDay } from './spanish_dates';

const MEGABYTE = 2 ** 20;

/** At least one tenth of a megabyte, so that a small file does not read as none. */
export function sizeWords(bytes: number): string {
  return `${new Intl.NumberFormat('es-MX', { maximumFractionDigits: 1 }).format(Math.max(bytes / MEGABYTE, 0.1))} MB`;
}

/**
 * The way out for work that the network cannot take: by share sheet where there is one, by download everywhere.
 * `made` is called once the file has left.
 */
export function SealedFile({ make, made }: { make: () => Promise<Blob>; made?: () => void }) {
  const { busy, error, run } = useCommand();
  const [told, tell] = useState('');
  const fileOf = async () => new File([await make()], `respaldo-sellado-${localDay(Date.now())}.txt`, { type: 'text/plain' });
  const out = (give: (file: File) => Left | Promise<Left>) => run(async () => {
    const file = await fileOf();
    const left = await give(file);
    tell(left === 'kept' ? es.forgotten.kept : es.forgotten.made(sizeWords(file.size)));
    if (left !== 'kept') made?.();
  });
  const sharing = shares(new File([''], 'a.txt', { type: 'text/plain' }));
  return (
    <>
      <div class="buttons">
        <button type="button" class="press fill protect" disabled={busy} onClick={() => void out(file => { saveFile(file); return 'saved'; })}>{es.tablet.export}</button>
        {sharing && <button type="button" class="press protect" disabled={busy} onClick={() => void out(shareFile)}>{es.guard.share}</button>}
      </div>
      <p role="status">{busy ? es.forgotten.making : told}</p>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </>
  );
}
