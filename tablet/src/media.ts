/** What photos and signatures write. */
import { newId, type Bytes, type Random } from './bytes';
import { opened, subjectFor } from './commands';
import { contentHash, fileName, MAX_FILE_BYTES, type FileAtRest, type Files } from './files';
import type { HeldVisit } from './held';
import type { Composed } from './log';
import { TabletError, type GivenSignature, type Json, type NewPhoto } from './types';

export interface PhotoComposed { composed: Composed; entity: string; file: FileAtRest }

/** A photo's bytes and its event, to be saved together. Its hash is sealed; outside the log it has only its name. */
export async function photo(held: HeldVisit, given: NewPhoto, files: Files, random: Random, now: number): Promise<PhotoComposed> {
  const visit = opened(held);
  const secret = held.secret('visit');
  if (!secret) throw new TabletError('no_secret', 'Aún no llega la llave de esta visita. Conecte la tableta e intente de nuevo.');
  if (given.blob.size > MAX_FILE_BYTES) throw new TabletError('file_too_large', 'El archivo pasa de 50 MB. Tome la foto con menor resolución.');
  const bytes: Bytes = new Uint8Array(await given.blob.arrayBuffer());
  const digest = await contentHash(bytes);
  const name = await fileName(secret, digest);
  const entity = `photo:${newId(random)}`;
  const subject = given.subject ?? subjectFor(visit, given.about);
  const mime = given.blob.type || 'application/octet-stream';
  const { file, writes } = await files.prepare(visit.visitId, name, bytes, mime);
  const sealed: Json = {
    sha256: digest, mime, about: given.about, taken_at: given.takenAt ?? now, width: given.width ?? 0, height: given.height ?? 0,
    ...(given.caption === undefined ? {} : { caption: given.caption }), ...(given.kind ? { kind: given.kind } : {}),
    ...(given.covered === undefined ? {} : { covered: given.covered }),
  };
  const drafts = [{ type: 'photo_added', body: { entity, subject, name, size_bytes: bytes.length }, subject, sealed }];
  return { composed: { drafts, writes }, entity, file };
}

const MAX_COORDINATES = 6_000;

/** Whole numbers, as events know no fractions; every other point is left out while the drawing would not fit its event. */
function thinned(strokes: number[][]): number[][] {
  const whole = strokes.map((stroke) => stroke.map((coordinate) => Math.round(coordinate)));
  const total = whole.reduce((sum, stroke) => sum + stroke.length, 0);
  if (total <= MAX_COORDINATES || whole.every((stroke) => stroke.length <= 4)) return whole;
  return thinned(whole.map((stroke) => stroke.filter((_, i) => i % 4 < 2 || i >= stroke.length - 2)));
}

/** Strokes stand in a 1000 × 400 box. */
export function signature(person: string, given: GivenSignature, textSha256: string, now: number): Composed {
  const { manner, strokes, reason, name, role, unable } = given;
  const sealed: { [key: string]: Json } = { at: now, name, role };
  if (strokes) sealed.strokes = thinned(strokes);
  if (reason) sealed.reason = reason;
  if (unable) {
    if (manner !== 'refused' || !unable.by !== !strokes) throw new TabletError('unable_unsound', 'Falta la firma de quien firma en su nombre, o sobra. No se guardó nada: vuelve a intentarlo.');
    Object.assign(sealed, { unable: unable.why, read_aloud: unable.readAloud, thumbprint: unable.thumbprint }, unable.by ? { by_name: unable.by.name, by_role: unable.by.role } : {});
  }
  return { drafts: [{ type: 'signature_given', body: { entity: person, manner, text_sha256: textSha256 }, subject: person, sealed }] };
}
