import SignaturePad from 'signature_pad';
import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';
import { useKeyPen } from './key_pen';

/** The box in which strokes travel: 1000 × 400, whatever the glass measures. */
const BOX = { width: 1000, height: 400 };
/** As if each arrow took so long: what gives the line its weight. */
const KEY_MS = 40;

/** A line to sign on the glass, with finger, pen or arrows. The strokes, not a picture, are what is kept. */
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
  const glass = () => ({ width: canvas.current!.offsetWidth, height: canvas.current!.offsetHeight });
  const keys = useKeyPen(glass, (stroke, begun) => {
    const drawn = pad.current!.toData();
    const points = stroke.map(({ x, y }, n) => ({ x: x * glass().width, y: y * glass().height, pressure: 0.5, time: n * KEY_MS }));
    pad.current!.fromData([...(begun ? drawn : drawn.slice(0, -1)), { penColor: getComputedStyle(canvas.current!).color, dotSize: 0, minWidth: 1.2, maxWidth: 3.4, velocityFilterWeight: 0.7, compositeOperation: 'source-over', points }]);
    set(true);
  });
  const strokes = () => {
    const { offsetWidth, offsetHeight } = canvas.current!;
    return pad.current!.toData().map(stroke => stroke.points.flatMap(({ x, y }) => [Math.round(x / offsetWidth * BOX.width), Math.round(y / offsetHeight * BOX.height)]));
  };
  return (
    <>
      <div class="pad" role="application" tabIndex={0} aria-label={es.acta.padKeys} onKeyDown={keys.onKeyDown}>
        <canvas ref={canvas} role="img" aria-label={es.acta.padName} /><span class="cross" aria-hidden="true">×</span>
        <span class={keys.pen.down ? 'key-pen down' : 'key-pen'} aria-hidden="true" style={{ left: `${keys.pen.x * 100}%`, top: `${keys.pen.y * 100}%` }} />
      </div>
      <p class="quiet">{es.acta.padHint}</p>
      <p class="quiet key-hint" aria-live="polite">{keys.pen.down ? es.acta.penDown : es.acta.penUp}</p>
      <div class="buttons">
        <button type="button" class="press fill protect" style={{ flex: 2 }} disabled={!signed || busy} onClick={() => accept(strokes())}>{es.acta.accept}</button>
        <button type="button" class="press protect" style={{ flex: 1 }} onClick={() => { pad.current?.clear(); keys.restart(); set(false); }}>{es.acta.clear}</button>
      </div>
    </>
  );
}
