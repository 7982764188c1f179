import type { Copy } from '../screens/hand_over';
import { es } from '../strings_es';
import { Qr } from './qr';

/** What the printer puts on paper in place of the screen: what the file carries, and the code to fetch the signed acta by. */
export function CopyOnPaper({ copy: { text, sha256, signatures }, code }: { copy: Copy; code: string }) {
  return (
    <div class="on-paper">
      <h2>{es.acta.copyTitle}</h2>
      <div class="acta-paper">{text}</div>
      <h3>{es.acta.signers}</h3>
      <ul>{signatures.map(line => <li key={line}>{line}</li>)}</ul>
      <figure class="fingerprint"><Qr text={code} words={es.acta.qr} /><figcaption><strong>{es.acta.hash}</strong><br />{sha256}<br />{es.acta.copyFoot}</figcaption></figure>
    </div>
  );
}
