import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useCommand, useTablet } from '../components/frame';
import { BrandMark, Sign } from '../components/pictogram';
import { Segments } from '../components/segments';
import { UrgentButton } from '../components/shell';
import { es } from '../strings_es';
import { Farewells } from './revoked';
import { addressOf } from './routes';

/** The door: the institution on one side, what to do on the other; calls are always one tap away. */
export function Door({ children, plain = false }: { children: ComponentChildren; /** Closed from an onlooker: not a word of what is kept. */ plain?: boolean }) {
  return (
    <div class="door">
      <header class="door-side">
        <span class="brand"><BrandMark size={44} /><span>{es.brand}</span></span>
        {!plain && <p>{es.door.promise}</p>}
        <div class="buttons">
          <a class="press protect" href={addressOf({ at: 'calls' })}><Sign name="phone" />{es.door.calls}</a>
        </div>
      </header>
      <main class="door-main" id="content">{children}</main>
    </div>
  );
}

/** Shows or hides what is being written: a phrase of four words is hard to write blind. */
export function Reveal({ shown, show }: { shown: boolean; show: (on: boolean) => void }) {
  return <label class="segment alone"><input type="checkbox" checked={shown} onChange={() => show(!shown)} /><span>{shown && <Sign name="tick" size={18} />}{es.door.show}</span></label>;
}

/** Opens one person's store. Nothing else on the tablet is readable before. */
export function UnlockScreen({ enrolAnother }: { enrolAnother: () => void }) {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const [who, setWho] = useState(tablet.people[0]?.userId ?? '');
  const [passphrase, write] = useState('');
  const [shown, show] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    void run(() => tablet.unlock(who, passphrase)).then(ok => { if (!ok) write(''); });
  };
  return (
    <Door plain={tablet.guard.hidden}>
      <Farewells />
      <div class="sheet-head"><h1 data-public={es.door.unlockTitle}>{es.door.unlockTitle}</h1><p>{es.door.needNetwork}</p></div>
      {!tablet.guard.hidden && tablet.syncState.pendingUrgent > 0 && <p role="status"><strong class="word"><Sign name="alert" />{es.sync.urgentWaiting}</strong></p>}
      <form onSubmit={submit}>
        {tablet.people.length === 1
          ? !tablet.guard.hidden && <p class="word" style={{ fontSize: 'var(--lead)' }}>{tablet.people[0]!.displayName}</p>
          : <div class="field"><span class="name" id="who">{es.door.whoAreYou}</span><Segments name="who" labelledBy="who" stack choices={tablet.people.map(p => ({ code: p.userId, label: p.displayName }))} value={who} choose={setWho} /></div>}
        <div class="field">
          <label for="unlock">{es.door.passphrase}</label>
          <input class="write" id="unlock" type={(shown ? 'text' : 'password') as 'password'} autocomplete="current-password" autocapitalize="none" spellcheck={false} required value={passphrase} onInput={event => write(event.currentTarget.value)} />
        </div>
        <Reveal shown={shown} show={show} />
        {error !== null && <div class="notice doubt" role="alert"><p>{error || es.failed}</p></div>}
        <button class="press fill protect wide" type="submit" disabled={busy || !who}>{busy ? es.door.unlocking : es.door.unlock}</button>
        <a class="press bare" style={{ justifySelf: 'start' }} href={addressOf({ at: 'forgotten' })}>{es.forgotten.link}</a>
      </form>
      <div class="buttons" style={{ justifyContent: 'space-between' }}>
        <UrgentButton />
        <button class="press bare" type="button" onClick={enrolAnother}>{es.door.another}</button>
      </div>
    </Door>
  );
}
