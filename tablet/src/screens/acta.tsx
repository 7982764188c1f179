import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ActaText } from '../components/acta_text';
import { ColleagueFile } from '../components/colleague_file';
import { CopyOnPaper } from '../components/copy_on_paper';
import { CopyOut } from '../components/file_out';
import { Dialog } from '../components/dialog';
import { useCommand } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Qr } from '../components/qr';
import { Segments } from '../components/segments';
import { dayAndHour, hourOf } from '../components/spanish_dates';
import { answerTerm } from '../acta_context';
import { es } from '../strings_es';
import type { ActaCopy } from '../types';
import { useGaps } from './counting';
import { unstampedProtection } from './gaps';
import type { Copy } from './hand_over';
import { SuspensionPart } from './suspension';
import { namedInActa } from './named_in_acta';
import { takeReturn } from './to_signers';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { textOfRole } from './reading';
import { addressOf } from './routes';
import { appointedBy, INSPECTOR, inspectorSigner, outcomeWords, signersMissing, signerState, signersOf, type Signed, type Signer } from './signers';

/** The acta as it will read, its signatures, its closing, and the copy that is handed over. */
export function ActaScreen({ visitId }: { visitId: string }) {
  return <WithVisit visitId={visitId}>{opened => <ActaPage opened={opened} />}</WithVisit>;
}

/** The acta's present text and its hash, worked out again whenever the visit changes. */
export function useActa({ tablet, visit }: Opened): { text: string; sha256: string | null } {
  const [sha256, set] = useState<string | null>(visit.closure?.textSha256 ?? null);
  let text = visit.closure?.text ?? '';
  if (!visit.closure) try { text = tablet.actaText(visit.visitId); } catch (failure) { console.error('acta text', failure instanceof Error ? failure.stack : ''); text = ''; }
  useEffect(() => {
    let gone = false;
    if (visit.closure) set(visit.closure.textSha256);
    else if (text) tablet.actaTextSha256(visit.visitId).then(hash => { if (!gone) set(hash); }, () => set(null));
    return () => { gone = true; };
  }, [text, visit.closure]);
  return { text, sha256 };
}

const SIGNERS = 'signers';
/** So many children without protection are named before closing; the rest are counted. */
const NAMED = 6;

function show(place: HTMLElement | null): void {
  place?.scrollIntoView({ block: 'start' });
  place?.focus({ preventScroll: true });
}

function ActaPage({ opened }: { opened: Opened }) {
  const { visit, readOnly, gone } = opened;
  const closed = visit.closure;
  const acta = useActa(opened);
  return (
    <VisitShell opened={opened}>
      <BackLink to={{ at: 'stage', visit: visit.visitId, stage: null, item: null }} words={es.minors.backToVisit} />
      <div class="sheet-head">
        <h1 data-public={es.acta.title}>{es.acta.title}</h1>
        {closed ? <p><strong>{es.acta.closedAt(dayAndHour(closed.recordedAt, visit.zone))}</strong>{visit.approval && <> · {visit.approval.laterChanges ? es.acta.approvedLater : es.acta.approved}</>}</p> : !readOnly && <p>{es.acta.review}</p>}
      </div>
      {closed && !gone && <p><a class="press" href={addressOf({ at: 'receipt', visit: visit.visitId })}>{es.receipt.seeReceipt}</a></p>}
      {!readOnly && acta.text && <p><button type="button" class="press" onClick={() => show(document.getElementById(SIGNERS))}>{es.acta.toSigners}</button></p>}
      {!readOnly && <Named opened={opened} />}
      {acta.text ? <article class="acta-paper" aria-label={es.acta.title} tabIndex={0}><ActaText text={acta.text} /></article> : <p class="notice">{es.acta.empty}</p>}
      {acta.sha256 && <p class="hash"><strong>{es.acta.hash}</strong><br />{acta.sha256}</p>}
      {!readOnly && <ColleagueFile opened={opened} />}
      <AnswerTerm opened={opened} />
      <Signers opened={opened} sha256={acta.sha256} />
      {!readOnly && <SuspensionPart opened={opened} copy={copyOf(opened, acta)} />}
      {closed && <HandOver opened={opened} acta={acta} />}
      {!readOnly && <Closing opened={opened} sha256={acta.sha256} />}
      {closed && !gone && <Amend opened={opened} />}
    </VisitShell>
  );
}

