import { useEffect, useRef, useState } from 'preact/hooks';
import { pinProblem } from '../guard';
import { es } from '../strings_es';
import { useCommand, useTablet } from './frame';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
const MOST_DIGITS = 8;

/** Big keys for a thumb, and the same field for a keyboard. */
export function PinPad({ digits, open }: { digits: number; open: (pin: string) => Promise<boolean> }) {
  const [pin, write] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const send = (whole: string) => {
    setBusy(true);
    void open(whole).then(ok => { if (!ok) { setBusy(false); write(''); } });
  };
  /** The last key opens by itself. */
  const put = (typed: string) => {
    const whole = typed.replace(/\D/g, '').slice(0, MOST_DIGITS);
    write(whole);
    if (digits && whole.length === digits && whole.length > pin.length) send(whole);
  };
  const submit = (event: Event) => { event.preventDefault(); if (!busy) send(pin); };
  const add = (digit: string) => put(pin + digit);
  return (
    <form class="pin" onSubmit={submit}>
      <div class="field">
        <label for="pin">{es.guard.pin}</label>
        <input class="write figure-field" id="pin" type={'password' as const} inputMode="numeric" autocomplete="off" maxLength={MOST_DIGITS} value={pin} ref={field} disabled={busy} onInput={event => put(event.currentTarget.value)} />
      </div>
      <div class="pin-keys">
        {KEYS.map(key => <button type="button" key={key} class="press" disabled={busy} aria-label={es.guard.digit(key)} onClick={() => add(key)}>{key}</button>)}
        <button type="button" class="press erase" disabled={!pin} onClick={() => write(pin.slice(0, -1))}>{es.guard.eraseDigit}</button>
      </div>
      <button class="press fill protect wide" type="submit" disabled={busy || pin.length < 4}>{es.guard.pinOpen}</button>
    </form>
  );
}

/** Chooses a PIN: twice, and refused in words when it is easy to guess. */
export function PinChoice({ done }: { done?: () => void }) {
  const { guard } = useTablet();
  const { busy, error, run } = useCommand();
  const [pin, write] = useState('');
  const [again, writeAgain] = useState('');
  const [problem, tell] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = pinProblem(pin) ?? (pin === again ? '' : es.guard.pinDiffers);
    tell(wrong);
    if (!wrong) void run(() => guard.setPin(pin)).then(ok => { if (ok) { write(''); writeAgain(''); done?.(); } });
  };
  const field = (id: string, label: string, value: string, put: (text: string) => void) => (
    <div class="field"><label for={id}>{label}</label><input class="write short" id={id} type={'password' as const} inputMode="numeric" autocomplete="off" maxLength={MOST_DIGITS} value={value} onInput={event => put(event.currentTarget.value)} /></div>
  );
  return (
    <form class="field" style={{ gap: '16px' }} onSubmit={submit}>
      <div class="parts">{field('pin-new', es.guard.newPin, pin, write)}{field('pin-again', es.guard.pinAgain, again, writeAgain)}</div>
      {(problem || error !== null) && <p class="doubt" role="alert">{problem || error || es.failed}</p>}
      <div class="buttons"><button type="submit" class="press fill" disabled={busy || !pin}>{es.guard.savePin}</button></div>
    </form>
  );
}
