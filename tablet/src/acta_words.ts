/** Spanish words for the acta, letter by letter the same as `protocols/acta_words.py`. No Intl: two libraries never agree to the byte. */

const ONES = ('cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho '
  + 'diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve').split(' ');
const TENS = '. . . treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ');
const HUNDREDS = '. ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos'.split(' ');
const MONTHS = 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LIMIT = 10 ** 12;
const CAPITALS = 'ABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚ';
const SMALL = 'abcdefghijklmnñopqrstuvwxyzáéíóú';

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const HOUR = /^([0-9]{2}):([0-9]{2})$/;
const OPENING = /^[«“"'(¿¡[]+/;
const SOUNDS_I = /^(?:[hH]?[iIíÍ](?![aeouáéóúAEOUÁÉÓÚ])|[yY][bcdfglmnprstvzBCDFGLMNPRSTVZ])/;
const SOUNDS_O = /^(?:[hH]?[oOóÓ]|8|11(?![0-9]))/;
// eslint-disable-next-line no-control-regex
const SPACES = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufff9-\ufffb]+/g;
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

export type Form = 'alone' | 'masculine' | 'feminine';

/** The text on one line: what people wrote can neither open a line of the acta nor turn its words around. */
export function clean(text: string): string {
  return text.replace(UNSEEN, '').replace(SPACES, ' ').replace(/^ +| +$/g, '');
}

/** Between guillemets; those inside become double quotes, so what is said ends where it ends. */
export function quoted(text: string): string {
  return `«${clean(text).replaceAll('«', '“').replaceAll('»', '”')}»`;
}

/** With one closing sign. */
export function sentence(text: string): string {
  return ['.', '?', '!', '…', '.»', '?»', '!»', '…»'].some((end) => text.endsWith(end)) ? text : `${text}.`;
}

/** With a small first letter, to stand inside a sentence; acronyms stay as they are. */
export function lowered(text: string): string {
  const place = text ? CAPITALS.indexOf(text[0]!) : -1;
  return place < 0 || (text.length > 1 && CAPITALS.includes(text[1]!)) ? text : SMALL[place]! + text.slice(1);
}

/** A whole number in words, alone or before a masculine or feminine noun. */
export function numberWords(number: number, form: Form = 'alone'): string {
  if (number < 0) return `menos ${numberWords(-number, form)}`;
  if (number >= LIMIT) return String(number);
  const millions = Math.floor(number / 1_000_000);
  if (millions) {
    const head = millions === 1 ? 'un millón' : `${numberWords(millions, 'masculine')} millones`;
    return followed(head, number % 1_000_000, form);
  }
  const thousands = Math.floor(number / 1000);
  if (thousands) {
    const head = thousands === 1 ? 'mil' : `${numberWords(thousands, form === 'feminine' ? 'feminine' : 'masculine')} mil`;
    return followed(head, number % 1000, form);
  }
  return agree(belowThousand(number), form);
}

function followed(head: string, rest: number, form: Form): string {
  return rest ? `${head} ${numberWords(rest, form)}` : head;
}

function belowThousand(number: number): string {
  if (number === 100) return 'cien';
  if (number > 100) return HUNDREDS[Math.floor(number / 100)]! + (number % 100 ? ` ${belowThousand(number % 100)}` : '');
  if (number < 30) return ONES[number]!;
  return TENS[Math.floor(number / 10)]! + (number % 10 ? ` y ${ONES[number % 10]!}` : '');
}

function agree(words: string, form: Form): string {
  if (form === 'feminine') {
    const feminine = words.replaceAll('ientos', 'ientas');
    return feminine.endsWith('uno') ? `${feminine.slice(0, -1)}a` : feminine;
  }
  if (form === 'masculine' && words.endsWith('veintiuno')) return `${words.slice(0, -3)}ún`;
  return form === 'masculine' && words.endsWith('uno') ? words.slice(0, -1) : words;
}

/** `YYYY-MM-DD` in words; what is not a day comes back as it was given. */
export function dayWords(day: string): string {
  const found = DAY.exec(day);
  const [year, month, date] = found ? found.slice(1).map(Number) as [number, number, number] : [0, 0, 0];
  if (!found || month < 1 || month > 12 || date < 1 || date > MONTH_DAYS[month - 1]!) return clean(day);
  return `${date === 1 ? 'primero' : numberWords(date)} de ${MONTHS[month - 1]!} de ${numberWords(year)}`;
}

/** `HH:MM` in words, without article. */
export function hourWords(hour: string): string {
  const found = HOUR.exec(hour);
  const [hours, minutes] = found ? found.slice(1).map(Number) as [number, number] : [0, 0];
  if (!found || hours > 23 || minutes > 59) return clean(hour);
  const said = numberWords(hours, 'feminine') + (hours === 1 ? ' hora' : ' horas');
  return minutes ? `${said} con ${numberWords(minutes, 'masculine')}${minutes === 1 ? ' minuto' : ' minutos'}` : said;
}

/** `HH:MM` in words with its article: «las diez horas», «la una hora». */
export function withArticle(hour: string): string {
  const said = hourWords(hour);
  return said === clean(hour) ? said : (hour.startsWith('01') ? 'la ' : 'las ') + said;
}

/** `YYYY-MM-DDTHH:MM` in words. */
export function momentWords(moment: string): string {
  const cut = moment.indexOf('T');
  const [day, hour] = cut < 0 ? [moment, ''] : [moment.slice(0, cut), moment.slice(cut + 1)];
  if (dayWords(day) === clean(day) || hourWords(hour) === clean(hour)) return clean(moment);
  return `${withArticle(hour)} del día ${dayWords(day)}`;
}

/** As it is read aloud: *e* before the sound *i*, *u* before the sound *o*. */
export function enumeration(parts: string[], last = 'y'): string {
  if (parts.length < 2) return parts.join('');
  const end = parts.at(-1)!;
  return `${parts.slice(0, -1).join(', ')} ${joinerOf(end, last)} ${end}`;
}

/** Parts that carry commas of their own: «a; b; y c». */
export function longEnumeration(parts: string[], last = 'y'): string {
  if (parts.length < 2) return parts.join('');
  const end = parts.at(-1)!;
  return `${parts.slice(0, -1).join('; ')}; ${joinerOf(end, last)} ${end}`;
}

function joinerOf(following: string, last: string): string {
  const follows = following.replace(OPENING, '');
  if (last === 'y' && SOUNDS_I.test(follows)) return 'e';
  return last === 'o' && SOUNDS_O.test(follows) ? 'u' : last;
}
