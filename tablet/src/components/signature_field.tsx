import SignaturePad from 'signature_pad';
import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';

/** The box in which strokes travel: 1000 × 400, whatever the glass measures. */
const BOX = { width: 1000, height: 400 };

/** A line to sign on the glass, with finger or pen. The strokes, not a picture, are what is kept. */
export function SignatureField({ accept, busy }: { accept: (strokes: number[][]) => void; busy: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [signed, set] = useState(false);
  useEffect(() => {
    const glass = canvas.current!;
    const fit = () => {
      const kept = pad.current?.toData() ?? [];
      const ratio = Math.max(devicePixelRatio, 1);
      glass.width = glass.offsetWidth * ratio;
      glass.height = glass.offsetHeight * ratio;
      glass.getContext('2d')!.scale(ratio, ratio);
      pad.current?.fromData(kept);
    };
    fit();
    pad.current = new SignaturePad(glass, { minWidth: 1.2, maxWidth: 3.4, penColor: getComputedStyle(glass).color });
    pad.current.addEventListener('endStroke', () => set(!pad.current!.isEmpty()));
    addEventListener('resize', fit);
    return () => { removeEventListener('resize', fit); pad.current?.off(); };
  }, []);
  const strokes = () => {
    const { offsetWidth, offsetHeight } = canvas.current!;
    return pad.current!.toData().map(stroke => stroke.points.flatMap(({ x, y }) => [Math.round(x / offsetWidth * BOX.width), Math.round(y / offsetHeight * BOX.height)]));
  };
  return (
    <>
      <div class="pad"><canvas ref={canvas} role="img" aria-label={es.acta.padName} /><span class="cross" aria-hidden="true">×</span></div>
      <p class="quiet">{es.acta.padHint}</p>
      <div class="buttons">
        <button type="button" class="press fill protect" style={{ flex: 2 }} disabled={!signed || busy} onClick={() => accept(strokes())}>{es.acta.accept}</button>
        <button type="button" class="press protect" style={{ flex: 1 }} onClick={() => { pad.current?.clear(); set(false); }}>{es.acta.clear}</button>
      </div>
    </>
  );
}
