/** The tablet's core: what the person who opened it sees, and each command as one save. */
import { amendment, closure, resumption, suspension, textSha256, type Render, type Suspension } from './acta';
import { hex, newId, sha256 } from './bytes';
import * as bulk from './bulk';
import { deliverKept, raiseLocked, raiseSigned } from './calls';
import { canonicalBytes } from './canonical';
import * as commands from './commands';
import { packForColleague, takeFromColleague } from './colleague';
import { Contact } from './contact';
import * as correcting from './correcting';
import { pathOf } from './events';
import { bundleInForce, fieldVisit } from './field_visit';
import type { HeldVisit } from './held';
import { Keeper } from './keeper';
import type { Composed } from './log';
import * as media from './media';
import type { People } from './people';
import { compared } from './receipts';
import { summarise } from './summary';
import type { Surroundings } from './surroundings';
import { clockDoubt, fits, type ClockDoubt } from './upkeep';
import {
  type Apart, TabletError, type ActaCopy, type ActionTaken, type Bundle, type Confirmation, type Durable, type Entry, type GivenSignature, type Json, type LeftAt, type NewMinor, type NewPhoto,
  type OpenVisit, type Receipt, type Src, type SyncState, type Tablet, type UrgentCall, type Value, type VisitSummary,
} from './types';

/** Verdicts that no event carries: what came could not become a record. */
const UNKEPT = ['bad_signature', 'not_canonical', 'oversize'];

type Compose = (held: HeldVisit, bundle: Bundle | null) => Promise<Composed> | Composed;

const IDLE: SyncState = { phase: 'idle', lastContactAt: null, pendingEvents: 0, pendingFiles: 0, pendingUrgent: 0, blocker: null, clockOffsetMs: null, comparedAt: null, warnings: [] };

export class Core extends Keeper implements Tablet {
  private constructor(people: People, around: Surroundings, private readonly render: Render) { super(people, around); }

  static async open(people: People, around: Surroundings, render: Render): Promise<Core> {
    const core = new Core(people, around, render);
    await core.readPeople();
    return core;
  }

  // --- What they see ---------------------------------------------------------------------------------------------

  visits(): VisitSummary[] {
    const session = this.session;
    if (!session || this.guard.paused || this.guard.lent) return [];
    return [...session.visits.keys()].map((visitId) => summarise(session, visitId, this.heldNow(visitId)));
  }

  /** In memory already, or null; reading starts then. */
  private heldNow(visitId: string): HeldVisit | null {
    const held = this.session?.log.now(visitId);
    if (!held && this.session) void this.show(this.session, visitId).catch(() => undefined);
    return held ?? null;
  }

  visit(visitId: string): OpenVisit | null { return this.heldNow(visitId)?.visit ?? null; }

  async loadVisit(visitId: string): Promise<OpenVisit> { return commands.opened(await this.show(this.open, visitId)); }

  bundle(visitId: string): Bundle | null {
    const hash = this.visit(visitId)?.bundleHash ?? this.session?.visits.get(visitId)?.bundleHash;
    return (hash && this.session?.bundles.get(hash)) || null;
  }

  anyBundle(): Bundle | null { return this.session ? bundleInForce(this.session.bundles, this.session.pulling.current)?.bundle ?? null : null; }
  directory(): Bundle['directory'] | null { return this.lines; }

  receipt(visitId: string): Receipt | null {
    const [session, held] = [this.session, this.heldNow(visitId)];
    const signed = session?.receipts.known.get(visitId);
    if (!session || !held || !signed) return null;
    const names = [...session.files.known.values()].filter((file) => file.visitId === visitId).map(({ name }) => name);
    return compared(signed, held, session.me.incarnation, names);
  }

  apart(visitId: string): Apart[] {
    const [session, visit] = [this.session, this.visit(visitId)];
    if (!session) return [];
    const judged = (visit?.quarantined ?? []).filter(({ mine }) => mine).map(({ ref, code, type, path }) => ({ ref, code, type, path }));
    const own = new Map((session.log.now(visitId)?.mine ?? []).map(({ event }) => [event.seq, event]));
    // What could not become a record at the office has no verdict, and none arrives of a visit taken away: only its answer said so.
    const gone = session.visits.get(visitId)?.granted === false;
    const told = session.sync.apart(visitId).filter(({ code }) => gone || UNKEPT.includes(code)).map(({ seq, code }): Apart => {
      const event = UNKEPT.includes(code) ? undefined : own.get(seq);
      return { ref: `${session.me.incarnation}:${seq}`, code, type: event?.type ?? null, path: event ? pathOf(event) : null };
    });
    return [...judged, ...told.filter(({ ref }) => !judged.some((one) => one.ref === ref))];
  }

