/**
 * The words shared by the tablet's core and its screens: values, entities, an open visit, and the one door (`Tablet`).
 *
 * Only shapes live here; nothing is computed. Wire names (snake_case) appear where an object travels as it is,
 * names of our own are camelCase.
 */

import type { Suspension } from './acta';
import type { Departures } from './departure';
import type { Guard } from './guard';
import type { Interview } from './screens/interviewing';
import type { ClockDoubt } from './upkeep';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Src = 'document' | 'child' | 'adult' | 'employer' | 'observation' | 'estimate' | 'office';
export type None = 'not_asked' | 'declined' | 'unknown' | 'not_applicable' | 'not_exhibited';
export type Value = { v: Json; src?: Src; verified?: boolean } | { none: None; src?: Src; verified?: boolean };

/** One answer of several that are saved together; null takes it back to "not asked". */
export interface Entry { path: string; value: Value | null }

/** A minor to be, with first answers by item code; the value of a set holds the list of its members. */
export interface NewMinor { answers: { code: string; value: Value }[] }

export type Visibility = 'opened' | 'not_visible' | 'erased' | 'not_arrived';
export type EntityKind = 'visit' | 'minor' | 'person' | 'row' | 'photo';

/** Latitude and longitude in 1e-7 degrees, accuracy in metres, `at` in ms since 1970 UTC. */
export interface Geo { lat: number; lon: number; accuracy_m: number; at: number }

/** One surviving answer of a path. Several heads of one path are a conflict. A set (multi) has one merged head. */
export interface Head {
  ref: string;
  contentId: string;
  /** null when the reader may not see it (see `visible`). */
  value: Value | null;
  visible: Visibility;
  recordedAt: number;
  /** User id of who recorded it ('' when its certificate has not arrived). */
  actor: string;
  actorName: string;
  /** Not yet acknowledged by the server. */
  pending: boolean;
  /** Only for sets: every ref that adds each member, `{code: [ref]}`. */
  members?: Record<string, string[]>;
  /** Only for sets: refs of answers like "not asked" that the members stand over. */
  covers?: string[];
}

export interface Entity {
  /** `minor:<id>`, `person:<id>`, `row:<id>` or `photo:<id>`. */
  entity: string;
  kind: EntityKind;
  /** Persons: role code of the protocol. Rows: the item code they belong to. Others null. */
  role: string | null;
  /** The entity a row or photo hangs from; null otherwise. */
  about: string | null;
  /** Whose secret seals its values; null while the event that added it has not arrived. */
  subject: string | null;
  addedRef: string | null;
  /** Removed and nobody edited it at the same time: hide it. */
  removed: boolean;
  /** Removed by someone while somebody else edited it: show it, marked. */
  disputed: boolean;
  /** Minors: the card of the same person under which this one is shown, or null when it is shown itself. */
  joinedInto: string | null;
  /** Minors: the other cards of the same person, shown under this one. */
  cards: string[];
  /** Minors: every card of the person was ruled an adult. It leaves counts, law and acta, and stays visible. */
  ruledAdult: boolean;
  /** Minors: the card this one was split from. */
  splitFrom: string | null;
  /** Minors: cards of siblings. */
  linked: string[];
}

export type CorrectionType = 'minors_joined' | 'minor_split' | 'minor_ruled_adult' | 'minors_linked';

/** A correction of persons, with what withdrew it. `other` = the other card of a join or link, the new one of a split. */
export interface Correction extends Happening { type: CorrectionType; other: string | null; withdrawn: Happening | null }

/** Any event that is not an answer, with its sealed part opened when the reader holds the secret. */
export interface Happening {
  ref: string;
  type: string;
  entity: string;
  path: string | null;
  body: { [key: string]: Json };
  /** What was sealed in it, or null when there is nothing sealed or it is not visible. */
  opened: { [key: string]: Json } | null;
  visible: Visibility;
  recordedAt: number;
  actor: string;
  actorName: string;
  pending: boolean;
}

/** A supervisor's comment on an answer. */
export interface Comment {
  commentId: string;
  path: string;
  text: string;
  actorName: string;
  recordedAt: number;
  answers: { text: string; recordedAt: number; actorName: string }[];
  settled: boolean;
}

