/** Photos and files: encrypted in pieces beside the log, named by what only the visit's readers can compute, sent in resumable pieces. */
import { fromHex, hex, sha256, type Bytes } from './bytes';
import type { Answer, Contact, Signer } from './contact';
import type { PersonStore, Write } from './store';
import type { Json } from './types';

export const PIECE_BYTES = 256 * 1024;
export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** What is known of a file at rest. `refused`: the server's last word for not taking it; it stays and is offered again. */
export interface FileAtRest { visitId: string; name: string; size: number; mime: string; complete: boolean; refused?: string }

/** Hex HMAC-SHA-256(visit secret, SHA-256 of the original bytes): the only name a file has outside the sealed log. */
export async function fileName(visitSecret: Bytes, contentSha256: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', visitSecret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, fromHex(contentSha256))));
}

export async function contentHash(bytes: Bytes): Promise<string> {
  return hex(await sha256(bytes));
}

function pieceKey(visitId: string, name: string, number: number): string {
  return `${visitId}|${name}|${String(number).padStart(5, '0')}`;
}

export class Files {
  /** By `visit id|name`. */
  readonly known = new Map<string, FileAtRest>();

  constructor(private readonly store: PersonStore) {}

  async load(): Promise<void> {
    for (const [key, file] of await this.store.all<FileAtRest>('files')) this.known.set(key, file);
  }

  pending(visitId?: string): FileAtRest[] {
    return [...this.known.values()].filter((file) => !file.complete && (visitId === undefined || file.visitId === visitId));
  }

  /** The writes that keep a file; they go in the transaction of the event that speaks of it. */
  async prepare(visitId: string, name: string, bytes: Bytes, mime: string): Promise<{ file: FileAtRest; writes: Write[] }> {
    const file: FileAtRest = { visitId, name, size: bytes.length, mime, complete: false };
    const writes = [await this.store.put('files', `${visitId}|${name}`, file as unknown as Json)];
    for (let at = 0, number = 0; at < bytes.length; at += PIECE_BYTES, number++) {
      writes.push(await this.store.putBytes('pieces', pieceKey(visitId, name, number), bytes.slice(at, at + PIECE_BYTES)));
    }
    return { file, writes };
  }

  remember(file: FileAtRest): void {
    this.known.set(`${file.visitId}|${file.name}`, file);
  }

  async read(visitId: string, name: string): Promise<Blob | null> {
    const file = this.known.get(`${visitId}|${name}`);
    if (!file) return null;
    const pieces: Bytes[] = [];
    for (let number = 0; number * PIECE_BYTES < file.size; number++) {
      const piece = await this.store.getBytes('pieces', pieceKey(visitId, name, number));
      if (!piece) return null;
      pieces.push(piece);
    }
    return new Blob(pieces, { type: file.mime });
  }

  /** Sends one file from where the server has it. Resolves when the server has recomputed its hash, or refuses it. */
  async send(file: FileAtRest, contact: Contact, signer: Signer): Promise<void> {
    const path = `/visits/${file.visitId}/files`;
    const announced = await contact.signedJson(signer, 'POST', path, { name: file.name, size_bytes: file.size });
    if (announced.status !== 200 && announced.status !== 201) return this.settle(file, { refused: refusalOf(announced) });
    let offset = Number(announced.json.offset);
    if (offset >= file.size) return this.settle(file, { complete: true });
    for (let restarts = 0; ;) {
      const bytes = await this.slice(file, offset);
      const answer = await contact.signed(signer, 'PATCH', `${path}/${file.name}`, bytes,
        { 'Upload-Offset': String(offset), 'Content-Type': 'application/octet-stream' });
      if (answer.status === 200) {
        offset = Number(answer.json.offset);
        if (answer.json.complete) return this.settle(file, { complete: true });
      } else if (answer.status === 409 && trueOffset(answer) !== null) {
        offset = trueOffset(answer)!;
        // The server already holds all of it: an earlier answer was lost on the way.
        if (offset >= file.size) return this.settle(file, { complete: true });
      } else if (answer.status === 422 && restarts++ === 0) {
        offset = 0;
      } else {
        return this.settle(file, { refused: refusalOf(answer) });
      }
    }
  }

  private async slice(file: FileAtRest, offset: number): Promise<Bytes> {
    const number = Math.floor(offset / PIECE_BYTES);
    const piece = await this.store.getBytes('pieces', pieceKey(file.visitId, file.name, number));
    return piece ? piece.slice(offset - number * PIECE_BYTES) : new Uint8Array(0);
  }

  private async settle(file: FileAtRest, change: Partial<FileAtRest>): Promise<void> {
    const settled = { ...file, ...change };
    await this.store.write([await this.store.put('files', `${file.visitId}|${file.name}`, settled as unknown as Json)], { strict: true });
    this.remember(settled);
  }

  /** Removes a visit's files from this tablet; only for one whose files the server holds whole. */
  async forget(visitId: string): Promise<Write[]> {
    const writes: Write[] = [];
    for (const [key, file] of this.known) {
      if (file.visitId !== visitId) continue;
      writes.push({ store: 'files', key, box: null });
      this.known.delete(key);
    }
    return [...writes, ...(await this.store.keys('pieces', `${visitId}|`)).map((key): Write => ({ store: 'pieces', key, box: null }))];
  }

  /** After a restore the server may have lost any of them: all are offered again. */
  async offerAgain(): Promise<void> {
    for (const file of [...this.known.values()]) await this.settle({ ...file, refused: undefined }, { complete: false });
  }
}

/** Where the server says the file goes on; null when the refusal is about something else. */
function trueOffset(answer: Answer): number | null {
  const details = answer.json.details as { offset?: number } | undefined;
  const told = answer.json.offset ?? details?.offset ?? answer.headers.get('Upload-Offset');
  return told === undefined || told === null ? null : Number(told);
}

function refusalOf(answer: Answer): string {
  return String(answer.json.code ?? answer.status);
}