  get syncState(): SyncState {
    if (!this.session) return { ...IDLE, pendingUrgent: this.urgentKept };
    const { sync, files, log, visits, lastContactAt } = this.session;
    const pendingEvents = [...visits.keys()].reduce((sum, visitId) => sum + (log.now(visitId)?.waiting ?? 0), 0);
    return {
      phase: sync.phase, lastContactAt, pendingEvents, pendingFiles: files.pending().length, pendingUrgent: sync.urgent.size,
      blocker: sync.blocker, clockOffsetMs: sync.offsetMs, comparedAt: sync.comparedAt, warnings: sync.warnings,
    };
  }

  /** What to say of this device's clock; null when nothing is known against it. */
  get clockDoubt(): ClockDoubt | null {
    return this.session && clockDoubt(this.around.clock.now(), this.session.sync.offsetMs, this.session.heardMs);
  }

  /** Bytes that still fit here; null when the browser does not say. */
  async room(): Promise<number | null> { return this.session?.store.full ? 0 : await this.around.room?.() ?? null; }

  // --- What they do ----------------------------------------------------------------------------------------------

  /** One command = one save: durable, folded and told before it resolves. Answers the ref of the last event. */
  private async save(visitId: string, compose: Compose, strict = false, durable?: Durable): Promise<string> {
    const session = this.open;
    const saved = await session.log.append(visitId, (held) => compose(held, this.bundle(visitId)), { strict, durable });
    if (saved.length) {
      this.channel?.tell([visitId]);
      session.sync.soon();
      // Folding is done: the screens draw in a moment of their own, so that a touch in between is heard.
      setTimeout(() => this.tell(), 0);
    }
    return saved.at(-1)?.ref ?? '';
  }

  async openVisit(zone: string, given: { [role: string]: Json }): Promise<string> {
    const session = this.open;
    const pinned = bundleInForce(session.bundles, session.pulling.current);
    if (!pinned) throw new TabletError('no_protocol', 'Todavía no hay un protocolo en esta tableta. Conéctala una vez; lo demás no se pierde.');
    const { visitId, composed } = await fieldVisit(pinned, session.me, zone, given, this.around.random);
    const entry = { visitId, bundleHash: pinned.hash, granted: true };
    await this.save(visitId, async () => ({ ...composed, writes: [await session.store.put('visits', visitId, entry)] }), true);
    session.visits.set(visitId, entry);
    this.tell();
    return visitId;
  }

  async setAnswer(visitId: string, path: string, value: Value, durable?: Durable, first?: Promise<void>): Promise<void> {
    const saved = this.open.drafts.saving(visitId, path);
    // Waited for in its turn: whatever is saved after it stays after it.
    await this.save(visitId, async (held, bundle) => { await first; return commands.answer(held, bundle, path, value); }, false, durable);
    saved();
  }

  keepDraft(visitId: string, path: string, value: Value | null): void { this.session?.drafts.keep(visitId, path, value); }
  isDraftKept(visitId: string, path: string): boolean { return this.session?.drafts.isKept(visitId, path) ?? false; }
  async setAnswers(visitId: string, entries: Entry[]): Promise<void> { await this.save(visitId, (held, bundle) => commands.answers(held, bundle, entries)); }
  async settled(): Promise<void> { await this.session?.log.settled(); }
  async clearAnswer(visitId: string, path: string): Promise<void> { await this.save(visitId, (held, bundle) => commands.clear(held, bundle, path)); }

  async addMember(visitId: string, path: string, code: string, extra: { src?: Src } = {}): Promise<void> {
    await this.save(visitId, (held, bundle) => commands.include(held, bundle, path, code, extra));
  }

  async removeMember(visitId: string, path: string, code: string): Promise<void> { await this.save(visitId, (held) => commands.exclude(held, path, code)); }

  async addMinor(visitId: string): Promise<string> {
    const entity = commands.newEntity('minor', this.around.random);
    await this.save(visitId, () => commands.newPerson(entity, 'minor_added', this.around.random));
    return entity;
  }

  async addMinors(visitId: string, people: NewMinor[], progress?: (saved: number, all: number) => void): Promise<string[]> {
    const { store } = this.open;
    const all = [...await bulk.readPlan(store, visitId), ...bulk.planned(people, this.around.random)];
    if (all.length > bulk.PER_SAVE) await store.write([await bulk.planWrite(store, visitId, all)], { strict: true });
    return this.carryOut(visitId, all, progress);
  }

