/**
 * What one inspector wrote, handed to the tablet of the one who closes, without network: one text file under a code that is said
 * aloud. The file holds a visit's own stream with its signatures, the secrets made for it and the author's certificate; who
 * takes it in judges it as what a pull brings (docs/sync-protocol.md, section 11).
 */
import { base64, fromBase64, fromUtf8, hex, sha256, utf8, type Bytes, type Random } from './bytes';
import type { WireRecord } from './events';
import type { Resting, RestingSecret } from './log';
import type { Page } from './pulling';
import type { Session } from './session';
import { TabletError } from './types';

const FORMAT = 'resguardo-colleague-1';
const ROUNDS = 600_000;
/** 100 bits: no dictionary and no patience guesses it. */
const CODE_CHARACTERS = 20;
const ADDERS = new Set(['visit_opened', 'minor_added', 'person_added']);
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

interface Head { format: string; rounds: number; salt: string; iv: string }
interface Packed { visit_id: string; records: WireRecord[]; secrets: { subject: string; secret: string }[]; certificate: WireRecord }

/** A code to say aloud: five groups of four, without letters that sound or look alike. */
export function newCode(random: Random): string {
  const letters = [...random(CODE_CHARACTERS)].map((byte) => ALPHABET[byte % 32]).join('');
  return letters.match(/.{4}/g)!.join(' ');
}

/** What was meant, however it was typed: case, spaces and hyphens do not count; O is 0, I and L are 1. */
export function cleanCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

async function keyOf(code: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8(cleanCode(code)), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function squeezed(bytes: Bytes, how: CompressionStream | DecompressionStream): Promise<Bytes> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(how)).arrayBuffer());
}

/** My stream of a visit as one sealed text file, and the code that opens it. */
export async function packForColleague(session: Session, visitId: string, random: Random): Promise<{ file: Blob; code: string; events: number }> {
  const { store, me } = session;
  const certificate = await store.get<WireRecord>('meta', 'certificate');
  if (!certificate) throw new TabletError('no_certificate', 'Esta tableta se preparó con una versión anterior. Envía con red, o entrega el respaldo sellado en la oficina.');
  const resting = await store.all<Resting>('events', `${visitId}|${me.incarnation}|`);
  const secrets = await store.all<RestingSecret>('secrets', `${visitId}|`);
  const added = (await session.log.load(visitId)).added();
  const packed: Packed = {
    visit_id: visitId, certificate, records: resting.map(([, { e, l, s }]) => ({ event: e, link_before: l, signature: s })),
    secrets: secrets.map(([key, { secret }]) => ({ subject: key.slice(visitId.length + 1), secret })).filter((one): one is { subject: string; secret: string } => one.secret !== null && added.has(one.subject)),
  };
  const [code, salt, iv] = [newCode(random), random(16), random(12)];
  const key = await keyOf(code, salt, ROUNDS);
  const plain = await squeezed(utf8(JSON.stringify(packed)), new CompressionStream('gzip'));
  const box = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(FORMAT) }, key, plain));
  const head: Head = { format: FORMAT, rounds: ROUNDS, salt: base64(salt), iv: base64(iv) };
  return { file: new Blob([JSON.stringify(head), '\n', base64(box), '\n'], { type: 'text/plain' }), code, events: resting.length };
}

async function unpack(text: string, code: string): Promise<Packed> {
  const [first = '', second = ''] = text.split('\n');
  let head: Head;
  try {
    head = JSON.parse(first) as Head;
    if (head.format !== FORMAT || !Number.isInteger(head.rounds) || head.rounds > 10 * ROUNDS) throw new Error(FORMAT);
  } catch {
    throw new TabletError('not_a_colleague_file', 'Ese archivo no es de una colega. Pídele el que preparó en «Acta», «Archivo para quien cierra». Nada cambió.');
  }
  let plain: Bytes;
  try {
    const key = await keyOf(code, fromBase64(head.salt), head.rounds);
    plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(head.iv), additionalData: utf8(FORMAT) }, key, fromBase64(second.trim())));
  } catch {
    throw new TabletError('wrong_code', 'El código no abre este archivo, o el archivo llegó cortado. Revisa las veinte letras y cifras. Nada cambió.');
  }
  return JSON.parse(fromUtf8(await squeezed(plain, new DecompressionStream('gzip')))) as Packed;
}

/**
 * Only secrets that an adding event of the file promised, and never in the place of one that is held here: whoever signs a second
 * "added" for a known minor would otherwise make everything written of her unreadable on this tablet.
 */
async function promised(session: Session, packed: Packed): Promise<Packed['secrets']> {
  const added = packed.records.filter(({ event }) => ADDERS.has(event.type));
  const promises = new Map(added.map(({ event }) => [String(event.body.entity ?? ''), event.body.commitment]));
  const kept = await Promise.all(packed.secrets.map(async (one) => {
    if (await session.store.get<RestingSecret>('secrets', `${packed.visit_id}|${one.subject}`)) return null;
    return hex(await sha256(fromBase64(one.secret))) === promises.get(one.subject) ? one : null;
  }));
  return kept.filter((one) => one !== null);
}

/**
 * Takes in a colleague's file.
 *
 * @returns Whose it was and how many events are new here.
 * @throws TabletError in words; nothing is written then.
 */
export async function takeFromColleague(session: Session, visitId: string, text: string, code: string): Promise<{ name: string; events: number }> {
  const packed = await unpack(text, code);
  if (packed.visit_id !== visitId) throw new TabletError('other_visit', 'Ese archivo es de otra visita. Ábrela y léelo ahí. Nada cambió.');
  const held = await session.log.load(visitId);
  const author = packed.certificate.event.body as { user_id?: string; incarnation?: string; name?: string };
  if (author.incarnation === session.me.incarnation) throw new TabletError('own_file', 'Ese archivo lo preparaste tú en esta tableta. Nada cambió.');
  if (!held.visit?.inspectors.includes(author.user_id ?? '')) throw new TabletError('not_of_this_visit', 'Quien preparó el archivo no está entre las personas inspectoras de esta visita. Nada cambió.');
  const strange = packed.records.some(({ event }) => event.visit_id !== visitId || event.incarnation !== author.incarnation);
  const page: Page = {
    records: packed.records, certificates: [packed.certificate], visits: [], more: false, cursor: null,
    secrets: (await promised(session, packed)).map((one) => ({ visit_id: visitId, ...one })),
  };
  if (strange || !await session.pulling.isProven(page)) throw new TabletError('not_proven', 'Las firmas del archivo no corresponden a la tableta que dice. No se tomó nada; avisa a la oficina.');
  const before = held.all.length;
  await session.pulling.receive(page);
  return { name: author.name ?? '', events: held.all.length - before };
}
