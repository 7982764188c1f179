import { useEffect, useRef } from 'preact/hooks';
import { ActaText } from '../components/acta_text';
import { useCommand, useTablet } from '../components/frame';
import { useLentWatch } from '../components/lent_watch';
import { PinChoice } from '../components/pin';
import { SignatureField } from '../components/signature_field';
import { Shell } from '../components/shell';
import type { Lent } from '../guard';
import { es } from '../strings_es';
import { useActa } from './acta';
import { BackLink, OnlyRead, WithVisit, type Opened } from './opening';
import { addressOf, type Route } from './routes';
import { INSPECTOR, signersOf } from './signers';
import { returnToSigners } from './to_signers';

const actaOf = (visit: string): Route => ({ at: 'acta', visit });

/** Before a signature: the inspector signs on her own tablet; anybody else is lent it, behind a PIN. */
export function SigningScreen({ visitId, person }: { visitId: string; person: string }) {
  return <WithVisit visitId={visitId}>{opened => opened.readOnly ? <OnlyRead opened={opened} /> : <Lending opened={opened} person={person} />}</WithVisit>;
}

function Lending({ opened, person }: { opened: Opened; person: string }) {
  const { tablet, bundle, visit } = opened;
  const own = signersOf(bundle, visit).find(({ entity }) => entity === person)?.person.role === INSPECTOR;
  const lend = () => tablet.guard.lend({ visitId: visit.visitId, person });
  const straight = !own && tablet.guard.hasPin;
  useEffect(() => { if (straight) lend(); }, [straight]);
  if (own) return <SigningPage opened={opened} person={person} leave={() => { location.hash = addressOf(actaOf(visit.visitId)); }} />;
  // Lent in a moment, in an effect of its own: meanwhile nobody is asked to choose the PIN that there is.
  if (straight) return <Shell title={opened.title}><h1 data-public={es.guard.lendTitle}>{es.guard.lendTitle}</h1></Shell>;
  return (
    <Shell title={opened.title}>
      <BackLink to={actaOf(visit.visitId)} />
      <div class="sheet-head"><h1 data-public={es.guard.lendTitle}>{es.guard.lendTitle}</h1><p>{es.guard.lendWhy}</p></div>
      <PinChoice />
      <p><button type="button" class="press bare" onClick={lend}>{es.guard.lendAnyway}</button></p>
    </Shell>
  );
}

/** The tablet in the signer's hands: only who signs, what is signed, and the line. Any way out closes it. */
export function LentScreen({ lent }: { lent: Lent }) {
  const tablet = useTablet();
  const left = useRef(false);
  const leave = () => {
    if (left.current) return;
    left.current = true;
    // The inspector comes back to the acta, not to this signature.
    history.replaceState(null, '', addressOf(actaOf(lent.visitId)));
    dispatchEvent(new HashChangeEvent('hashchange'));
    void tablet.guard.pause();
  };
  useLentWatch(leave);
  return <WithVisit visitId={lent.visitId}>{opened => <SigningPage opened={opened} person={lent.person} unable={lent.unable} leave={leave} />}</WithVisit>;
}

function SigningPage({ opened, person, unable, leave }: { opened: Opened; person: string; unable?: Lent['unable']; leave: () => void }) {
  const { tablet, bundle, visit } = opened;
  const { busy, error, run } = useCommand();
  const { text, sha256 } = useActa(opened);
  const signer = signersOf(bundle, visit).find(({ entity }) => entity === person);
  const name = signer?.name || signer?.label || '';
  const by = unable?.terms.by;
  const sign = (strokes: number[][]) => run(() => tablet.giveSignature(visit.visitId, person, { ...(unable ? { manner: 'refused', unable: unable.terms, ...(unable.reason ? { reason: unable.reason } : {}) } : { manner: 'glass' }), strokes, name, role: signer?.post || signer?.label || '', ...(sha256 ? { textSha256: sha256 } : {}) })).then(ok => { if (ok) { returnToSigners(visit.visitId); leave(); } });
  return (
    <main class="page broad" id="content">
      <div class="with-unit" style={{ justifyContent: 'space-between' }}>
        <h1 data-public={es.acta.signFor}>{es.acta.signFor} {by?.name ?? name}</h1>
        <button type="button" class="press" onClick={leave}>{es.acta.giveBack}</button>
      </div>
      {by && <p><strong>{es.acta.inNameOf(name)}</strong> {es.acta.inNameWhy}</p>}
      {signer && <p class="quiet">{by ? by.role : [signer.label, signer.post].filter(Boolean).join(' · ')}</p>}
      <div class="signing">
        <div>
          <h2>{es.acta.readFirst}</h2>
          <article class="acta-paper" tabIndex={0} aria-label={es.acta.readFirst}><ActaText text={text} /></article>
          {sha256 && <p class="hash quiet">{es.acta.hash}: {sha256}</p>}
        </div>
        <div><SignatureField accept={strokes => void sign(strokes)} busy={busy || !sha256} /></div>
      </div>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </main>
  );
}