  async pendingMinors(visitId: string): Promise<number> { return (await bulk.readPlan(this.open.store, visitId)).length; }

  async resumeMinors(visitId: string, progress?: (saved: number, all: number) => void): Promise<string[]> {
    return this.carryOut(visitId, await bulk.readPlan(this.open.store, visitId), progress);
  }

  private async carryOut(visitId: string, all: bulk.PlannedMinor[], progress?: (saved: number, all: number) => void): Promise<string[]> {
    const { store } = this.open;
    for (let from = 0; from < all.length; from += bulk.PER_SAVE) {
      const chunk = all.slice(from, from + bulk.PER_SAVE);
      const after = await bulk.planWrite(store, visitId, all.slice(from + chunk.length));
      await this.save(visitId, async (held) => ({ ...await bulk.newMinors(held, chunk, this.around.random), writes: [after] }));
      progress?.(from + chunk.length, all.length);
    }
    // A last save that found everybody there already wrote nothing, not even that the plan is done.
    if (all.length > bulk.PER_SAVE) await store.write([await bulk.planWrite(store, visitId, [])]);
    return all.map(({ entity }) => entity);
  }

  async addPerson(visitId: string, role: string): Promise<string> {
    const entity = commands.newEntity('person', this.around.random);
    await this.save(visitId, () => commands.newPerson(entity, 'person_added', this.around.random, role));
    return entity;
  }

  async addRow(visitId: string, of: string, about: string, subject?: string): Promise<string> {
    const entity = commands.newEntity('row', this.around.random);
    await this.save(visitId, (held) => commands.newRow(held, entity, of, about, subject));
    return entity;
  }

  async removeEntity(visitId: string, entity: string): Promise<void> { await this.save(visitId, (held) => commands.removal(held, entity)); }

  joinMinors(visitId: string, kept: string, other: string, reason?: string): Promise<string> {
    return this.save(visitId, (held) => correcting.join(held, kept, other, reason), true);
  }

  async splitMinor(visitId: string, entity: string, options: { reason?: string; codes?: string[] } = {}): Promise<string> {
    const { random } = this.around;
    const into = commands.newEntity('minor', random);
    await this.save(visitId, (held) => correcting.split(held, entity, into, options.codes ?? [], random, options.reason), true);
    return into;
  }

  ruleAdult(visitId: string, entity: string, ruling: { basis: Src; reason: string }): Promise<string> {
    return this.save(visitId, (held) => correcting.ruleAdult(held, entity, ruling), true);
  }

  linkMinors(visitId: string, entity: string, other: string, kin: string): Promise<string> {
    return this.save(visitId, (held) => correcting.link(held, entity, other, kin));
  }

  async withdrawCorrection(visitId: string, ref: string): Promise<void> { await this.save(visitId, (held) => correcting.withdraw(held, ref), true); }

  takeAction(visitId: string, entity: string, action: ActionTaken): Promise<string> {
    return this.save(visitId, (held) => commands.action(held, entity, action, this.around.clock.now()), true);
  }

  async withdrawAction(visitId: string, ref: string): Promise<void> { await this.save(visitId, (held) => commands.withdrawal(held, ref, this.open.me.userId), true); }

  async confirmDetermination(visitId: string, entity: string, given: Confirmation): Promise<string> {
    const bundle = this.bundle(visitId);
    const protocolHash = bundle ? hex(await sha256(canonicalBytes(bundle.protocol))) : '0'.repeat(64);
    return this.save(visitId, (held) => commands.confirmation(held, entity, given, protocolHash), true);
  }

  answerComment(visitId: string, path: string, commentId: string, text: string): Promise<void> {
    return this.save(visitId, (held) => commands.commentAnswer(held, path, commentId, text)).then(() => undefined);
  }

  async rememberPlace(address: string, at = this.around.clock.now()): Promise<void> {
    const store = this.session?.store;
    const left: LeftAt = { address, at };
    if (store) await store.write([await store.put('meta', 'place', left as unknown as Json)]);
  }

  async lastPlace(): Promise<LeftAt | null> {
    const left = await this.session?.store.get<LeftAt | string>('meta', 'place');
    // Kept by an earlier version without its hour.
    return typeof left === 'string' ? { address: left, at: 0 } : left ?? null;
  }

  // --- Photos, signatures, acta ----------------------------------------------------------------------------------

