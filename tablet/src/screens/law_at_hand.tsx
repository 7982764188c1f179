import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useCommand } from '../components/frame';
import { Mark } from '../components/margin_note';
import { Sign } from '../components/pictogram';
import { hourOf } from '../components/spanish_dates';
import { es } from '../strings_es';
import type { Entity, Json } from '../types';
import { Duties } from './duties';
import { confirmedOf, determinationOf, isBeyondTheLaw, isProvedAdult, type Determination } from './law';
import type { Opened } from './opening';
import { answersOf } from './reading';
import { addressOf } from './routes';
import { wordsOf } from './words';

/** «Qué hago ahora» first, then the way to ask for what is not known, why, and the inspector's own decision. */
export function LawAtHand({ opened, minor, talk }: { opened: Opened; minor: Entity; talk: ComponentChildren }) {
  const determination = determinationOf(opened.bundle, opened.visit, minor.entity, opened.day);
  if (!determination) return <div class="notice doubt"><p>{isBeyondTheLaw(opened.visit) ? es.law.beyond : es.law.notComputed}</p></div>;
  return (
    <>
      <Duties opened={opened} minor={minor} determination={determination} />
      {talk}
      {!isProvedAdult(determination) && <Missing opened={opened} minor={minor} determination={determination} />}
      <Decision opened={opened} minor={minor} determination={determination} />
      <Why opened={opened} minor={minor} determination={determination} />
      <Checks determination={determination} />
    </>
  );
}

interface LawProps { opened: Opened; minor: Entity; determination: Determination }

function itemsOf({ bundle }: Opened) {
  return bundle.protocol.stages.flatMap(stage => stage.steps.flatMap(step => step.items.map(item => ({ stage, step, item }))));
}

/** The address where an item is answered: in the minor's card, or on its stage. */
function addressOfItem(opened: Opened, minor: Entity, id: string): string | null {
  const found = itemsOf(opened).find(({ item }) => item.id === id);
  if (!found) return null;
  return found.item.for === 'minor'
    ? addressOf({ at: 'minor', visit: opened.visit.visitId, entity: minor.entity, tab: found.step.id, item: id })
    : addressOf({ at: 'stage', visit: opened.visit.visitId, stage: found.stage.id, item: id });
}

function Missing({ opened, minor, determination }: LawProps) {
  if (determination.missing.length === 0 || opened.readOnly) return null;
  return (
    <section class="step">
      <h2>{es.law.missing}</h2>
      <ul class="gaps">
        {determination.missing.map(({ input, items, question_es }) => {
          const address = items.map(id => addressOfItem(opened, minor, id)).find(Boolean);
          return <li key={input}>{address ? <a class="gap" href={address} style={{ textDecoration: 'none' }} aria-label={`${es.law.goAnswer}: ${question_es}`}><span>{question_es}</span><Sign name="forward" /></a> : <p class="gap">{question_es}</p>}</li>;
        })}
      </ul>
    </section>
  );
}

/** Each rule that fired: its reason, the answers it rests on, and in the margin its articles with their mark. */
function Why({ opened, minor, determination }: LawProps) {
  const answers = answersOf(opened.visit, minor.entity);
  const items = itemsOf(opened);
  return (
    <section class="step why">
      <h2>{es.law.why}</h2>
      {determination.explanation_es && <p>{determination.explanation_es}</p>}
      {determination.age.explain_es && !determination.explanation_es.includes(determination.age.explain_es) && <p>{determination.age.explain_es}</p>}
      {determination.fired.map(fired => (
        <article class="reason" key={fired.id} aria-label={fired.because_es}>
          <div>
            <h3>{fired.because_es}</h3>
            <dl class="rests">
              {fired.rests_on.filter(id => answers[id]).map(id => {
                const item = items.find(found => found.item.id === id)?.item;
                return item && <div key={id}><dt>{item.label_es}</dt><dd>{answers[id]!.map(value => wordsOf(opened.bundle, item, value)).join(' / ')}</dd></div>;
              })}
            </dl>
          </div>
          <div class="margin" role="note" aria-label={es.item.law}><ul>{fired.cite.map(cite => <li key={cite}><strong>{cite}</strong></li>)}<li><Mark mark={fired.mark} /></li></ul></div>
        </article>
      ))}
      {determination.sanctions.length > 0 && (
        <div><h3>{es.law.sanctions}</h3><p class="small quiet">{es.law.sanctionsWhy}</p><ul>{determination.sanctions.map(({ id, label_es, cite }) => <li key={id}>{label_es} <span class="small quiet">{cite.join(' · ')}</span></li>)}</ul></div>
      )}
    </section>
  );
}

