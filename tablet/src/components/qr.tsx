import qrcode from 'qrcode-generator';

/** The quiet zone that readers need, in modules. */
const MARGIN = 4;

/** A code to photograph from the glass or from paper: black on white whatever the theme, or phones cannot read it. */
export function Qr({ text, words }: { text: string; words: string }) {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * MARGIN;
  const all = [...Array(count).keys()];
  const path = all.flatMap(y => all.flatMap(x => (code.isDark(y, x) ? [`M${x + MARGIN} ${y + MARGIN}h1v1h-1z`] : []))).join('');
  return <svg class="qr" role="img" aria-label={words} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges"><rect width={size} height={size} fill="#fff" /><path d={path} fill="#000" /></svg>;
}