  async addPhoto(visitId: string, given: NewPhoto): Promise<string> {
    const session = this.open;
    const free = await this.room();
    if (free !== null && !fits(free, given.blob.size)) {
      throw new TabletError('storage_full', 'No queda lugar para la foto. Todo lo anotado está a salvo y el texto sigue cabiendo: envía las fotos pendientes o libera espacio, y tómala otra vez.');
    }
    let made: media.PhotoComposed | undefined;
    await this.save(visitId, async (held) => {
      made = await media.photo(held, given, session.files, this.around.random, this.around.clock.now());
      return made.composed;
    }, true);
    session.files.remember(made!.file);
    this.tell();
    return made!.entity;
  }

  async photoUrl(visitId: string, entity: string): Promise<string> {
    const visit = await this.loadVisit(visitId);
    const added = visit.happenings.find((happening) => happening.type === 'photo_added' && happening.entity === entity);
    const blob = added && await this.open.files.read(visitId, String(added.body.name));
    if (!blob) throw new TabletError('photo_not_here', 'La foto no está en esta tableta; la guarda quien la tomó y el servidor.');
    return URL.createObjectURL(blob);
  }

  async giveSignature(visitId: string, person: string, given: GivenSignature): Promise<string> {
    const { lent } = this.guard;
    if (lent?.visitId === visitId && lent.person === person) return this.guard.while(() => this.sign(visitId, person, given));
    return this.sign(visitId, person, given);
  }

  private async sign(visitId: string, person: string, given: GivenSignature): Promise<string> {
    const hash = given.textSha256 ?? await this.actaTextSha256(visitId);
    return this.save(visitId, () => media.signature(person, given, hash, this.around.clock.now()), true);
  }

  /** By reading of a visit, which is never changed once made: its screens ask for the text at every drawing. */
  private readonly actaTexts = new WeakMap<OpenVisit, string>();

  actaText(visitId: string): string {
    const [visit, bundle] = [this.visit(visitId), this.bundle(visitId)];
    if (!visit || !bundle) throw new TabletError('visit_not_here', 'La visita o su protocolo aún no llegan completos a esta tableta.');
    const known = this.actaTexts.get(visit);
    if (known !== undefined) return known;
    const text = this.render(bundle, visit);
    this.actaTexts.set(visit, text);
    return text;
  }

  async actaTextSha256(visitId: string): Promise<string> {
    if (!this.visit(visitId)) await this.loadVisit(visitId);
    return textSha256(this.actaText(visitId));
  }

  async closeActa(visitId: string, options: { copy: ActaCopy }): Promise<string> {
    await this.loadVisit(visitId);
    return this.save(visitId, (held) => closure(held, this.actaText(visitId), options.copy), true);
  }

  suspend(visitId: string, given: Suspension): Promise<string> {
    return this.save(visitId, (held) => suspension(held, this.actaText(visitId), given, this.around.clock.now()), true);
  }

  resume(visitId: string): Promise<string> { return this.save(visitId, (held) => resumption(held, this.around.clock.now()), true); }

  amend(visitId: string, text: string): Promise<string> { return this.save(visitId, (held) => amendment(held, text), true); }

  // --- Urgent, network, export -----------------------------------------------------------------------------------

  async raiseUrgent(call: UrgentCall): Promise<string> {
    const urgentId = newId(this.around.random);
    const session = this.session;
    if (!session) {
      await raiseLocked(call, urgentId, this.people_, this.known, this.around);
      await this.readUrgent();
      void this.deliverWaiting();
      return urgentId;
    }
    const composed = await raiseSigned(call, urgentId, session, this.around);
    if (call.visitId) await this.save(call.visitId, () => composed, true);
    else await session.store.write(composed.writes!, { strict: true });
    this.tell();
    void session.sync.urgentNow().then(() => this.tell());
    return urgentId;
  }

  async syncNow(): Promise<void> {
    if (this.session) await this.session.sync.run();
    else await this.deliverWaiting();
  }

  async compareNow(): Promise<void> { await this.open.sync.compareNow(); }

  /** Packets raised from the lock screen go out without unlocking. */
  async deliverWaiting(): Promise<void> {
    const contact = new Contact(this.around.fetcher, this.around.origin, this.around.clock, this.around.random);
    await deliverKept(this.people_, contact).catch(() => undefined);
    await this.readUrgent();
    this.tell();
  }

  // --- Colleagues ------------------------------------------------------------------------------------------------

  packForColleague(visitId: string): Promise<{ file: Blob; code: string; events: number }> { return packForColleague(this.open, visitId, this.around.random); }

  async takeFromColleague(visitId: string, text: string, code: string): Promise<{ name: string; events: number }> {
    const taken = await takeFromColleague(this.open, visitId, text, code);
    this.channel?.tell([visitId]);
    this.tell();
    return taken;
  }
}
