/** An answer in words, as a card, a reason or a conflict shows it. */
import { asGeo, placeWords } from '../components/geo_field';
import { decimal, spanishDay, spanishMinute } from '../components/spanish_dates';
import { nameOf } from '../items';
import { es } from '../strings_es';
import type { Bundle, Item, Json, Value } from '../types';

const NOTHING = '—';

function labelOf(bundle: Bundle, item: Item, code: string): string {
  const options = (item.catalogue ? bundle.law.catalogues[item.catalogue] : undefined) ?? item.options;
  const option = options.find(({ code: one }) => one === code);
  return option ? nameOf(option) : code;
}

function plainWords(bundle: Bundle, item: Item, v: Json): string {
  switch (item.type) {
    case 'bool': return v === true ? es.item.yes : es.item.no;
    case 'tri': return v === 'si' ? es.item.yes : v === 'no' ? es.item.no : es.item.na;
    case 'doc': return es.item.doc[v as keyof typeof es.item.doc] ?? String(v);
    case 'enum': return labelOf(bundle, item, String(v));
    case 'multi': return Array.isArray(v) ? v.map(code => labelOf(bundle, item, String(code))).join('; ') : labelOf(bundle, item, String(v));
    case 'minutes': return typeof v === 'number' ? `${Math.floor(v / 60)} h ${v % 60} min` : NOTHING;
    case 'grams': return typeof v === 'number' ? `${decimal(v, 3)} kg` : NOTHING;
    case 'money': return typeof v === 'number' ? `$${decimal(v, 2)}` : NOTHING;
    case 'date': return spanishDay(String(v));
    case 'dt': return spanishMinute(String(v));
    case 'geo': { const geo = asGeo(v); return geo ? placeWords(geo) : NOTHING; }
    default: return item.catalogue ? labelOf(bundle, item, String(v)) : String(v);
  }
}

export function wordsOf(bundle: Bundle, item: Item, value: Value | null): string {
  if (!value) return NOTHING;
  return 'none' in value ? es.item.none[value.none] : plainWords(bundle, item, value.v);
}
