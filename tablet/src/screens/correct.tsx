import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useCommand } from '../components/frame';
import { Sign } from '../components/pictogram';
import { Segments } from '../components/segments';
import { hourOf } from '../components/spanish_dates';
import { minorKey } from '../events';
import { es } from '../strings_es';
import type { Correction, Entity, Src } from '../types';
import { minorsMatching } from './minors';
import type { Opened } from './opening';
import { nameplate, questionsOf, type Question } from './reading';
import { addressOf } from './routes';
import { wordsOf } from './words';

const CHOICES_SHOWN = 8;
type Way = 'join' | 'split' | 'adult' | 'link';

const nameOf = ({ bundle, visit }: Opened, entity: string) => [minorKey(entity), nameplate(bundle, visit, entity).initials].filter(Boolean).join(' · ');
const said = ({ bundle }: Opened, question: Question) => question.heads.filter(head => head.value).map(head => wordsOf(bundle, question.item, head.value)).join(' / ') || '—';
const isKnown = (question: Question) => question.heads.some(head => head.value && 'v' in head.value);
const addressOfCard = ({ visit }: Opened, entity: string) => addressOf({ at: 'minor', visit: visit.visitId, entity, tab: 'corregir', item: null });

/** Correcting who is who. Each way says first what will be seen after it; nothing is deleted and each is undone with one act. */
export function CorrectMinor({ opened, minor }: { opened: Opened; minor: Entity }) {
  const [way, choose] = useState<Way | null>(null);
  const stands = minor.joinedInto === null && !minor.ruledAdult;
  return (
    <section class="step" style={{ gap: '24px' }}>
      <h2>{es.correct.title}</h2>
      <p class="quiet">{es.correct.why}</p>
      <Done opened={opened} minor={minor} />
      {stands && !opened.readOnly && (
        <>
          <Segments name="way" stack choices={(Object.keys(es.correct.ways) as Way[]).map(code => ({ code, label: es.correct.ways[code] }))} value={way} choose={code => choose(code as Way)} />
          {way === 'join' && <Join opened={opened} minor={minor} />}
          {way === 'split' && <Split opened={opened} minor={minor} />}
          {way === 'adult' && <Adult opened={opened} minor={minor} />}
          {way === 'link' && <Link opened={opened} minor={minor} />}
        </>
      )}
    </section>
  );
}

/** The other card: few are shown at once, the rest by searching. */
function Other({ opened, minor, value, choose }: { opened: Opened; minor: Entity; value: string | null; choose: (entity: string) => void }) {
  const [typed, type] = useState('');
  const others = opened.visit.of('minor').filter(({ entity }) => entity !== minor.entity);
  const found = minorsMatching(opened, others, typed);
  if (!others.length) return <p>{es.correct.noOther}</p>;
  return (
    <div class="field">
      {others.length > CHOICES_SHOWN && <input class="write" type="search" aria-label={es.minors.search} placeholder={es.minors.search} value={typed} onInput={event => type(event.currentTarget.value)} />}
      <span class="name" id="other-card">{es.correct.whichOther}</span>
      <Segments name="other-card" stack labelledBy="other-card" choices={found.slice(0, CHOICES_SHOWN).map(({ entity }) => ({ code: entity, label: nameOf(opened, entity) }))} value={value} choose={choose} />
      {found.length > CHOICES_SHOWN && <p class="quiet small">{es.item.moreFound(found.length - CHOICES_SHOWN)}</p>}
    </div>
  );
}

function Preview({ title, children }: { title: string; children: ComponentChildren }) {
  return <section class="notice" aria-label={es.correct.preview}><p><strong>{es.correct.preview}</strong></p><p>{title}</p>{children}</section>;
}

