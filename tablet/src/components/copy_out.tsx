import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { fileOf, saveFile, shareFile, shares, type Copy } from '../screens/hand_over';
import { es } from '../strings_es';

/**
 * The ways out of a copy of the acta: a download everywhere, the share sheet where there is one, and `children`.
 * `first`: whether the file is the next thing to do here.
 */
export function CopyOut({ copy, words, first, children }: { copy: Copy; words: string; first: boolean; children?: ComponentChildren }) {
  const [told, tell] = useState('');
  const file = fileOf(copy);
  const share = async () => { tell(''); tell(es.acta.left[await shareFile(file)]); };
  return (
    <>
      <div class="buttons">
        <button type="button" class={`press protect ${first ? 'fill' : ''}`} onClick={() => { saveFile(file); tell(es.acta.left.saved); }}>{words}</button>
        {shares(file) && <button type="button" class="press protect" onClick={() => void share()}>{es.acta.share}</button>}
        {children}
      </div>
      <p role="status">{told}</p>
    </>
  );
}