export interface Closure { ref: string; recordedAt: number; textSha256: string; stateHash: string; vector: Vector; text: string | null; copy: string }
export interface Approval { ref: string; actorName: string; recordedAt: number; laterChanges: boolean }
export type Vector = { [incarnation: string]: { last: number; holes: number[] } };
export interface Quarantined { ref: string; code: string; type: string; path: string | null; mine: boolean }

/** Plain JSON for the law's pure functions (determination, acta). Same bytes as the server's `OpenedVisit.plain()`. */
export interface VisitPlain {
  visit_id: string;
  zone: string;
  entities: { entity: string; kind: string; role: string | null; about: string | null }[];
  answers: { [path: string]: Value[] };
  actions: { [key: string]: Json }[];
  determinations: { [entity: string]: Json };
  /** By kept card, the other cards of the same person. */
  joined: { [entity: string]: string[] };
  ruled_adult: string[];
  signatures_expected: Json[];
}

/** What one person may read of one visit, folded from its events. Immutable: a change makes a new one. */
export interface OpenVisit {
  visitId: string;
  /** IANA zone of the workplace: local days and hours are read there. */
  zone: string;
  protocolId: string;
  bundleHash: string;
  lawHash: string;
  /** User id of who closes the acta; `inspectors` are user ids. */
  closes: string;
  inspectors: string[];
  entities: Record<string, Entity>;
  answers: Record<string, Head[]>;
  /** Oldest first by (recordedAt, ref): for display only, order decides nothing. */
  happenings: Happening[];
  /** Stamps of actions that were taken back: kept and shown, and nobody counts them. */
  withdrawnActions: Happening[];
  comments: Comment[];
  /** Comments that still wait for the inspector. */
  returned: Comment[];
  conflicts: string[];
  /** Joins, splits, rulings and links, oldest first, withdrawn ones too. */
  corrections: Correction[];
  quarantined: Quarantined[];
  /** What the authority keeps apart of others: that it exists, whose it is and why, never what it says. */
  setAside: { ref: string; code: string; actorName: string }[];
  stateHash: string;
  vector: Vector;
  closure: Closure | null;
  approval: Approval | null;
  /** Events that were in neither the closure's vector nor are the closure itself. */
  unincorporated: string[];
  /** Other listed inspectors of whom no event has been seen: closing warns. */
  unseenInspectors: string[];
  /** The single opened value of a path, or null when unanswered, in conflict or not visible. */
  value(path: string): Value | null;
  /** Present entities of a kind (removed, joined and ruled adult left out), in order of being added; `role` or `about` narrow it. */
  of(kind: EntityKind, filter?: { role?: string; about?: string }): Entity[];
  /** Cards of minors that were ruled adults and still stand. */
  adults(): Entity[];
  plain(): VisitPlain;
}

export interface Counts {
  /** My events of this visit saved on this tablet. */
  onTablet: number;
  /** Of those, acknowledged by the server. */
  sent: number;
  /** Of those, confirmed by the last signed receipt. */
  held: number;
  /** Photos and files still to send. */
  filesPending: number;
}
export type UrgentState = 'none' | 'waiting' | 'received' | 'acknowledged';

export interface VisitSummary {
  visitId: string;
  /** Name of the workplace, or '' until the visit has been read after unlocking. */
  title: string;
  place: string;
  folio: string;
  /** State in one Spanish word or two, for the list. */
  stateEs: string;
  state: 'assigned' | 'in_progress' | 'closed' | 'returned' | 'approved' | 'revoked';
  counts: Counts;
  lastContactAt: number | null;
  urgent: UrgentState;
  commentsWaiting: number;
  minors: number;
  /** Local days (`YYYY-MM-DD`, in the workplace's zone) the visit belongs to: of its order, its start, its resumption, and the last one worked on here. */
  days: string[];
  ready: boolean;
}

