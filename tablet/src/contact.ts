/** Talking to the server: requests signed by this person's key on this tablet, and what every answer says of epoch and clock. */
import { base64, fromUtf8, utf8, type Bytes, type Random } from './bytes';
import { clockOffset, type Clock } from './clock';
import { FIELD_PATIENCE, Wait } from './patience';
import { requestMessage, sign } from './signing';
import type { Blocker, Json } from './types';

export const API = '/api/v1';

/** Contact cannot go on. Nothing is ever dropped because of it. */
export class Blocked extends Error {
  /** `waitMs`: the server asked not to be called sooner. */
  constructor(readonly blocker: Blocker, readonly waitMs = 0) { super(blocker.messageEs); }
}

export interface Answer { status: number; headers: Headers; json: { [key: string]: Json } }
export interface Heard { epoch: string | null; offsetMs: number | null }

export interface Signer { incarnation: string; signingKey: CryptoKey }

const MESSAGES: Record<Blocker['code'], string> = {
  no_network: 'Sin red. Lo guardado queda en la tableta y se enviará solo cuando haya señal.',
  server_unreachable: 'El servidor no responde. Lo guardado queda en la tableta; se intentará de nuevo.',
  server_error: 'El servidor tuvo una falla. Lo guardado queda en la tableta; se intentará de nuevo.',
  revoked: 'Esta tableta fue dada de baja para su cuenta. Nada se borra: entregue la tableta en la oficina para recuperar el trabajo.',
  not_recognised: 'El servidor no reconoce esta tableta. Nada se borra: avise a la oficina y vuelva a enrolarla.',
  server_changed: 'El servidor no es el que esta tableta conoce: su firma no coincide. No se envía nada; avise a la oficina.',
  server_restored: 'El servidor se repuso de un respaldo. Nada se pierde: la tableta le ofrece otra vez todo lo que guarda.',
  server_old: 'El servidor es de una versión anterior a la de esta tableta. Nada se pierde: espera aquí hasta que lo actualicen; avise a la oficina.',
  storage_full: 'La tableta no tiene espacio para recibir más. Libere espacio e intente de nuevo.',
  rejected: 'El servidor no aceptó el envío. Nada se borra: avise a la oficina.',
};

export function blocked(code: Blocker['code'], waitMs = 0): Blocked {
  return new Blocked({ code, messageEs: MESSAGES[code] }, waitMs);
}

/** `Retry-After` in ms: seconds only, at most an hour; 0 when it does not say. */
export function retryAfter(headers: Headers): number {
  const seconds = Number(headers.get('Retry-After') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : 0;
}

export class Contact {
  private readonly ended = new AbortController();

  constructor(
    private readonly fetcher: typeof fetch, private readonly origin: string, private readonly clock: Clock, private readonly random: Random,
    private readonly onHeard: (heard: Heard) => void = () => undefined, private readonly patience = FIELD_PATIENCE,
  ) {}

  /** Cuts whatever is under way; nothing more can be asked. */
  end(): void { this.ended.abort(); }

  /** A signed request. Throws Blocked for no network, 401 and 5xx; every other status is for the caller. */
  async signed(signer: Signer, method: string, path: string, body: Bytes = new Uint8Array(0), headers: Record<string, string> = {}): Promise<Answer> {
    const nonce = base64(this.random(16));
    const message = await requestMessage(method, API + path, body, nonce);
    const answer = await this.send(method, path, body, {
      ...headers, 'X-Resguardo-Incarnation': signer.incarnation, 'X-Resguardo-Nonce': nonce,
      'X-Resguardo-Signature': await sign(signer.signingKey, message),
    });
    if (answer.status === 401) throw blocked(answer.json.code === 'incarnation_revoked' ? 'revoked' : 'not_recognised');
    if (answer.status >= 500 || answer.status === 429) throw blocked('server_error', retryAfter(answer.headers));
    return answer;
  }

  async signedJson(signer: Signer, method: string, path: string, value: Json, gzip = false): Promise<Answer> {
    const plain = utf8(JSON.stringify(value));
    const body = gzip ? await compressed(plain) : plain;
    return this.signed(signer, method, path, body, { 'Content-Type': 'application/json', ...(gzip ? { 'Content-Encoding': 'gzip' } : {}) });
  }

  /** Unsigned: enrolment, urgent and health only. */
  async send(method: string, path: string, body: Bytes | undefined, headers: Record<string, string> = {}): Promise<Answer> {
    const askedAt = this.clock.now();
    const { response, body: answered } = await this.ask(path, { method, headers, body: body?.length ? body : undefined });
    const json = jsonOf(answered);
    this.hear(json, askedAt);
    return { status: response.status, headers: response.headers, json };
  }

  private async ask(path: string, asked: { method: string; headers: Record<string, string>; body?: Bytes }): Promise<{ response: Response; body: Bytes }> {
    const wait = new Wait(this.patience, this.ended.signal, asked.body?.length ?? 0);
    try {
      wait.signal.throwIfAborted();
      const response = await this.fetcher(this.origin + API + path, { ...asked, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: wait.signal });
      return { response, body: await wait.read(response) };
    } catch {
      // navigator.onLine is only a hint, good enough to choose the words.
      throw blocked(globalThis.navigator?.onLine === false ? 'no_network' : 'server_unreachable');
    } finally {
      wait.over();
    }
  }

  private hear(json: { [key: string]: Json }, askedAt: number): void {
    const { epoch, server_time: serverTime } = json;
    if (epoch === undefined && serverTime === undefined) return;
    const offsetMs = typeof serverTime === 'number' ? clockOffset(askedAt, this.clock.now(), serverTime) : null;
    this.onHeard({ epoch: epoch === undefined || epoch === null ? null : String(epoch), offsetMs });
  }
}

/** What is no JSON object holds nothing: a network's own page, say. */
function jsonOf(body: Bytes): { [key: string]: Json } {
  try {
    const json = JSON.parse(fromUtf8(body)) as Json;
    return json !== null && typeof json === 'object' && !Array.isArray(json) ? json : { value: json };
  } catch {
    return {};
  }
}

async function compressed(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