/** Said before anybody reads or signs: what the employer is handed tells a minor's name, and where to change it. */
function Named({ opened: { bundle, visit } }: { opened: Opened }) {
  const named = useMemo(() => namedInActa(bundle, visit), [bundle, visit]);
  if (!named.length) return null;
  return (
    <div class="notice danger" role="alert">
      <p><strong>{es.acta.named}</strong> {es.acta.namedWhy}</p>
      <ul>{named.map(({ label, route }) => <li key={label}><a href={addressOf(route)}>{es.acta.namedAt(label)}</a></li>)}</ul>
    </div>
  );
}

/** The right to speak and to bring evidence, and its last day: the same that the text says. */
function AnswerTerm({ opened: { bundle, visit, readOnly } }: { opened: Opened }) {
  const { days, lastDay } = useMemo(() => answerTerm(bundle, visit.plain()), [bundle, visit]);
  if (!days) return null;
  return <div class="notice"><p><strong>{es.acta.term(days)}</strong> {lastDay ? es.acta.termEnds(lastDay) : !readOnly && es.acta.termUnknown}</p>{!readOnly && <p class="quiet">{es.acta.termSay}</p>}</div>;
}

function Signers({ opened, sha256 }: { opened: Opened; sha256: string | null }) {
  const { bundle, visit, tablet, readOnly } = opened;
  const signers = signersOf(bundle, visit);
  const { run } = useCommand();
  useEffect(() => {
    if (!readOnly && !inspectorSigner(bundle, visit)) void run(() => tablet.addPerson(visit.visitId, 'inspector'));
  }, []);
  const heading = useRef<HTMLHeadingElement>(null);
  // After the address has put the reader at the top, as it does on every new place.
  useEffect(() => { if (takeReturn(visit.visitId)) requestAnimationFrame(() => show(heading.current)); }, []);
  return (
    <section class="step">
      <h2 ref={heading} id={SIGNERS} tabIndex={-1}>{es.acta.signers}</h2>
      {signers.length === 0 && <p>{es.acta.noSigners}</p>}
      {!readOnly && signersMissing(bundle, visit).map(({ title, have, least, item }) => <p key={item}><a class="doubt" href={addressOf({ at: 'stage', visit: visit.visitId, stage: null, item })}>{es.acta.signersMissing(title, have, least)}</a></p>)}
      {!readOnly && signers.some(({ person }) => appointedBy(bundle, visit, person) !== null) && <p class="quiet">{es.acta.witnessRule}</p>}
      {!readOnly && signers.some(({ entity }) => { const state = signerState(visit, entity, sha256); return state && !state.stale; }) && <p class="notice">{es.acta.frozen}</p>}
      <div class="signers">{signers.map(signer => <SignerRow key={signer.entity} opened={opened} signer={signer} state={signerState(visit, signer.entity, sha256)} />)}</div>
    </section>
  );
}

/** One person's line in the copy: name, part taken, and signature or refusal with its reason. */
function wordsInCopy(signer: Signer, signed: Signed | null, zone: string): string {
  const manner = signed ? outcomeWords(signed, hourOf(signed.at, zone)) : es.acta.notSigned;
  return `${signer.name || signer.label} (${signer.label}). ${manner}`;
}

