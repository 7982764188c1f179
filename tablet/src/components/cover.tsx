import { useEffect, useRef, useState } from 'preact/hooks';
import { es } from '../strings_es';

/** One pass of the brush, in pixels of the picture. */
interface Stroke { width: number; points: [x: number, y: number][] }

/** What is under the brush is gone, not blurred: nothing in the saved file can bring it back. */
const COVER = '#161a1d';
/** Of the picture's longest side. */
const BRUSHES = { small: 1 / 24, large: 1 / 9 } as const;
const STEP = 1 / 40;

function paint(canvas: HTMLCanvasElement, picture: CanvasImageSource, strokes: Stroke[], cursor: [number, number] | null): void {
  const pen = canvas.getContext('2d')!;
  pen.drawImage(picture, 0, 0);
  pen.lineCap = pen.lineJoin = 'round';
  pen.strokeStyle = COVER;
  for (const { width, points } of strokes) {
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(...points[0]!);
    for (const point of points) pen.lineTo(...point);
    pen.stroke();
  }
  if (!cursor) return;
  pen.strokeStyle = '#ffffff';
  pen.lineWidth = canvas.width / 200;
  pen.strokeRect(cursor[0] - canvas.width / 60, cursor[1] - canvas.width / 60, canvas.width / 30, canvas.width / 30);
}

/**
 * The picture before it is saved, with a brush to cover faces: finger, pen, mouse, or arrows and space bar.
 * `ready` gets what draws the final picture; the uncovered one lives only in this component's memory.
 */
export function Cover({ picture, ready }: { picture: ImageBitmap; ready: (final: () => { canvas: HTMLCanvasElement; covered: boolean }) => void }) {
  const glass = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<Stroke[]>([]);
  const cursor = useRef<[number, number] | null>(null);
  const [count, recount] = useState(0);
  const [brush, choose] = useState<keyof typeof BRUSHES>('small');
  const longest = Math.max(picture.width, picture.height);
  const redraw = () => paint(glass.current!, picture, strokes.current, cursor.current);
  useEffect(() => {
    redraw();
    ready(() => { cursor.current = null; redraw(); return { canvas: glass.current!, covered: strokes.current.length > 0 }; });
  }, [picture]);
  const place = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const box = glass.current!.getBoundingClientRect();
    // The picture is fitted inside its box: what is left over is margin.
    const scale = Math.min(box.width / picture.width, box.height / picture.height);
    return [(clientX - box.left - (box.width - picture.width * scale) / 2) / scale, (clientY - box.top - (box.height - picture.height * scale) / 2) / scale];
  };
  const begin = (point: [number, number]) => { strokes.current.push({ width: longest * BRUSHES[brush], points: [point] }); recount(strokes.current.length); redraw(); };
  const follow = (event: PointerEvent) => {
    if (!event.buttons || !strokes.current.length) return;
    strokes.current.at(-1)!.points.push(place(event));
    redraw();
  };
  const undo = () => { strokes.current.pop(); recount(strokes.current.length); redraw(); };
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    const [x, y] = cursor.current ?? [picture.width / 2, picture.height / 2];
    if (move) cursor.current = [x + move[0] * longest * STEP, y + move[1] * longest * STEP];
    else if (event.key === ' ') begin([x, y]);
    else return;
    event.preventDefault();
    redraw();
  };
  return (
    <div class="cover">
      <canvas
        ref={glass} width={picture.width} height={picture.height} role="img" tabIndex={0} aria-label={es.camera.preview} aria-describedby="cover-how" onKeyDown={keys}
        onPointerDown={event => { event.currentTarget.setPointerCapture(event.pointerId); begin(place(event)); }} onPointerMove={follow}
      />
      <div class="acts">
        <p id="cover-how">{es.camera.coverHow}</p>
        <button type="button" class="press" aria-pressed={brush === 'large'} onClick={() => choose(brush === 'large' ? 'small' : 'large')}>{brush === 'large' ? es.camera.smallBrush : es.camera.largeBrush}</button>
        <button type="button" class="press" disabled={!count} onClick={undo}>{es.camera.undoCover}</button>
      </div>
    </div>
  );
}
