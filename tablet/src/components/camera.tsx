import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';

const LONGEST_SIDE = 2560;
const QUALITY = 0.86;

export interface Taken { blob: Blob; width: number; height: number }

/** A clean JPEG without metadata, at most 2560 px a side: drawing it again leaves the camera's own notes behind. */
export async function clean(source: Blob | HTMLVideoElement): Promise<Taken> {
  const bitmap = await createImageBitmap(source, source instanceof Blob ? { imageOrientation: 'from-image' } : undefined);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.round(bitmap.width * scale);
  const height = Math.round(bitmap.height * scale);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { blob: await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY }), width, height };
}

/** The camera inside the page, so that the page survives: shoot, look, use or repeat. A file when there is no camera. */
export function Camera({ take, close }: { take: (photo: Taken) => void; close: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [denied, deny] = useState(false);
  const [ready, setReady] = useState(false);   // a frame before the first one cannot be drawn
  const [shot, setShot] = useState<(Taken & { url: string }) | null>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    const media = navigator.mediaDevices?.getUserMedia({ video: { facingMode: 'environment', width: { ideal: LONGEST_SIDE } }, audio: false });
    if (!media) { deny(true); return; }
    media.then(opened => {
      if (gone) return opened.getTracks().forEach(track => track.stop());
      stream = opened;
      if (video.current) video.current.srcObject = opened;
    }, () => deny(true));
    const keys = (event: KeyboardEvent) => event.key === 'Escape' && close();
    addEventListener('keydown', keys);
    return () => { gone = true; stream?.getTracks().forEach(track => track.stop()); removeEventListener('keydown', keys); };
  }, []);
  useEffect(() => () => { if (shot) URL.revokeObjectURL(shot.url); }, [shot]);
  const show = async (source: Blob | HTMLVideoElement) => {
    const taken = await clean(source);
    setShot({ ...taken, url: URL.createObjectURL(taken.blob) });
  };
  return (
    <div class="camera" role="dialog" aria-modal="true" aria-label={es.camera.take}>
      {shot ? <img src={shot.url} alt={es.camera.use} /> : denied ? <p>{es.camera.denied}</p> : <video ref={video} onLoadedData={() => setReady(true)} autoplay playsInline muted aria-label={es.camera.take} />}
      <div class="acts">
        <p style={{ padding: 0, width: '100%' }}>{es.camera.noFaces}</p>
        {shot && <button type="button" class="press" style={{ minHeight: '64px' }} onClick={() => take(shot)}>{es.camera.use}</button>}
        {shot && <button type="button" class="press fill" onClick={() => { setReady(false); setShot(null); }}>{es.camera.again}</button>}
        {!shot && !denied && <button type="button" class="press" style={{ minHeight: '64px', minWidth: '160px' }} disabled={!ready} onClick={() => video.current && show(video.current)}>{es.camera.shoot}</button>}
        {!shot && <FileChoice choose={show} />}
        <button type="button" class="press fill" onClick={close}>{es.close}</button>
      </div>
    </div>
  );
}

function FileChoice({ choose }: { choose: (file: Blob) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="press fill" onClick={() => input.current?.click()}>{es.camera.file}</button>
      <input ref={input} class="unseen" type="file" accept="image/*" capture="environment" tabIndex={-1} aria-label={es.camera.file} onChange={event => { const file = event.currentTarget.files?.[0]; if (file) choose(file); }} />
    </>
  );
}
