/** A tablet in memory: the real merge over plain events, nothing encrypted, nothing kept. For looking at screens only. */
import { webRandom } from '../../../src/bytes';
import type { Departures } from '../../../src/departure';
import { Guard } from '../../../src/guard';
import type { Body, Logged } from '../../../src/events';
import { readVisit } from '../../../src/visit';
import type { ActaCopy, ActionTaken, Bundle, Confirmation, GivenSignature, Json, NewPhoto, OpenVisit, Receipt, Src, SyncState, Tablet, TabletPerson, UrgentCall, Value, VisitSummary } from '../../../src/types';

export const VISIT = 'a1'.repeat(16);
const ME = 'b2'.repeat(16);
const OTHER = 'c3'.repeat(16);
const hexId = (n: number) => (n * 2_654_435_761 % 2 ** 32).toString(16).padStart(8, '0').repeat(4);

export class FakeTablet implements Tablet {
  apart(): [] { return []; }
  async rememberPlace() { /* nothing survives here */ }
  async lastPlace() { return null; }
  keepDraft(): void { /* nothing to keep */ }
  isDraftKept(): boolean { return false; }
  async compareNow(): Promise<void> { this.syncState = { ...this.syncState, comparedAt: Date.now() }; }
  status: 'new' | 'locked' | 'open';
  people: TabletPerson[] = [{ userId: 'u1', displayName: 'Lucía Armenta Ríos' }, { userId: 'u2', displayName: 'Javier Cota Meza' }];
  me = { userId: 'u1', name: 'Lucía Armenta Ríos', role: 'inspector', deviceId: 'd4'.repeat(16), incarnation: ME };
  syncState: SyncState = { phase: 'waiting', lastContactAt: Date.now() - 3 * 3_600_000, pendingEvents: 0, pendingFiles: 0, pendingUrgent: 0, blocker: null, clockOffsetMs: 0, comparedAt: null, warnings: [] };
  persistent: boolean | null = false;
  clockDoubt = null;
  async room() { return 10 ** 9; }
  async packForColleague() { return { file: new Blob(['x']), code: 'E26V 0J63 G3YR X0M4 JZEV', events: 2 }; }
  async takeFromColleague() { return { name: 'Teresa', events: 2 }; }
  guard = new Guard({ random: webRandom, end: async () => { this.status = 'locked'; this.tell(); }, tell: () => this.tell() });
  departures = { farewells: [], asides: async () => [], unsent: async () => 3, leave: async () => this.lock(), heard: async () => undefined } as unknown as Departures;
  events: Logged[] = [];
  opened = new Map<string, { plain: Json; visible: 'opened' }>();
  photos = new Map<string, Blob>();
  private listeners = new Set<() => void>();
  private open: OpenVisit | null = null;
  private seq = 0;
  private ids = 1;

  constructor(private readonly content: Bundle, status: 'new' | 'locked' | 'open', private readonly acknowledged: boolean) { this.status = status; }

  private tell() { this.listeners.forEach(listener => listener()); }
  subscribe(listener: () => void) { this.listeners.add(listener); return () => { this.listeners.delete(listener); }; }

  async append(type: string, body: Body, plain: Json = null, incarnation = ME): Promise<string> {
    const seq = ++this.seq;
    const ref = `${incarnation}:${seq}`;
    const contentId = seq.toString(16).padStart(64, '0');
    this.events.push({ event: { v: 1, device_id: 'd4'.repeat(16), incarnation, visit_id: VISIT, seq, type, recorded_at: Date.now(), boot: '0'.repeat(16), mono_ms: seq, body: plain === null ? body : { ...body, sealed: 'x' } }, ref, contentId, key: `${ref}|${contentId}`, pending: !this.acknowledged });
    this.opened.set(contentId, { plain: plain ?? body.value ?? null, visible: 'opened' });
    this.open = await readVisit({ events: this.events, verdicts: [], opened: this.opened, authors: new Map([[ME, { userId: 'u1', name: 'Lucía Armenta' }], [OTHER, { userId: 'u9', name: 'Elena Duarte, supervisora' }]]), me: ME });
    this.syncState = { ...this.syncState, pendingEvents: this.acknowledged ? 0 : this.events.length, pendingFiles: this.acknowledged ? 0 : this.photos.size };
    this.tell();
    return ref;
  }
  /** An event of somebody else, as if it had been pulled. */
  other(type: string, body: Body, plain: Json = null) { return this.append(type, body, plain, OTHER); }

  async enrol() { this.status = 'open'; this.tell(); }
  async unlock() { this.status = 'open'; this.tell(); }
  async lock() { this.status = 'locked'; this.tell(); }
  passphraseProblem(p: string) { return p.trim().split(/\s+/).length >= 4 || p.length >= 12 ? null : 'Faltan palabras: usa cuatro o más, o al menos 12 caracteres.'; }
  visits(): VisitSummary[] {
    const n = this.events.length;
    const held = this.acknowledged ? n : 0;
    const place = Object.entries(this.open?.answers ?? {});
    return [
      { visitId: VISIT, title: 'Rancho El Porvenir', place: 'Colonia Vicente Guerrero, San Quintín', folio: 'STPS-BC-0412/2026', stateEs: this.open?.closure ? 'Acta cerrada' : place.length > 14 ? 'En curso' : 'Asignada', state: 'in_progress', counts: { onTablet: n, sent: held, held, filesPending: 0 }, lastContactAt: this.syncState.lastContactAt, urgent: this.open?.happenings.some(h => h.type === 'urgent_raised') ? 'waiting' : 'none', commentsWaiting: this.open?.returned.length ?? 0, minors: this.open?.of('minor').length ?? 0, days: [], ready: true },
      { visitId: 'ff'.repeat(16), title: 'Empaque La Bahía', place: 'Camalú, San Quintín', folio: 'STPS-BC-0413/2026', stateEs: 'Asignada', state: 'assigned', counts: { onTablet: 0, sent: 0, held: 0, filesPending: 0 }, lastContactAt: null, urgent: 'none', commentsWaiting: 0, minors: 0, days: [], ready: false },
    ];
  }
  visit(visitId: string) { return visitId === VISIT ? this.open : null; }
  async loadVisit() { return this.open!; }
  bundle() { return this.content; }
  anyBundle() { return this.content; }
  receipt(): Receipt | null { return this.acknowledged ? { held: true, vector: {}, files: [], issuedAt: Date.now(), stateHash: '9c1f'.repeat(16), matches: true } : null; }

