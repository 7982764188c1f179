import { useState } from 'preact/hooks';
import { useTablet } from '../components/frame';
import { SealedFile } from '../components/sealed_file';
import { Segments } from '../components/segments';
import { es } from '../strings_es';
import { addressOf } from './routes';
import { SignInScreen } from './sign_in';
import { Door } from './unlock';

/** A forgotten passphrase costs time, not evidence: the sealed file leaves, and one enters again beside what stays. */
export function ForgottenScreen() {
  const tablet = useTablet();
  const [who, setWho] = useState(tablet.people[0]?.userId ?? '');
  const [entering, enter] = useState(false);
  if (entering) return <SignInScreen back={() => enter(false)} settingAside />;
  return (
    <Door>
      <div class="sheet-head"><h1 data-public={es.forgotten.title}>{es.forgotten.title}</h1><p><strong>{es.forgotten.nothingLost}</strong> {es.forgotten.why}</p></div>
      {tablet.people.length > 1 && <div class="field"><span class="name" id="who">{es.door.whoAreYou}</span><Segments name="who" labelledBy="who" stack choices={tablet.people.map(p => ({ code: p.userId, label: p.displayName }))} value={who} choose={setWho} /></div>}
      <ol class="ways">
        <li><h2>{es.forgotten.step1}</h2><p>{es.forgotten.step1Why}</p><SealedFile make={() => tablet.exportSealed(who)} /></li>
        <li><h2>{es.forgotten.step2}</h2><p>{es.forgotten.step2Why}</p><div class="buttons"><button type="button" class="press protect" onClick={() => enter(true)}>{es.forgotten.enter}</button></div></li>
      </ol>
      <p><a class="press" href={addressOf({ at: 'home' })}>{es.door.backToUnlock}</a></p>
    </Door>
  );
}