function SignerRow({ opened: { tablet, visit, readOnly, bundle }, signer, state }: { opened: Opened; signer: Signer; state: Signed | null }) {
  const [refusing, refuse] = useState(false);
  const [reason, write] = useState('');
  const [lacking, lack] = useState(false);
  const { busy, error, run } = useCommand();
  const name = signer.name || signer.label;
  const appointed = appointedBy(bundle, visit, signer.person);
  const give = (manner: 'refused' | 'paper') => run(() => tablet.giveSignature(visit.visitId, signer.entity, { manner, name, role: signer.post || signer.label, ...(manner === 'refused' ? { reason: reason.trim() } : {}) })).then(ok => { if (ok) refuse(false); });
  const open = !readOnly && (!state || state.stale);
  return (
    <div class="signer" role="group" aria-label={name}>
      <div>
        <h3>{name}</h3>
        <p class="small quiet">{[signer.label, signer.post].filter((word, n, all) => word && all.indexOf(word) === n).join(' · ')}</p>
        {appointed !== null && <p class="small">{appointed ? es.acta.appointed(appointed) : readOnly ? <span class="doubt">{es.acta.notAppointed}</span> : <a class="doubt" href={addressOf({ at: 'stage', visit: visit.visitId, stage: null, item: signer.person.role ?? null })}>{es.acta.notAppointed}</a>}</p>}
        {state && <p class="word"><Sign name="tick" size={18} /><span>{outcomeWords(state, hourOf(state.at, visit.zone))}</span></p>}
        {state?.stale && <p><span class="doubt small">{es.acta.stale}</span></p>}
        {error !== null && !refusing && <p class="doubt small" role="alert">{error || es.failed}</p>}
      </div>
      {open && (
        <div class="acts">
          <a class="press fill protect" href={addressOf({ at: 'sign', visit: visit.visitId, person: signer.entity })} aria-label={es.acta.sign(name)}>{es.acta.signWord}</a>
          {signer.person.role !== INSPECTOR && <button type="button" class="press protect" aria-label={es.acta.refuse(name)} onClick={() => refuse(true)}>{es.acta.refuseWord}</button>}
          {signer.person.role !== INSPECTOR && <a class="press protect" href={addressOf({ at: 'unable', visit: visit.visitId, person: signer.entity })} aria-label={es.acta.unableFor(name)}>{es.acta.unableWord}</a>}
          <button type="button" class="press protect" aria-label={es.acta.paper(name)} disabled={busy} onClick={() => void give('paper')}>{es.acta.paperWord}</button>
        </div>
      )}
      <Dialog title={es.acta.refusalTitle(name)} open={refusing} close={() => refuse(false)}>
        <div class="field"><label for={`refusal-${signer.entity}`}>{es.acta.reasonOfRefusal}</label><textarea class="write" id={`refusal-${signer.entity}`} rows={3} value={reason} onInput={event => write(event.currentTarget.value)} /></div>
        {lacking && !reason.trim() && <p class="doubt" role="alert">{es.acta.refusalMissing}</p>}
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        <div class="buttons"><button type="button" class="press fill" disabled={busy} onClick={() => { if (reason.trim()) void give('refused'); else lack(true); }}>{es.acta.saveRefusal}</button><button type="button" class="press" onClick={() => refuse(false)}>{es.cancel}</button></div>
      </Dialog>
    </div>
  );
}

function Closing({ opened, sha256 }: { opened: Opened; sha256: string | null }) {
  const { tablet, visit, bundle, day } = opened;
  const [asking, ask] = useState(false);
  const [copy, setCopy] = useState<ActaCopy>('file');
  const { busy, error, run } = useCommand();
  const { gaps } = useGaps(opened);
  const unprotected = asking ? unstampedProtection(bundle, visit, day) : [];
  const isNamed = asking && namedInActa(bundle, visit).length > 0;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.acta.close}</h2>
      <p>{es.acta.closeWhy}</p>
      {gaps?.length !== 0 && <p><a class="press" href={addressOf({ at: 'missing', visit: visit.visitId })}>{gaps ? es.visit.missing(gaps.length) : es.visit.missingCounting}</a></p>}
      <button type="button" class="press fill protect" style={{ justifySelf: 'start' }} disabled={!sha256} onClick={() => ask(true)}>{es.acta.close}</button>
      <Dialog title={es.acta.closeTitle} open={asking} close={() => ask(false)}>
        <p>{es.acta.closeWhy}</p>
        {unprotected.length > 0 && <div class="notice danger"><p><strong>{es.acta.closeUnprotected}</strong></p><ul>{unprotected.slice(0, NAMED).map(({ key, words }) => <li key={key}><strong>{key}</strong>: {words}</li>)}{unprotected.length > NAMED && <li>{es.together.more(unprotected.length - NAMED)}</li>}</ul></div>}
        {isNamed && <p class="notice danger"><strong>{es.acta.closeNamed}</strong></p>}
        {gaps?.length !== 0 && <p class="doubt">{gaps ? es.acta.closeMissing(gaps.length) : es.visit.missingCounting}</p>}
        <div class="field"><span class="name" id="copy-name">{es.acta.copy}</span><Segments name="copy" stack labelledBy="copy-name" choices={Object.entries(es.acta.copies).map(([code, label]) => ({ code, label }))} value={copy} choose={code => setCopy(code as ActaCopy)} /></div>
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        <div class="buttons">
          <button type="button" class="press danger" disabled={busy} onClick={() => void run(() => tablet.closeActa(visit.visitId, { copy })).then(ok => { if (ok) ask(false); })}>{es.acta.closeSure}</button>
          <button type="button" class="press protect" onClick={() => ask(false)}>{es.acta.notYet}</button>
        </div>
      </Dialog>
    </section>
  );
}