  async setAnswer(visitId: string, path: string, value: Value) { void visitId; await this.append('answer_set', { path, supersedes: (this.open?.answers[path] ?? []).filter(h => !h.members).map(h => h.ref) }, value as unknown as Json); }
  async clearAnswer(visitId: string, path: string) { await this.setAnswer(visitId, path, { none: 'not_asked' }); }
  async addMember(_: string, path: string, code: string, extra: { src?: Src } = {}) { await this.append('member_added', { path }, { v: code, ...extra }); }
  async removeMember(_: string, path: string, code: string) { await this.append('member_removed', { path, removes: this.open?.answers[path]?.find(h => h.members)?.members?.[code] ?? [] }); }
  private async add(type: string, kind: string, body: Body = {}) { const entity = `${kind}:${hexId(this.ids++)}`; await this.append(type, { entity, commitment: '0', ...body }); return entity; }
  addMinor() { return this.add('minor_added', 'minor'); }
  addPerson(_: string, role: string) { return this.add('person_added', 'person', { role }); }
  addRow(_: string, of: string, about: string, subject = 'visit') { return this.add('row_added', 'row', { of, about, subject }); }
  async removeEntity(_: string, entity: string) { await this.append('entity_removed', { entity, sees: this.events.map(e => e.ref) }); }
  takeAction(_: string, entity: string, action: ActionTaken) { return this.append('action_taken', { entity }, { at: Date.now(), ...action } as unknown as Json); }
  async withdrawAction(_: string, ref: string) { await this.append('action_withdrawn', { entity: this.open!.happenings.find(h => h.ref === ref)!.entity, of: ref }); }
  confirmDetermination(_: string, entity: string, confirmation: Confirmation) { return this.append('determination_confirmed', { entity, law_hash: '', protocol_hash: '', rests_on: [] }, confirmation as unknown as Json); }
  async addPhoto(_: string, photo: NewPhoto) {
    const entity = `photo:${hexId(this.ids++)}`;
    this.photos.set(entity, photo.blob);
    await this.append('photo_added', { entity, subject: photo.subject ?? 'visit', name: hexId(this.ids), size_bytes: photo.blob.size }, { about: photo.about, mime: photo.blob.type });
    return entity;
  }
  async photoUrl(_: string, entity: string) { return URL.createObjectURL(this.photos.get(entity)!); }
  async giveSignature(_: string, person: string, signature: GivenSignature) { return this.append('signature_given', { entity: person, manner: signature.manner, text_sha256: await this.actaTextSha256() }, { at: Date.now(), name: signature.name, role: signature.role, ...(signature.reason ? { reason: signature.reason } : {}), ...(signature.unable ? { unable: signature.unable.why, ...(signature.unable.by ? { by_name: signature.unable.by.name, by_role: signature.unable.by.role } : {}) } : {}) }); }
  async raiseUrgent(call: UrgentCall) { this.syncState = { ...this.syncState, pendingUrgent: 1 }; return this.append('urgent_raised', { entity: 'visit', urgent_id: hexId(this.ids++), packet: call.place }); }
  async answerComment(_: string, path: string, commentId: string, text: string) { await this.append('comment_answered', { path, comment_id: commentId }, { text }); }
  actaText() { return ['ACTA DE INSPECCIÓN', '', 'En la colonia Vicente Guerrero, municipio de San Quintín, Baja California, siendo las 9:40 horas del 22 de noviembre de 2026, la persona inspectora Lucía Armenta Ríos se constituyó en el centro de trabajo denominado Rancho El Porvenir para cumplir la orden de inspección extraordinaria STPS-BC-0412/2026.', '', 'HECHOS', 'Durante el recorrido se observó a tres personas que podrían ser menores de dieciocho años, identificadas con las claves que constan en el expediente reservado.', '', 'Leída la presente acta, la firman quienes intervinieron y quisieron hacerlo.'].join('\n'); }
  async actaTextSha256() { return [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(this.actaText())))].map(b => b.toString(16).padStart(2, '0')).join(''); }
  async closeActa(_: string, { copy }: { copy: ActaCopy }) { return this.append('acta_closed', { entity: 'visit', text_sha256: await this.actaTextSha256(), state_hash: this.open!.stateHash, vector: this.open!.vector as unknown as Json, signers: [], copy }, { text: this.actaText() }); }
  amend(_: string, text: string) { return this.append('visit_amended', { entity: 'visit', closure: '' }, { text }); }
  async syncNow() { this.syncState = { ...this.syncState, blocker: { code: 'no_network', messageEs: 'Sin red. Se enviará solo en cuanto haya señal.' } }; this.tell(); }
  async exportSealed() { return new Blob(['sellado']); }
}
