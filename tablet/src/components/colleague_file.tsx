import { useRef, useState } from 'preact/hooks';
import type { Opened } from '../screens/opening';
import { es } from '../strings_es';
import { FileOut } from './file_out';
import { useCommand } from './frame';
import { localDay } from './spanish_dates';

type Made = { file: Blob; code: string; events: number };

/** Two inspectors, one acta, no network: one seals what she wrote, the other reads it in before closing. */
export function ColleagueFile({ opened: { tablet, visit } }: { opened: Opened }) {
  if (visit.inspectors.length < 2) return null;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.colleague.title}</h2>
      <p>{es.colleague.why}</p>
      {tablet.me?.userId !== visit.closes && <Make make={() => tablet.packForColleague(visit.visitId)} />}
      <Read take={(text, code) => tablet.takeFromColleague(visit.visitId, text, code)} />
    </section>
  );
}

function Make({ make }: { make: () => Promise<Made> }) {
  const [packed, set] = useState<Made & { file: File } | null>(null);
  const { busy, error, run } = useCommand();
  const pack = async () => {
    const made = await make();
    set({ ...made, file: new File([made.file], `para-quien-cierra-${localDay(Date.now())}.txt`, { type: 'text/plain' }) });
  };
  return (
    <>
      <div class="buttons"><button type="button" class="press protect" disabled={busy} onClick={() => void run(pack)}>{busy ? es.colleague.making : es.colleague.make}</button></div>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
      {packed && (
        <div class="notice">
          <div role="status" style={{ display: 'contents' }}>
            <p>{es.colleague.code}</p>
            <p class="spoken">{packed.code}</p>
            <p class="quiet">{es.colleague.made(packed.events)}</p>
          </div>
          <FileOut file={packed.file} words={es.colleague.saveFile} sharing={es.guard.share} told={es.colleague.left} first />
        </div>
      )}
    </>
  );
}

function Read({ take }: { take: (text: string, code: string) => Promise<{ name: string; events: number }> }) {
  const [open, setOpen] = useState(false);
  const [code, write] = useState('');
  const [told, tell] = useState('');
  const chosen = useRef<HTMLInputElement>(null);
  const { busy, error, run } = useCommand();
  const submit = (event: Event) => {
    event.preventDefault();
    const file = chosen.current?.files?.[0];
    if (file) void run(async () => { const { name, events } = await take(await file.text(), code); tell(es.colleague.taken(name, events)); setOpen(false); write(''); });
  };
  return (
    <>
      {!open && <div class="buttons"><button type="button" class="press protect" onClick={() => { tell(''); setOpen(true); }}>{es.colleague.read}</button></div>}
      {open && (
        <form class="field" style={{ gap: '16px' }} onSubmit={submit}>
          <div class="field"><label for="colleague-file">{es.colleague.file}</label><input class="write" id="colleague-file" ref={chosen} type="file" accept=".txt,text/plain" required /></div>
          <div class="field"><label for="colleague-code">{es.colleague.typeCode}</label><input class="write spoken" id="colleague-code" autocapitalize="characters" spellcheck={false} required maxLength={40} value={code} onInput={event => write(event.currentTarget.value)} /></div>
          {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
          <div class="buttons"><button type="submit" class="press fill protect" disabled={busy}>{busy ? es.colleague.taking : es.colleague.take}</button><button type="button" class="press" onClick={() => setOpen(false)}>{es.cancel}</button></div>
        </form>
      )}
      <p role="status">{told}</p>
    </>
  );
}
