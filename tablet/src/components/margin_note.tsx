import { es } from '../strings_es';
import type { Basis } from '../types';

/** Article and mark, always in the same place beside what it founds. */
export function Citations({ basis }: { basis: Basis[] }) {
  if (basis.length === 0) return <p class="quiet">{es.item.noLaw}</p>;
  return (
    <ul aria-label={es.item.law}>
      {basis.map(({ cite, mark }) => (
        <li key={cite}><strong>{cite}</strong><Mark mark={mark} /></li>
      ))}
    </ul>
  );
}

/** `confirmado` or `por validar`: a word, and a dashed frame when it still has to be validated. */
export function Mark({ mark }: { mark: string }) {
  return <span class={`mark ${mark}`}>{es.item.mark[mark] ?? mark}</span>;
}
