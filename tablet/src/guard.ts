/**
 * What stands between an open session and whoever holds the tablet: closing by itself, the PIN that reopens, and lending the
 * tablet for a signature. A PIN opens only a session whose key is still in memory; it is kept under that key, so that it is
 * worth nothing to whoever finds the tablet locked or off.
 */
import { equalBytes, fromBase64, base64, concat, sha256, utf8, type Random } from './bytes';
import { IDLE_CHOICES, IDLE_DEFAULT } from './idle';
import type { PersonStore } from './store';
import { TabletError, type Json, type Unable } from './types';

export const PIN_TRIES = 5;
const PIN_DIGITS = /^[0-9]{4,8}$/;
const STEPS = '01234567890 09876543210';

/** After a pause, fields that were being written have this long to save what they hold. */
const LAST_WORDS_MS = 300;

/** Whose hands the tablet is in: only this person's signature of this visit can be given; with `unable`, by who signs in her name. */
export interface Lent { visitId: string; person: string; unable?: { terms: Unable; reason: string } }

/** `digits`: how long the PIN is, so that its last key opens. */
interface Kept { [key: string]: Json; idleMinutes: number; salt: string; pin: string; digits: number }

/** Why a PIN will not do, in words; null when it will. */
export function pinProblem(pin: string): string | null {
  if (!PIN_DIGITS.test(pin)) return 'El PIN lleva de 4 a 8 cifras.';
  if (new Set(pin).size === 1) return 'Todas las cifras son iguales. Elige otro PIN.';
  return STEPS.includes(pin) ? 'Son cifras seguidas. Elige otro PIN.' : null;
}

export interface GuardHooks {
  random: Random;
  /** Ends the session: the key leaves memory. */
  end(): Promise<void>;
  tell(): void;
}

export class Guard {
  private kept: Kept = { idleMinutes: IDLE_DEFAULT, salt: '', pin: '', digits: 0 };
  private store: PersonStore | null = null;
  private tries = PIN_TRIES;
  private letting = 0;
  /** The session is in memory and nobody sees it. */
  paused = false;
  lent: Lent | null = null;
  /** Closed by hand from an onlooker: the closed screen then says nothing of what it was for. */
  hidden = false;
  /** The pause came of a loan: whoever sees the screen is asked to give the tablet back. */
  returned = false;

  constructor(private readonly hooks: GuardHooks) {}

  /** Nothing can be written now: nobody who may is in front. */
  get shut(): boolean { return (this.paused || this.lent !== null) && this.letting === 0; }
  get hasPin(): boolean { return this.kept.pin !== ''; }
  get digits(): number { return this.kept.digits; }
  get triesLeft(): number { return this.tries; }
  get idleMinutes(): number { return this.kept.idleMinutes; }

  /** A session opens: its own PIN and time, if it ever chose any. */
  async begin(store: PersonStore): Promise<void> {
    this.ended();
    this.kept = { ...this.kept, ...await store.get<Kept>('meta', 'guard') };
    this.store = store;
  }

  /** A session has ended: nothing of its person's choices remains. */
  ended(): void {
    this.store = null;
    this.kept = { idleMinutes: IDLE_DEFAULT, salt: '', pin: '', digits: 0 };
    this.paused = false;
    this.hidden = false;
    this.lent = null;
    this.tries = PIN_TRIES;
  }

  /** @throws TabletError `weak_pin`. An empty PIN removes it. */
  async setPin(pin: string): Promise<void> {
    const problem = pin && pinProblem(pin);
    if (problem) throw new TabletError('weak_pin', problem);
    const salt = this.hooks.random(16);
    await this.keep({ salt: base64(salt), pin: pin ? base64(await sha256(concat(salt, utf8(pin)))) : '', digits: pin.length });
  }

  async setIdle(minutes: number): Promise<void> {
    if (!IDLE_CHOICES.some((choice) => choice === minutes)) throw new TabletError('bad_minutes', 'Elige uno de los tiempos de la lista.');
    await this.keep({ idleMinutes: minutes });
  }

  private async keep(change: { idleMinutes: number } | { salt: string; pin: string; digits: number }): Promise<void> {
    if (!this.store || this.paused) throw new TabletError('locked', 'La tableta está bloqueada. Ábrala con su frase.');
    this.kept = { ...this.kept, ...change };
    await this.store.write([await this.store.put('meta', 'guard', this.kept)], { strict: true });
    this.hooks.tell();
  }

  /** Closes the tablet to whoever looks over the shoulder. */
  hide(): Promise<void> {
    this.hidden = true;
    return this.pause();
  }

  /** Closes the tablet to whoever holds it. Without a PIN the session ends. */
  async pause(): Promise<void> {
    if (!this.store || this.paused) return;
    if (!this.hasPin) return this.hooks.end();
    this.paused = true;
    this.returned = this.lent !== null;
    this.lent = null;
    this.hooks.tell();
    // The screens leave now; what a field still held is saved as it goes.
    await this.while(() => new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS)));
  }

  /** Lets one piece of work write although nobody may. */
  async while<T>(work: () => Promise<T>): Promise<T> {
    this.letting++;
    try {
      return await work();
    } finally {
      this.letting--;
    }
  }

  /**
   * Opens again what was paused.
   *
   * @throws TabletError `wrong_pin` with the tries left in `details`; after the last one the session has ended and only the passphrase opens.
   */
  async reopen(pin: string): Promise<void> {
    if (!this.paused) return;
    const given = await sha256(concat(fromBase64(this.kept.salt), utf8(pin)));
    if (equalBytes(given, fromBase64(this.kept.pin))) {
      this.paused = false;
      this.hidden = false;
      this.tries = PIN_TRIES;
      this.hooks.tell();
      return;
    }
    this.tries--;
    const left = this.tries;
    if (left <= 0) await this.hooks.end();
    this.hooks.tell();
    throw new TabletError('wrong_pin', left > 0 ? `El PIN no es ése. Quedan ${left} ${left === 1 ? 'intento' : 'intentos'}; después se pide la frase.`
      : 'Se acabaron los intentos del PIN. Lo anotado está a salvo: abre con tu frase.', { left });
  }

  /** Lends the tablet for one signature. Without a PIN whoever takes it back needs the passphrase. */
  lend(lent: Lent): void {
    if (!this.store || this.paused) throw new TabletError('locked', 'La tableta está bloqueada. Ábrala con su frase.');
    this.lent = lent;
    this.hooks.tell();
  }
}