function Act({ words, disabled = false, work, then }: { words: string; disabled?: boolean; work: () => Promise<unknown>; then?: () => void }) {
  const { busy, error, run } = useCommand();
  return (
    <>
      <p><button type="button" class="press fill protect" disabled={busy || disabled} onClick={() => void run(work).then(ok => { if (ok) then?.(); })}>{words}</button></p>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </>
  );
}

function Join({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { tablet, bundle, visit } = opened;
  const [other, choose] = useState<string | null>(null);
  const there = other && visit.entities[other] ? questionsOf(bundle, visit, visit.entities[other]!) : [];
  const pairs = questionsOf(bundle, visit, minor).flatMap(mine => {
    const theirs = there.find(({ item }) => item.id === mine.item.id);
    return theirs && isKnown(mine) && isKnown(theirs) && said(opened, mine) !== said(opened, theirs) ? [{ mine, theirs }] : [];
  });
  return (
    <>
      <Other opened={opened} minor={minor} value={other} choose={choose} />
      {other && (
        <Preview title={es.correct.joinWill(nameOf(opened, minor.entity), nameOf(opened, other))}>
          {pairs.length === 0 ? <p>{es.correct.noDifference}</p> : (
            <><p class="doubt">{es.correct.differences(pairs.length)}</p>
              <dl class="rests">{pairs.map(({ mine, theirs }) => <div key={mine.path}><dt>{mine.item.label_es}</dt><dd>{said(opened, mine)} · {said(opened, theirs)}</dd></div>)}</dl></>
          )}
          <Act words={es.correct.join} work={() => tablet.joinMinors(visit.visitId, minor.entity, other)} then={() => choose(null)} />
        </Preview>
      )}
    </>
  );
}

function Split({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { tablet, bundle, visit } = opened;
  const [codes, mark] = useState<string[]>([]);
  const known = questionsOf(bundle, visit, minor).filter(isKnown);
  const toggle = (code: string) => mark(codes.includes(code) ? codes.filter(one => one !== code) : [...codes, code]);
  return (
    <>
      <div class="field">
        <span class="name" id="moved">{es.correct.whichMoved}</span>
        <div class="segments stack" role="group" aria-labelledby="moved">
          {known.map(question => (
            <label class="segment" key={question.path}>
              <input type="checkbox" checked={codes.includes(question.item.id)} onChange={() => toggle(question.item.id)} />
              <span><Sign name="tick" size={18} className="tick" /><span>{question.item.label_es}: <strong>{said(opened, question)}</strong></span></span>
            </label>
          ))}
        </div>
      </div>
      <Preview title={es.correct.splitWill(nameOf(opened, minor.entity), codes.length)}>
        <Act words={es.correct.split} work={async () => { const into = await tablet.splitMinor(visit.visitId, minor.entity, { codes }); location.hash = addressOfCard(opened, into); }} />
      </Preview>
    </>
  );
}

const BASES: Src[] = ['document', 'adult', 'employer', 'observation', 'child'];

function Adult({ opened: { tablet, visit }, minor }: { opened: Opened; minor: Entity }) {
  const [basis, setBasis] = useState<Src | null>(null);
  const [reason, write] = useState('');
  return (
    <>
      <div class="field"><span class="name" id="basis">{es.correct.basis}</span><Segments name="basis" stack labelledBy="basis" choices={BASES.map(code => ({ code, label: es.item.src[code] }))} value={basis} choose={code => setBasis(code as Src)} /></div>
      <div class="field"><label for="adult-reason">{es.correct.reason}</label><textarea class="write" id="adult-reason" rows={2} maxLength={600} value={reason} onInput={event => write(event.currentTarget.value)} /></div>
      <Preview title={es.correct.adultWill}>
        <Act words={es.correct.adult} disabled={!basis || !reason.trim()} work={() => tablet.ruleAdult(visit.visitId, minor.entity, { basis: basis!, reason: reason.normalize('NFC').trim() })} />
      </Preview>
    </>
  );
}

function Link({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { tablet, visit } = opened;
  const [other, choose] = useState<string | null>(null);
  const [kin, setKin] = useState('sibling');
  return (
    <>
      <Other opened={opened} minor={minor} value={other} choose={choose} />
      {other && (
        <>
          <div class="field"><span class="name" id="kin">{es.correct.kinName}</span><Segments name="kin" labelledBy="kin" stack choices={Object.entries(es.correct.kin).map(([code, label]) => ({ code, label }))} value={kin} choose={setKin} /></div>
          <Preview title={es.correct.linkWill(nameOf(opened, minor.entity), nameOf(opened, other))}>
            <Act words={es.correct.link} work={() => tablet.linkMinors(visit.visitId, minor.entity, other, kin)} then={() => choose(null)} />
          </Preview>
        </>
      )}
    </>
  );
}

function wordsOfCorrection(opened: Opened, one: Correction): string {
  const other = one.other ? nameOf(opened, one.other) : '';
  switch (one.type) {
    case 'minors_joined': return es.correct.saidJoined(nameOf(opened, String(one.body.entity)), other);
    case 'minor_split': return es.correct.saidSplit(nameOf(opened, String(one.body.entity)), other);
    case 'minor_ruled_adult': return es.correct.saidAdult(String(one.opened?.reason ?? ''));
    default: return es.correct.saidLinked(nameOf(opened, String(one.body.entity)), other, es.correct.kin[String(one.opened?.kin) as keyof typeof es.correct.kin] ?? es.correct.kin.other);
  }
}

/** What was corrected of this person, newest first, each with its way back. */
function Done({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { tablet, visit, readOnly } = opened;
  const { busy, error, run } = useCommand();
  const own = new Set([minor.entity, ...minor.cards]);
  const found = visit.corrections.filter(one => own.has(String(one.body.entity)) || own.has(one.entity) || (one.other !== null && own.has(one.other))).toReversed();
  if (!found.length) return null;
  return (
    <section aria-label={es.correct.done}>
      <h3>{es.correct.done}</h3>
      <ul class="gaps">
        {found.map(one => (
          <li key={one.ref} class="gap">
            <span>{wordsOfCorrection(opened, one)}<small style={{ display: 'block' }}>{one.actorName}, {hourOf(one.recordedAt, visit.zone)}{one.withdrawn && <> · <strong>{es.correct.undone(hourOf(one.withdrawn.recordedAt, visit.zone))}</strong></>}</small></span>
            {!one.withdrawn && !readOnly && <button type="button" class="press" disabled={busy} onClick={() => void run(() => tablet.withdrawCorrection(visit.visitId, one.ref))}>{es.item.undo}<span class="unseen">: {wordsOfCorrection(opened, one)}</span></button>}
          </li>
        ))}
      </ul>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </section>
  );
}

/** What a card says of itself once corrected: where the person is shown now, of whom she is, or that she is of age. */
export function Standing({ opened, minor }: { opened: Opened; minor: Entity }) {
  const to = (entity: string) => <a href={addressOf({ at: 'minor', visit: opened.visit.visitId, entity, tab: 'ley', item: null })}>{nameOf(opened, entity)}</a>;
  const lines = [
    minor.joinedInto && <>{es.correct.shownUnder} {to(minor.joinedInto)}.</>,
    minor.cards.length > 0 && <>{es.correct.also} {minor.cards.map(minorKey).join(', ')}.</>,
    minor.ruledAdult && <strong>{es.correct.isAdult}</strong>,
    minor.splitFrom && <>{es.correct.from} {to(minor.splitFrom)}.</>,
    minor.linked.length > 0 && <>{es.correct.kinOf} {minor.linked.map((entity, n) => <span key={entity}>{n > 0 && ', '}{to(entity)}</span>)}.</>,
  ].filter(Boolean);
  return lines.length ? <div class="notice">{lines.map((line, n) => <p key={n}>{line}</p>)}</div> : null;
}