export type SyncPhase = 'idle' | 'urgent' | 'events' | 'files' | 'pulling' | 'receipts' | 'waiting';
export interface Blocker {
  code: 'no_network' | 'server_unreachable' | 'server_error' | 'revoked' | 'not_recognised' | 'server_changed' | 'server_restored' | 'server_old' | 'storage_full' | 'rejected';
  /** What happened and what to do, in Spanish. */
  messageEs: string;
}
/** `clock`: this device's clock is more than ten minutes off. `forked`: a copy of this tablet wrote under its name. `unequal`: the server reads the same records otherwise. */
export interface Warning { code: 'clock' | 'forked' | 'unequal'; messageEs: string }
export interface SyncState {
  phase: SyncPhase;
  lastContactAt: number | null;
  pendingEvents: number;
  pendingFiles: number;
  pendingUrgent: number;
  blocker: Blocker | null;
  /** Server clock minus ours in ms, as measured at the last contact. */
  clockOffsetMs: number | null;
  /** When everything was last compared with the server, event by event (ms); null before the first time. */
  comparedAt: number | null;
  /** What a person should know although nothing stops: see `Warning`. */
  warnings: Warning[];
}

/** The disk has it, recorded at this instant; the visit waits for what this answers before it is folded again. */
export type Durable = (recordedAt: number) => Promise<void> | void;

export interface Receipt { held: boolean; vector: Vector; files: string[]; issuedAt: number; stateHash: string; matches: boolean }
/** An address and the instant in ms, by this tablet's clock, when the person was last seen there. */
export interface LeftAt { address: string; at: number }
export interface TabletPerson { userId: string; displayName: string }
export interface Me { userId: string; name: string; role: string; deviceId: string; incarnation: string }

/** `settingAside`: an earlier store of the same person, whose passphrase is forgotten, is kept apart instead of refused. */
export interface Enrolment { username: string; password: string; passphrase: string; label: string; settingAside?: boolean }
export interface ActionTaken { duty: string; at?: number; channel?: string; folio?: string; note?: string; pending?: boolean }
export interface Confirmation { result: Json; agrees: boolean; classification: string; reason?: string }
export type PhotoKind = 'place' | 'document' | 'thing';
/** `covered`: parts were painted over before saving; the original was never stored. */
export interface NewPhoto { blob: Blob; about: string; caption?: string; subject?: string; takenAt?: number; width?: number; height?: number; kind?: PhotoKind; covered?: boolean }
/** Why there is no signature of one's own, and who signed at one's request (`by`). `thumbprint`: on the printed copy; none is taken here. */
export interface Unable { why: 'does_not_know' | 'cannot'; readAloud: boolean; thumbprint: boolean; by: { name: string; role: string } | null }
/** With `unable` the manner is `refused` (the clear part tells nobody why) and the strokes are those of `unable.by`. */
export interface GivenSignature { manner: 'glass' | 'paper' | 'refused'; strokes?: number[][]; reason?: string; name: string; role: string; textSha256?: string; unable?: Unable }
export type UrgentReason = 1 | 2 | 3 | 4 | 5;
export interface UrgentCall { visitId: string | null; reason: UrgentReason; minors: number; place: string; geo?: Geo | null }
export type ActaCopy = 'file' | 'print' | 'qr' | 'none';

/** `path`: of the question, for an answer. */
export interface Apart { ref: string; code: string; type: string | null; path: string | null }

/** Errors that a screen shows as they are: `code` for tests and branching, `message` in Spanish. */
export class TabletError extends Error {
  constructor(readonly code: string, message: string, readonly details: { [key: string]: Json } = {}) {
    super(message);
    this.name = 'TabletError';
  }
}

/** The one door of the screens to storage, keys and network. Every command resolves only when durably saved. */
export interface Tablet {
  /** `paused`: the session is in memory and a PIN reopens it. `lent`: only one signature can be given. */
  readonly status: 'new' | 'locked' | 'paused' | 'lent' | 'open';
  readonly guard: Guard;
  /** How stores leave this tablet. */
  readonly departures: Departures;
  /** People with a store on this tablet (the only thing readable before unlocking). */
  readonly people: TabletPerson[];
  readonly me: Me | null;
  readonly syncState: SyncState;
  /** Whether the browser promised not to evict our storage; null = not asked yet. */
  readonly persistent: boolean | null;

  /** Called after every change of anything readable here, also those made in another tab. */
  subscribe(listener: () => void): () => void;

