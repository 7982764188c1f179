const KEY = /(NNA-[0-9A-Z]{4})/;

/** Words with the keys of minors in them: a key is read whole, and never broken at its hyphen. */
export function Keyed({ words }: { words: string }) {
  return <>{words.split(KEY).map((part, n) => (n % 2 ? <span key={n} class="nowrap">{part}</span> : part))}</>;
}
