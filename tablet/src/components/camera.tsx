import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';
import type { PhotoKind } from '../types';
import { Cover } from './cover';
import { useCommand } from './frame';
import { Segments } from './segments';

const LONGEST_SIDE = 2560;
const QUALITY = 0.86;
/** Small print must stay legible. */
const DOCUMENT_QUALITY = 0.93;
const KINDS: PhotoKind[] = ['place', 'document', 'thing'];

export interface Taken { blob: Blob; width: number; height: number; kind: PhotoKind; covered: boolean }

/** The picture at most 2560 px a side. Drawing it again leaves the camera's own notes (place, device) behind. */
async function pictureOf(source: Blob | HTMLVideoElement): Promise<ImageBitmap> {
  const whole = await createImageBitmap(source, source instanceof Blob ? { imageOrientation: 'from-image' } : undefined);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(whole.width, whole.height));
  if (scale === 1) return whole;
  const smaller = await createImageBitmap(whole, { resizeWidth: Math.round(whole.width * scale), resizeHeight: Math.round(whole.height * scale), resizeQuality: 'high' });
  whole.close();
  return smaller;
}

function jpegOf(canvas: HTMLCanvasElement, kind: PhotoKind): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', kind === 'document' ? DOCUMENT_QUALITY : QUALITY));
}

/** Opens the camera without sound; says why when it does not open. */
function useCamera(video: { current: HTMLVideoElement | null }, on: boolean): { refused: string; ready: boolean; live: () => void } {
  const [refused, refuse] = useState('');
  const [ready, setReady] = useState(false);   // a frame before the first one cannot be drawn
  useEffect(() => {
    if (!on) return;
    let stream: MediaStream | null = null;
    let gone = false;
    const media = navigator.mediaDevices?.getUserMedia({ video: { facingMode: 'environment', width: { ideal: LONGEST_SIDE } }, audio: false });
    if (!media) refuse(es.camera.denied);
    media?.then(opened => {
      if (gone) return opened.getTracks().forEach(track => track.stop());
      stream = opened;
      if (video.current) video.current.srcObject = opened;
    }, (why: unknown) => {
      const name = why instanceof DOMException ? why.name : '';
      refuse(name === 'NotAllowedError' ? es.camera.notAllowed : name === 'NotFoundError' ? es.camera.notFound : name === 'NotReadableError' ? es.camera.inUse : es.camera.denied);
    });
    return () => { gone = true; setReady(false); stream?.getTracks().forEach(track => track.stop()); };
  }, [on]);
  return { refused, ready, live: () => setReady(true) };
}

/**
 * The camera inside the page, so that the page survives: shoot, cover faces, use or repeat. A file when there is no camera.
 * Only the picture as it is used is handed on: the uncovered one is never stored.
 */
export function Camera({ usual, take, close }: { usual: PhotoKind; take: (photo: Taken) => Promise<unknown>; close: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const final = useRef<(() => { canvas: HTMLCanvasElement; covered: boolean }) | null>(null);
  const [shot, setShot] = useState<ImageBitmap | null>(null);
  const [kind, choose] = useState<PhotoKind>(usual);
  const [wrong, tell] = useState('');
  const { busy, error, run, clear } = useCommand();
  const { refused, ready, live } = useCamera(video, shot === null);
  const box = useRef<HTMLDialogElement>(null);
  // The focus stays inside, and goes back to the button that opened it.
  useEffect(() => {
    const from = document.activeElement as HTMLElement | null;
    box.current!.showModal();
    return () => from?.focus();
  }, []);
  useEffect(() => () => shot?.close(), [shot]);
  const show = (source: Blob | HTMLVideoElement) => pictureOf(source).then(picture => { tell(''); setShot(picture); }, () => tell(es.camera.notPicture));
  /** It closes only once the picture is kept: one that could not be is still here. */
  const use = async () => {
    if (busy) return;  // a second tap while the picture is made would keep it twice
    tell('');
    const { canvas, covered } = final.current!();
    if (await run(async () => take({ blob: await jpegOf(canvas, kind), width: canvas.width, height: canvas.height, kind, covered }))) close();
  };
  return (
    <dialog ref={box} class="camera" aria-label={es.camera.take} onCancel={event => { event.preventDefault(); close(); }}>
      {shot ? <Cover picture={shot} ready={drawn => { final.current = drawn; }} />
        : refused ? <div class="camera-refused" role="alert"><p>{refused}</p><p>{es.camera.goOn}</p></div>
        : <video ref={video} onLoadedData={live} autoplay playsInline muted aria-label={es.camera.take} />}
      <div class="acts">
        {(wrong || error !== null) && <p role="alert">{wrong || error || es.camera.notKept}</p>}
        {shot && <div class="with-unit"><span id="photo-kind">{es.camera.shows}</span><Segments name="photo-kind" labelledBy="photo-kind" choices={KINDS.map(code => ({ code, label: es.camera.kinds[code] }))} value={kind} choose={code => choose(code as PhotoKind)} /></div>}
        {shot && <button type="button" class="press protect" disabled={busy} onClick={() => void use()}>{busy ? es.item.saving : es.camera.use}</button>}
        {shot && <button type="button" class="press fill" disabled={busy} onClick={() => { clear(); setShot(null); }}>{es.camera.again}</button>}
        {!shot && !refused && <button type="button" class="press protect" style={{ minWidth: '160px' }} disabled={!ready} onClick={() => video.current && void show(video.current)}>{es.camera.shoot}</button>}
        {!shot && <FileChoice choose={file => void show(file)} />}
        <button type="button" class="press fill" onClick={close}>{es.close}</button>
      </div>
    </dialog>
  );
}

/** Any picture already on the device. Without `capture`: the camera's own app would push this page out of memory. */
function FileChoice({ choose }: { choose: (file: Blob) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="press fill" onClick={() => input.current?.click()}>{es.camera.file}</button>
      <input ref={input} hidden type="file" accept="image/*" onChange={event => { const file = event.currentTarget.files?.[0]; if (file) choose(file); }} />
    </>
  );
}
