import { useState } from 'preact/hooks';
import { useCommand } from '../components/frame';
import { Sign } from '../components/pictogram';
import { PinChoice } from '../components/pin';
import { Segments } from '../components/segments';
import { Shell } from '../components/shell';
import { es } from '../strings_es';
import type { Unable } from '../types';
import { useActa } from './acta';
import { BackLink, OnlyRead, WithVisit, type Opened } from './opening';
import { textOfRole } from './reading';
import { addressOf, type Route } from './routes';
import { byProblem, signersOf } from './signers';
import { returnToSigners } from './to_signers';

type Why = Unable['why'];
type Who = 'other' | 'nobody';

/** Somebody who does not know how to sign, or cannot: why, whether it was read aloud, and who signs at that person's request. */
export function UnableScreen({ visitId, person }: { visitId: string; person: string }) {
  return <WithVisit visitId={visitId}>{opened => opened.readOnly ? <OnlyRead opened={opened} /> : <UnablePage opened={opened} person={person} />}</WithVisit>;
}

const choicesOf = (words: Record<string, string>) => Object.entries(words).map(([code, label]) => ({ code, label }));

function Tick({ checked, words, toggle }: { checked: boolean; words: string; toggle: () => void }) {
  return <div class="segments stack"><label class="segment"><input type="checkbox" checked={checked} onChange={toggle} /><span><Sign name="tick" size={18} className="tick" />{words}</span></label></div>;
}

function Text({ id, label, value, write }: { id: string; label: string; value: string; write: (text: string) => void }) {
  return <div class="field"><label for={id}>{label}</label><input class="write" id={id} maxLength={150} autocomplete="off" value={value} onInput={event => write(event.currentTarget.value)} /></div>;
}

function UnablePage({ opened, person }: { opened: Opened; person: string }) {
  const { tablet, bundle, visit } = opened;
  const { sha256 } = useActa(opened);
  const { busy, error, run } = useCommand();
  const [why, setWhy] = useState<Why | null>(null);
  const [reason, setReason] = useState('');
  const [readAloud, setRead] = useState(false);
  const [unreadSaid, sayUnread] = useState(false);
  const [who, setWho] = useState<Who | null>(null);
  const [by, setBy] = useState({ name: '', role: '' });
  const [adult, setAdult] = useState(false);
  const [thumbprint, setThumb] = useState(false);
  const [problem, tell] = useState('');
  const [lending, lend] = useState(false);
  const acta: Route = { at: 'acta', visit: visit.visitId };
  const signer = signersOf(bundle, visit).find(({ entity }) => entity === person);
  const name = signer?.name || signer?.label || '';
  const terms = (): Unable => ({ why: why!, readAloud, thumbprint, by: who === 'other' ? { name: by.name.trim(), role: by.role.trim() } : null });
  const wrong = () => {
    if (why === 'cannot' && !reason.trim()) return es.acta.unableReasonMissing;
    if (who !== 'other') return '';
    const minors = visit.of('minor').map(({ entity }) => textOfRole(bundle, visit, 'minor_name', entity)).filter(Boolean);
    return byProblem(by, { signer: name, inspector: textOfRole(bundle, visit, 'inspector_name') || (tablet.me?.name ?? ''), minors }) || (adult ? '' : es.acta.byNotAdult);
  };
  const given = () => { tablet.guard.lend({ visitId: visit.visitId, person, unable: { terms: terms(), reason: reason.trim() } }); };
  const saved = () => run(() => tablet.giveSignature(visit.visitId, person, { manner: 'refused', name, role: signer?.post || signer?.label || '', unable: terms(), ...(reason.trim() ? { reason: reason.trim() } : {}), ...(sha256 ? { textSha256: sha256 } : {}) })).then(ok => { if (ok) { returnToSigners(visit.visitId); location.hash = addressOf(acta); } });
  const submit = (event: Event) => {
    event.preventDefault();
    const found = wrong();
    tell(found);
    if (found) return;
    if (!readAloud && !unreadSaid) {
      sayUnread(true);
      tell(es.acta.unreadWarning);
      return;
    }
    if (who === 'nobody') void saved();
    else if (tablet.guard.hasPin) given();
    else lend(true);
  };
  if (lending) return (
    <Shell title={opened.title}>
      <BackLink to={acta} words={es.acta.title} />
      <div class="sheet-head"><h1 data-public={es.guard.lendTitle}>{es.guard.lendTitle}</h1><p>{es.guard.lendWhy}</p></div>
      <PinChoice done={given} />
      <p><button type="button" class="press bare" onClick={given}>{es.guard.lendAnyway}</button></p>
    </Shell>
  );
  return (
    <Shell title={opened.title}>
      <BackLink to={acta} words={es.acta.title} />
      <div class="sheet-head"><h1 data-public={es.acta.unableTitle}>{es.acta.unableTitle}</h1><p><strong>{name}</strong>{signer && signer.label !== name && ` · ${signer.label}`}</p><p>{es.acta.unableLead}</p></div>
      <form class="step" style={{ gap: '24px' }} onSubmit={submit} onInput={() => tell('')} noValidate>
        <div class="field"><span class="name" id="unable-why">{es.acta.unableWhy}</span><Segments name="why" labelledBy="unable-why" choices={choicesOf(es.acta.unableChoices)} value={why} choose={code => setWhy(code as Why)} /></div>
        <div class="field"><label for="unable-reason">{es.acta.unableReason}</label><p class="small quiet" id="unable-hint">{es.acta.unableReasonHint}</p><textarea class="write" id="unable-reason" rows={2} maxLength={500} aria-describedby="unable-hint" value={reason} onInput={event => setReason(event.currentTarget.value)} /></div>
        <Tick checked={readAloud} words={es.acta.readAloud} toggle={() => setRead(!readAloud)} />
        <div class="field"><span class="name" id="unable-who">{es.acta.whoSigns}</span><Segments name="who" stack labelledBy="unable-who" choices={choicesOf(es.acta.whoChoices)} value={who} choose={code => setWho(code as Who)} /></div>
        {who === 'other' && <>
          <Text id="by-name" label={es.acta.byName} value={by.name} write={text => setBy({ ...by, name: text })} />
          <Text id="by-role" label={es.acta.byRole} value={by.role} write={text => setBy({ ...by, role: text })} />
          <Tick checked={adult} words={es.acta.byAdult} toggle={() => setAdult(!adult)} />
        </>}
        <div class="field"><Tick checked={thumbprint} words={es.acta.thumbprint} toggle={() => setThumb(!thumbprint)} /><p class="small quiet">{es.acta.thumbHint}</p></div>
        <p class="small doubt">{es.acta.unableMark}</p>
        {(problem || error !== null) && <p class="doubt" role="alert">{problem || error || es.failed}</p>}
        <div class="buttons"><button type="submit" class="press fill protect" disabled={busy || !why || !who || !sha256}>{who === 'nobody' ? es.acta.unableSave : es.acta.unableLend}</button><a class="press" href={addressOf(acta)}>{es.cancel}</a></div>
      </form>
    </Shell>
  );
}