function Checks({ determination }: { determination: Determination }) {
  if (determination.checks.length === 0) return null;
  return (
    <section class="step">
      <h2>{es.law.checks}</h2>
      {determination.checks.map(check => (
        <article class="reason" key={check.id} aria-label={check.title_es}>
          <div><h3>{check.title_es}: <span class={check.state === 'por_verificar' ? 'doubt' : ''}>{es.law.checkState[check.state] ?? check.state}</span></h3>{check.state === 'incumple' && <p>{check.fix_es}</p>}</div>
          <div class="margin" role="note" aria-label={es.item.law}><ul>{check.cite.map(cite => <li key={cite}><strong>{cite}</strong></li>)}</ul></div>
        </article>
      ))}
    </section>
  );
}

/** The system proposes; the inspector confirms, or dissents in writing. */
function Decision({ opened: { tablet, visit, readOnly }, minor, determination }: LawProps) {
  const { busy, error, run } = useCommand();
  const [dissenting, dissent] = useState(false);
  const [own, write] = useState({ classification: '', reason: '' });
  const confirmed = confirmedOf(visit, minor.entity, determination);
  const decide = (agrees: boolean) => run(() => tablet.confirmDetermination(visit.visitId, minor.entity, {
    result: determination as unknown as Json, agrees, classification: agrees ? determination.classification : own.classification.trim(), ...(agrees ? {} : { reason: own.reason.trim() }),
  })).then(ok => { if (ok) dissent(false); });
  const settled = confirmed && confirmed.current;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.law.confirmTitle}</h2>
      <p class="quiet">{es.law.confirmWhy}</p>
      {confirmed && <p class="word"><Sign name="tick" />{confirmed.agrees ? es.law.confirmed(hourOf(confirmed.at, visit.zone)) : es.law.dissented(hourOf(confirmed.at, visit.zone))}{!confirmed.agrees && <span>: {confirmed.classification}. {confirmed.reason}</span>}</p>}
      {confirmed && !confirmed.current && <p><span class="doubt">{es.law.changedSince}</span></p>}
      {!readOnly && !dissenting && (
        <div class="buttons">
          {!settled && <button type="button" class="press fill protect" disabled={busy} onClick={() => void decide(true)}>{es.law.agree}</button>}
          <button type="button" class="press protect" disabled={busy} onClick={() => dissent(true)}>{es.law.disagree}</button>
        </div>
      )}
      {dissenting && (
        <form class="notice" onSubmit={event => { event.preventDefault(); void decide(false); }}>
          <div class="field"><label for="dissent-as">{es.law.dissentAs}</label><input class="write" id="dissent-as" required maxLength={120} value={own.classification} onInput={event => write({ ...own, classification: event.currentTarget.value })} /></div>
          <div class="field"><label for="dissent-why">{es.law.dissentWhy}</label><textarea class="write" id="dissent-why" required rows={3} value={own.reason} onInput={event => write({ ...own, reason: event.currentTarget.value })} /></div>
          <div class="buttons"><button type="submit" class="press fill" disabled={busy}>{es.law.saveDissent}</button><button type="button" class="press" onClick={() => dissent(false)}>{es.cancel}</button></div>
        </form>
      )}
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
    </section>
  );
}
