/** One visit in memory: its events, secrets and opened values, and the reading that screens see. */
import type { Bytes } from './bytes';
import { entityOfEvent, isHidden, type Logged, type WireEvent, type WireRecord } from './events';
import { openAll, subjectOf, subjectsOf, type Opened, type Secrets } from './opening';
import type { OpenVisit } from './types';
import { readVisit, type Author } from './visit';

/** What a reading needs to know of the world beyond the visit. */
export interface Readers { authors: Map<string, Author>; serverDevice: string; me: string }

export class HeldVisit {
  private readonly events = new Map<string, Logged>();
  private readonly boxes = new Map<string, Logged>();
  private readonly opened = new Map<string, Opened>();
  private unopened = new Map<string, Logged>();
  readonly secrets: Secrets = new Map();
  /** Others' events that no signature covers yet, by content id. */
  readonly unproven = new Map<string, WireRecord>();
  /** Keys of events that a twin of this tablet wrote under my incarnation: kept and shown, never mine to send. */
  readonly twins = new Set<string>();
  /** Keys of the records on disk that are already here. */
  readonly keysRead = new Set<string>();
  /** What the server has acknowledged of my stream here. */
  acknowledged = 0;
  /** The last reading; null until `visit_opened` is here. */
  visit: OpenVisit | null = null;

  constructor(readonly visitId: string, private readonly readers: Readers) {}

  get all(): Logged[] { return [...this.events.values()]; }
  /** What was set aside of colleagues: carried, never read. */
  get hidden(): Logged[] { return [...this.boxes.values()]; }

  /** Everything held, boxes too; one whose event was released since does not count as held: its content is still to come. */
  get identified(): Logged[] {
    const released = new Set(this.verdicts.filter(({ event }) => event.body.accepted).map(({ event: { body } }) => `${String(body.of)}|${String(body.content_id)}`));
    return [...this.all, ...this.hidden.filter(({ key }) => !released.has(key))];
  }
  get mine(): Logged[] { return this.all.filter(({ event, key }) => event.incarnation === this.readers.me && !this.twins.has(key)); }

  /** Whom I added, up to one of my numbers: theirs are the secrets that I owe the server, and a colleague. */
  added(upTo = Infinity): Set<string> {
    return new Set(this.mine.filter(({ event }) => event.seq <= upTo && event.body.commitment).map(({ event }) => String(event.body.entity)));
  }

  /** How many of mine the server has not acknowledged. */
  get waiting(): number { return this.mine.length - this.acknowledged; }

  add(logged: Logged, plain?: Opened): void {
    const { key } = logged;
    if (this.events.has(key)) return;
    if (isHidden(logged.event)) {
      this.boxes.set(key, logged);
      return;
    }
    this.boxes.delete(key);
    this.events.set(key, logged);
    if (plain) this.opened.set(logged.contentId, plain);
    else this.unopened.set(key, logged);
  }

  acknowledge(upTo: number): void {
    this.acknowledged = upTo;
    for (const logged of this.mine) logged.pending = logged.event.seq > upTo;
  }

  /** The verdicts that count: only the server's own. */
  get verdicts(): Logged[] {
    return this.all.filter(({ event }) => event.type === 'verdict_given' && event.device_id === this.readers.serverDevice);
  }

  /** The erasures that the server has ordered and signed. */
  get erasures(): WireEvent[] {
    return this.all.filter(({ event, contentId }) =>
      event.type === 'subject_erased' && event.device_id === this.readers.serverDevice && !this.unproven.has(contentId)).map(({ event }) => event);
  }

  /** Forgets a subject's secret and everything it had opened. */
  erase(subject: string): void {
    if (this.secrets.get(subject) === null) return;
    this.secrets.set(subject, null);
    const subjects = subjectsOf(this.all);
    for (const logged of this.all) {
      if (typeof logged.event.body.sealed !== 'string' || subjectOf(entityOfEvent(logged.event), subjects) !== subject) continue;
      this.opened.delete(logged.contentId);
      this.unopened.set(logged.key, logged);
    }
  }

  /** The secret to seal with. Undefined when it has not arrived, null when it was destroyed. */
  secret(subject: string): Bytes | null | undefined { return this.secrets.get(subject); }

  /** Opens what can be opened now and folds again. What stays closed is tried again next time: its secret may come later. */
  async read(): Promise<OpenVisit | null> {
    const waiting = [...this.unopened];
    if (waiting.length) await openAll(this.all, waiting.map(([, logged]) => logged), this.secrets, this.opened);
    for (const [key, logged] of waiting) if (this.opened.get(logged.contentId)?.visible === 'opened') this.unopened.delete(key);
    this.visit = await readVisit({
      events: this.all, hidden: this.hidden, verdicts: this.verdicts, opened: this.opened, authors: this.readers.authors, me: this.readers.me });
    return this.visit;
  }
}
