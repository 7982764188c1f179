import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Words on grounds, as the style sheets pair them. `fill` is white on a filled block. */
const PAIRS: readonly (readonly [words: string, grounds: readonly string[]])[] = [
  ['ink', ['paper', 'sheet', 'shade', 'doubt-ground']],
  ['ink-soft', ['paper', 'sheet', 'shade', 'doubt-ground']],
  ['brand', ['paper', 'sheet']],
  ['doubt', ['doubt-ground', 'paper', 'sheet']],
  ['held', ['paper', 'sheet', 'shade']],
  ['device', ['paper', 'sheet', 'shade']],
  ['danger', ['paper', 'sheet']],
  ['on-fill', ['ink', 'brand', 'brand-dark', 'danger-ground', 'held', 'device']],
];
const LEAST = { normal: 4.5, sun: 7 };

type Tokens = Record<string, string>;

const css = readFileSync(new URL('../src/style/tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no ${selector} in tokens.css`);
  return Object.fromEntries([...css.slice(start, css.indexOf('}', start)).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name!, hex!]));
}

/** Relative luminance, 0 to 1, of an sRGB colour (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

const normal = tokensOf(':root');
const themes = { normal, sun: { ...normal, ...tokensOf(':root[data-theme="sun"]') } };

describe('Words can be read on every ground', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(Object.keys(themes) as (keyof typeof themes)[])('in the %s theme', theme => {
    const tokens = themes[theme];
    const tooFaint = PAIRS.flatMap(([words, grounds]) => grounds.map(ground => ({ pair: `${words} on ${ground}`, ratio: contrast(tokens[words]!, tokens[ground]!) })))
      .filter(({ ratio }) => !(ratio >= LEAST[theme]));
    expect(tooFaint).toEqual([]);
  });

  it('leaves no colour of words out', () => {
    const folder = new URL('../src/style/', import.meta.url);
    const sheets = (readdirSync(folder) as string[]).map(name => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const used = new Set([...sheets.matchAll(/[^-\w]color: var\(--([\w-]+)\)/g)].map(([, name]) => name!));
    expect([...used].filter(name => !PAIRS.some(([words]) => words === name))).toEqual([]);
  });
});
