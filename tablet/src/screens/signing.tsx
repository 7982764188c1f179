import { SignatureField } from '../components/signature_field';
import { useCommand } from '../components/frame';
import { es } from '../strings_es';
import { ActaText, useActa } from './acta';
import { WithVisit, type Opened } from './opening';
import { addressOf } from './routes';
import { signersOf } from './signers';

/** The tablet in the signer's hands: only who signs, what is signed, and the line. No way into the rest. */
export function SigningScreen({ visitId, person }: { visitId: string; person: string }) {
  return <WithVisit visitId={visitId}>{opened => <SigningPage opened={opened} person={person} />}</WithVisit>;
}

function SigningPage({ opened, person }: { opened: Opened; person: string }) {
  const { tablet, bundle, visit } = opened;
  const { busy, error, run } = useCommand();
  const { text, sha256 } = useActa(opened);
  const signer = signersOf(bundle, visit).find(({ entity }) => entity === person);
  const back = () => { location.hash = addressOf({ at: 'acta', visit: visit.visitId }); };
  const name = signer?.name || signer?.label || '';
  const sign = (strokes: number[][]) => run(() => tablet.giveSignature(visit.visitId, person, { manner: 'glass', strokes, name, role: signer?.post || signer?.label || '', ...(sha256 ? { textSha256: sha256 } : {}) })).then(ok => { if (ok) back(); });
  return (
    <main class="page broad" id="content">
      <div class="with-unit" style={{ justifyContent: 'space-between' }}>
        <h1 data-public={es.acta.signFor}>{es.acta.signFor} {name}</h1>
        <button type="button" class="press" onClick={back}>{es.acta.giveBack}</button>
      </div>
      {signer && <p class="quiet">{[signer.label, signer.post].filter(Boolean).join(' · ')}</p>}
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
