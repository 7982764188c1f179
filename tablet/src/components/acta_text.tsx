import { Growing } from './growing';
import { memo } from './memo';

/** So many lines are drawn at once; a block is a page's worth, more or less. */
const LINES = 14;

/** The lines of a text in blocks, in order; no block ends in an empty line, which would not be seen at its end. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    block.push(line);
    if (block.length < LINES || !line) continue;
    blocks.push(block.join('\n'));
    block = [];
  }
  return block.length ? [...blocks, block.join('\n')] : blocks;
}

const isHeading = (line: string): boolean => /\p{Lu}/u.test(line) && line === line.toLocaleUpperCase('es-MX');

const Block = memo(({ text }: { text: string }) => (
  <div>{text.split(/(?<=\n)/).map((line, n) => isHeading(line) ? <strong key={n}>{line}</strong> : line)}</div>
), (before, now) => before.text === now.text);

/** The text as it is, letter by letter; only its headings weigh more. A long one is drawn from the top, a block each moment. */
export function ActaText({ text }: { text: string }) {
  const blocks = blocksOf(text);
  return <Growing place="acta" all={blocks.length} upTo={-1}>{shown => blocks.slice(0, shown).map((block, n) => <Block key={n} text={block} />)}</Growing>;
}