  enrol(enrolment: Enrolment): Promise<void>;
  unlock(userId: string, passphrase: string): Promise<void>;
  lock(): Promise<void>;
  /** Spanish reason why a passphrase is too weak, or null when it will do. */
  passphraseProblem(passphrase: string): string | null;

  visits(): VisitSummary[];
  /** The visit as folded now, or null until it has been read from disk (reading starts; `subscribe` tells). */
  visit(visitId: string): OpenVisit | null;
  loadVisit(visitId: string): Promise<OpenVisit>;
  /** The pinned protocol bundle of a visit, or null while it has not arrived. */
  bundle(visitId: string): Bundle | null;
  /** The bundle a visit opened here would pin; null while locked or before the first contact. */
  anyBundle(): Bundle | null;
  /** Authorities and telephone lines: public data, readable also while locked. Null before the first contact. */
  directory(): Bundle['directory'] | null;
  receipt(visitId: string): Receipt | null;
  /** What of mine in a visit the authority keeps apart, and why (codes of docs/sync-protocol.md section 7); `type` null: it could not become a record there. Of a visit no longer mine: as the answers to its sending said. */
  apart(visitId: string): Apart[];

  /** `durable` is told before the visit is folded again: what the person waits for is said first. The work begins after `first`. */
  setAnswer(visitId: string, path: string, value: Value, durable?: Durable, first?: Promise<void>): Promise<void>;
  /** Keeps what is being written, no answer yet: it becomes one when the app opens again, should it be killed now. Null: nothing is. */
  keepDraft(visitId: string, path: string, value: Value | null): void;
  /** Whether the newest draft of a field is on disk. */
  isDraftKept(visitId: string, path: string): boolean;
  /** Opens an extraordinary visit in the field, mine alone, without order yet; answers its id. `zone`: IANA, of the workplace. `given`: first answers by role. */
  openVisit(zone: string, given: { [role: string]: Json }): Promise<string>;
  /** Several answers in one save, all or none; null takes one back to "not asked". Each is its own event. */
  setAnswers(visitId: string, entries: Entry[]): Promise<void>;
  /** Resolves when no save of mine is under way. */
  settled(): Promise<void>;
  /** Back to "not asked": an event like any other, nothing is deleted. */
  clearAnswer(visitId: string, path: string): Promise<void>;
  addMember(visitId: string, path: string, code: string, extra?: { src?: Src }): Promise<void>;
  removeMember(visitId: string, path: string, code: string): Promise<void>;
  addMinor(visitId: string): Promise<string>;
  /**
   * Many at once, a dozen to a save; answers their entities. `progress` hears how many of all are saved. Killed in the middle,
   * `resumeMinors` saves the rest: `pendingMinors` of them.
   */
  addMinors(visitId: string, people: NewMinor[], progress?: (saved: number, all: number) => void): Promise<string[]>;
  pendingMinors(visitId: string): Promise<number>;
  resumeMinors(visitId: string, progress?: (saved: number, all: number) => void): Promise<string[]>;
  addPerson(visitId: string, role: string): Promise<string>;
  addRow(visitId: string, of: string, about: string, subject?: string): Promise<string>;
  removeEntity(visitId: string, entity: string): Promise<void>;
  /** Two cards are one person: from now on shown as `kept`. Answers that differ become a conflict; any answer settles it. Answers its ref. */
  joinMinors(visitId: string, kept: string, other: string, reason?: string): Promise<string>;
  /** One card is two persons: makes the second card, moves the answers of these item codes to it, and answers its entity. */
  splitMinor(visitId: string, entity: string, options?: { reason?: string; codes?: string[] }): Promise<string>;
  /** An adult after all. `reason` is required. Alarms already raised stay until a named person lowers them. */
  ruleAdult(visitId: string, entity: string, ruling: { basis: Src; reason: string }): Promise<string>;
  /** Siblings (`sibling`) or other kin, as a code. */
  linkMinors(visitId: string, entity: string, other: string, kin: string): Promise<string>;
  /** Undoes a correction by its ref. What was written meanwhile stays on its own card. */
  withdrawCorrection(visitId: string, ref: string): Promise<void>;
  takeAction(visitId: string, entity: string, action: ActionTaken): Promise<string>;
  /** A stamp given by mistake, by its ref: it no longer counts, and stays in the log. Only by whoever gave it, before closing. */
  withdrawAction(visitId: string, ref: string): Promise<void>;
  confirmDetermination(visitId: string, entity: string, confirmation: Confirmation): Promise<string>;
  addPhoto(visitId: string, photo: NewPhoto): Promise<string>;
  /** An object URL; the caller revokes it. */
  photoUrl(visitId: string, entity: string): Promise<string>;
  giveSignature(visitId: string, person: string, signature: GivenSignature): Promise<string>;
  /** Works from the lock screen too (then unsigned, delivered at once or kept until the next contact). */
  raiseUrgent(call: UrgentCall): Promise<string>;
  answerComment(visitId: string, path: string, commentId: string, text: string): Promise<void>;
  /** The acta's text, same bytes as the server's; and the SHA-256 each signature names. */
  actaText(visitId: string): string;
  actaTextSha256(visitId: string): Promise<string>;
  closeActa(visitId: string, options: { copy: ActaCopy }): Promise<string>;
  amend(visitId: string, text: string): Promise<string>;
  /** A partial acta: the visit goes on another day. */
  suspend(visitId: string, given: Suspension): Promise<string>;
  resume(visitId: string): Promise<string>;
  /** My work on a visit as a sealed text file for another inspector's tablet, and the code that opens it. */
  packForColleague(visitId: string): Promise<{ file: Blob; code: string; events: number }>;
  /** Takes in such a file; `events` are new here. */
  takeFromColleague(visitId: string, text: string, code: string): Promise<{ name: string; events: number }>;

