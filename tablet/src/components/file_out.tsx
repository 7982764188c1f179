import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { fileOf, saveFile, shareFile, shares, type Copy, type Left } from '../screens/hand_over';
import { es } from '../strings_es';

interface FileOutProps {
  file: File;
  /** On the button that saves it, and on the one that shares it. */
  words: string; sharing: string;
  /** What is said of each way in which it left, or did not. */
  told: Record<Left, string>;
  /** Whether the file is the next thing to do here. */
  first: boolean;
  children?: ComponentChildren;
}

/** The ways out of a file: a download everywhere, the share sheet where there is one, and `children`. */
export function FileOut({ file, words, sharing, told, first, children }: FileOutProps) {
  const [said, say] = useState('');
  const share = async () => { say(''); say(told[await shareFile(file)]); };
  return (
    <>
      <div class="buttons">
        <button type="button" class={`press protect ${first ? 'fill' : ''}`} onClick={() => { saveFile(file); say(told.saved); }}>{words}</button>
        {shares(file) && <button type="button" class="press protect" onClick={() => void share()}>{sharing}</button>}
        {children}
      </div>
      <p role="status">{said}</p>
    </>
  );
}

/** The ways out of a copy of the acta. */
export function CopyOut({ copy, ...rest }: { copy: Copy; words: string; first: boolean; children?: ComponentChildren }) {
  return <FileOut file={fileOf(copy)} sharing={es.acta.share} told={es.acta.left} {...rest} />;
}
