import { useState } from 'preact/hooks';
import { useCommand, useTablet } from '../components/frame';
import { es } from '../strings_es';
import { Farewells } from './revoked';
import { Door, Reveal } from './unlock';

const STRONG = [0, 12, 18, 26];

/** How strong a passphrase reads, 0 to 4, from the rule's own verdict and its length and words. */
function strengthOf(passphrase: string, problem: string | null): number {
  if (!passphrase || problem) return passphrase ? 1 : 0;
  const size = passphrase.length + 3 * passphrase.trim().split(/\s+/).length;
  return 1 + STRONG.filter(least => size >= least).length - 1;
}

/** Once per person and tablet, with network: who you are, then the phrase that opens the tablet from then on. */
export function SignInScreen({ back, settingAside = false }: { back: (() => void) | null; settingAside?: boolean }) {
  const [account, setAccount] = useState({ username: '', password: '', label: '' });
  const [step, setStep] = useState<'account' | 'passphrase'>('account');
  return (
    <Door>
      <Farewells />
      {step === 'account'
        ? <AccountForm account={account} change={setAccount} next={() => setStep('passphrase')} back={back} />
        : <PassphraseForm account={account} settingAside={settingAside} back={() => setStep('account')} />}
    </Door>
  );
}

type Account = { username: string; password: string; label: string };

function AccountForm({ account, change, next, back }: { account: Account; change: (account: Account) => void; next: () => void; back: (() => void) | null }) {
  const put = (field: keyof Account) => (event: { currentTarget: HTMLInputElement }) => change({ ...account, [field]: event.currentTarget.value });
  return (
    <>
      <div class="sheet-head"><h1 data-public={es.door.signIn}>{es.door.signIn}</h1><p>{es.door.signInWhy}</p></div>
      <form onSubmit={event => { event.preventDefault(); next(); }}>
        <div class="field"><label for="username">{es.door.username}</label><input class="write" id="username" autocomplete="username" autocapitalize="none" spellcheck={false} required value={account.username} onInput={put('username')} /></div>
        <div class="field"><label for="password">{es.door.password}</label><input class="write" id="password" type="password" autocomplete="current-password" required value={account.password} onInput={put('password')} /></div>
        <div class="field"><label for="label">{es.door.label}</label><input class="write" id="label" autocomplete="off" required maxLength={60} placeholder={es.door.labelHint} value={account.label} onInput={put('label')} /></div>
        <div class="buttons">
          <button class="press fill protect" type="submit" style={{ flex: 1 }}>{es.door.continue}</button>
          {back && <button class="press" type="button" onClick={back}>{es.back}</button>}
        </div>
      </form>
    </>
  );
}

function PassphraseForm({ account, settingAside, back }: { account: Account; settingAside: boolean; back: () => void }) {
  const tablet = useTablet();
  const { busy, error, run } = useCommand();
  const [passphrase, write] = useState('');
  const [again, writeAgain] = useState('');
  const [shown, show] = useState(false);
  const [differs, setDiffers] = useState(false);
  const problem = tablet.passphraseProblem(passphrase);
  const strength = strengthOf(passphrase, problem);
  const submit = (event: Event) => {
    event.preventDefault();
    setDiffers(passphrase !== again);
    if (passphrase === again && !problem) void run(() => tablet.enrol({ ...account, passphrase, settingAside }));
  };
  return (
    <>
      <div class="sheet-head"><h1 data-public={es.door.passphraseTitle}>{es.door.passphraseTitle}</h1><p>{es.door.passphraseWhy}</p></div>
      <form onSubmit={submit}>
        <div class="field">
          <label for="passphrase">{es.door.passphrase}</label>
          <p class="quiet" id="passphrase-rule">{es.door.passphraseRule} {es.door.passphraseExample}</p>
          <input class="write" id="passphrase" type={(shown ? 'text' : 'password') as 'password'} autocomplete="new-password" autocapitalize="none" spellcheck={false} aria-describedby="passphrase-rule passphrase-strength" value={passphrase} onInput={event => write(event.currentTarget.value)} />
          <div class="strength" aria-hidden="true">{[1, 2, 3, 4].map(n => <i key={n} class={strength >= n ? 'on' : ''} />)}</div>
          <p class="small" id="passphrase-strength" role="status">{passphrase && (problem ?? es.door.strength[strength - 1])}</p>
        </div>
        <div class="field">
          <label for="passphrase-again">{es.door.passphraseAgain}</label>
          <input class="write" id="passphrase-again" type={(shown ? 'text' : 'password') as 'password'} autocomplete="new-password" autocapitalize="none" spellcheck={false} value={again} onInput={event => writeAgain(event.currentTarget.value)} />
        </div>
        <Reveal shown={shown} show={show} />
        {(differs || error !== null) && <div class="notice doubt" role="alert"><p>{differs ? es.door.passphraseDiffers : error || es.failed}</p></div>}
        <div class="buttons">
          <button class="press fill protect" type="submit" style={{ flex: 1 }} disabled={busy || Boolean(problem)}>{busy ? es.door.enrolling : es.door.enrol}</button>
          <button class="press" type="button" onClick={back} disabled={busy}>{es.back}</button>
        </div>
      </form>
    </>
  );
}