  /** Keeps where the person is (an address: random ids only), so that a dead battery costs one touch; `at` is now unless said. */
  rememberPlace(address: string, at?: number): Promise<void>;
  /** Where the person was when the app was last open, and when; null when nowhere. */
  lastPlace(): Promise<LeftAt | null>;
  readonly clockDoubt: ClockDoubt | null;
  room(): Promise<number | null>;
  syncNow(): Promise<void>;
  /** Sends, then compares everything with the server, event by event, and repairs what differs. */
  compareNow(): Promise<void>;
  /** All that a person's store holds, readable only with the authority's private key. Works while locked too. */
  exportSealed(userId?: string, database?: string): Promise<Blob>;
}

// --- The protocol bundle (made by protocols/bundle.py) ---------------------------------------------------------

export type Condition = { [operator: string]: unknown };
export type ItemType = 'bool' | 'tri' | 'enum' | 'multi' | 'int' | 'minutes' | 'grams' | 'money' | 'date' | 'dt' | 'text' | 'doc' | 'geo'
  | 'person' | 'table' | 'photo' | 'sign' | 'act';
export interface Option { code: string; label_es: string; cite: string[]; mark: string; exclusive?: boolean; /** The state of a municipality. */ entity_es?: string }
export interface Basis { cite: string; instrument: string; mark: string }
export interface Item {
  id: string; label_es: string; help_es: string | null; ask_es: string | null; type: ItemType; options: Option[]; catalogue: string | null;
  for: string; when: Condition | null; required: boolean; skippable: boolean; public: boolean; sees: string[]; basis: Basis[];
  row: string | null; role: string | null; min?: number; max?: number; max_chars?: number;
}
export interface Step { id: string; title_es: string; items: Item[] }
export interface Stage { id: string; number: number; title_es: string; steps: Step[] }
export interface ProtectionAuthority { id: string; level: string; entity_code: string; name_es: string; mark: string; phone: string | null; verified_on: string | null; address_es: string | null }
export interface HelpLine { id: string; name_es: string; phone: string; what_es: string }
export interface Bundle {
  protocol: { id: string; title_es: string; version: string; status: string; mark?: string; valid_from: string; stages: Stage[]; acta: Json; people_roles: Json; /** What is answered when the visit is opened in the field: option by item. */ opened_in_field?: { [item: string]: string }; interview?: Interview | null };
  law: { [key: string]: Json } & { catalogues: { [name: string]: Option[] } };
  directory: { protection_authorities: ProtectionAuthority[]; lines: HelpLine[] };
}
