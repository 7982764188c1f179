/** The copy that is handed over with no network: one self-contained page with the text and its hash. Minors by key only, as in the acta. */
import { es } from '../strings_es';

/** `signatures`: one line for each person who signed or refused. */
export interface Copy { text: string; sha256: string; folio: string; signatures: string[] }

const escaped = (text: string) => text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

/** A page that opens in any browser, prints well, and fetches nothing. */
export function copyPage({ text, sha256, folio, signatures }: Copy): string {
  return `<!doctype html><html lang="es-MX"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(`${es.acta.copyTitle} ${folio}`)}</title>
<style>body{font:17px/1.6 "Noto Sans",Arial,sans-serif;color:#161a1d;max-width:46em;margin:2em auto;padding:0 1.2em}
h2{font-size:1.1em}h1{font-size:1.3em;border-bottom:3px solid #9b2247;padding-bottom:.4em}pre{font:inherit;white-space:pre-wrap}
footer{border-top:1px solid #161a1d;margin-top:2em;padding-top:1em;font-size:.85em;overflow-wrap:anywhere}</style>
<h1>${escaped(es.acta.copyTitle)}</h1><pre>${escaped(text)}</pre>
<h2>${escaped(es.acta.signers)}</h2><ul>${signatures.map(line => `<li>${escaped(line)}</li>`).join('')}</ul>
<footer><p><b>${escaped(es.acta.hash)}</b><br>${escaped(sha256)}</p><p>${escaped(es.acta.copyFoot)}</p></footer></html>`;
}

export function fileOf(copy: Copy): File {
  const safe = copy.folio.normalize('NFD').replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-|-$/g, '');
  return new File([copyPage(copy)], `acta-${safe}.html`, { type: 'text/html' });
}

export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Whether this device has a share sheet that takes such a file. */
export function shares(file: File): boolean {
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] });
}

/** How a file left; `kept`: the person closed the sheet, which is a choice and no accident. */
export type Left = 'shared' | 'saved' | 'kept';

/** Gives a file to the share sheet. Where the sheet itself fails, the file still leaves: it is saved. Nothing but the file is given. */
export async function shareFile(file: File): Promise<Left> {
  try {
    await navigator.share({ files: [file] });
    return 'shared';
  } catch (refused) {
    if (refused instanceof DOMException && refused.name === 'AbortError') return 'kept';
    saveFile(file);
    return 'saved';
  }
}