/** What a copy carries; null while there is no text. */
function copyOf({ bundle, visit }: Pick<Opened, 'bundle' | 'visit'>, acta: { text: string; sha256: string | null }): Copy | null {
  if (!acta.text || !acta.sha256) return null;
  const signatures = signersOf(bundle, visit).map(signer => wordsInCopy(signer, signerState(visit, signer.entity, acta.sha256), visit.zone));
  return { text: acta.text, sha256: acta.sha256, folio: textOfRole(bundle, visit, 'order_folio') || visit.visitId.slice(0, 8), signatures };
}

function HandOver({ opened: { bundle, visit }, acta }: { opened: Opened; acta: { text: string; sha256: string | null } }) {
  const copy = copyOf({ bundle, visit }, acta), said = visit.closure?.copy as ActaCopy;
  if (!copy) return null;
  const code = `ACTA ${copy.folio} SHA-256 ${copy.sha256}`;
  return (
    <>
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.acta.handOver}</h2>
      <p>{es.acta.copyWhy}</p>
      <p><strong>{es.acta.copySaid}</strong> {es.acta.copies[said]}</p>
      <CopyOut copy={copy} words={es.acta.download} first={said === 'file'}><button type="button" class={`press protect ${said === 'print' ? 'fill' : ''}`} onClick={() => print()}>{es.acta.print}</button></CopyOut>
      <figure class="fingerprint"><Qr text={code} words={es.acta.qr} /><figcaption><strong>{es.acta.qr}</strong><br />{es.acta.qrWhy}</figcaption></figure>
    </section>
    <CopyOnPaper copy={copy} code={code} />
    </>
  );
}

function Amend({ opened: { tablet, visit } }: { opened: Opened }) {
  const [text, write] = useState('');
  const [open, setOpen] = useState(false);
  const { busy, error, run } = useCommand();
  const amendments = visit.happenings.filter(h => h.type === 'visit_amended');
  return (
    <section class="step" style={{ gap: '16px' }}>
      {amendments.map(a => <article key={a.ref} class="notice"><p class="small quiet">{dayAndHour(a.recordedAt, visit.zone)}</p><p>{String(a.opened?.text ?? '')}</p></article>)}
      {!open && <button type="button" class="press" style={{ justifySelf: 'start' }} onClick={() => setOpen(true)}>{es.acta.amend}</button>}
      {open && (
        <form class="field" onSubmit={event => { event.preventDefault(); void run(() => tablet.amend(visit.visitId, text.trim())).then(ok => { if (ok) { setOpen(false); write(''); } }); }}>
          <label for="amend">{es.acta.amendText}</label>
          <textarea class="write" id="amend" rows={4} value={text} onInput={event => write(event.currentTarget.value)} />
          <div class="buttons"><button type="submit" class="press fill" disabled={busy || !text.trim()}>{es.acta.saveAmend}</button><button type="button" class="press" onClick={() => setOpen(false)}>{es.cancel}</button></div>
          {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        </form>
      )}
    </section>
  );
}
