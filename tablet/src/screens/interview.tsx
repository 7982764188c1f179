import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCommand } from '../components/frame';
import { Mark } from '../components/margin_note';
import { Segments } from '../components/segments';
import { Sign } from '../components/pictogram';
import { QuestionRow } from '../components/question_row';
import { Shell } from '../components/shell';
import { minorKey } from '../events';
import { es } from '../strings_es';
import type { Entity, None } from '../types';
import { interviewOf, isYes, questionsIn, whereLeft, type Interview, type Saying } from './interviewing';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';
import type { Question } from './reading';
import { addressOf } from './routes';

interface Talk { opened: Opened; minor: Entity; interview: Interview }

/** The talk with a minor, one thing a screen. Leaves no trace of itself: where it was left is read from the answers. */
export function InterviewScreen({ visitId, entity }: { visitId: string; entity: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => {
        const minor = opened.visit.entities[entity];
        const interview = interviewOf(opened.bundle);
        if (minor && !minor.removed && interview && !opened.readOnly) return <TalkPage opened={opened} minor={minor} interview={interview} />;
        return <VisitShell opened={opened}><h1 data-public={es.interview.title}>{opened.readOnly ? es.interview.title : es.interview.missing}</h1>{opened.visit.closure && <p class="notice"><strong>{es.visit.closed}</strong></p>}<BackLink to={{ at: 'minors', visit: visitId }} /></VisitShell>;
      }}
    </WithVisit>
  );
}

/** Closes the tablet at once to whoever looks over the shoulder; the Escape key does the same. */
function useHide({ opened: { tablet } }: Talk): () => void {
  const hide = () => void tablet.guard.hide();
  useEffect(() => {
    const escape = (event: KeyboardEvent) => { if (event.key === 'Escape') hide(); };
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, []);
  return hide;
}

type Place = { at: 'start' } | { at: 'script'; n: number } | { at: 'question'; n: number } | { at: 'end' };

function TalkPage(talk: Talk) {
  const { opened: { tablet, bundle, visit }, minor, interview } = talk;
  const [place, go] = useState<Place>({ at: 'start' });
  const [whole, setWhole] = useState(false);
  const { busy, error, run } = useCommand();
  const hide = useHide(talk);
  const questions = questionsIn(bundle, visit, minor, whole ? interview.whole : interview.minimum);
  const stopped = isYes(visit, minor, interview.disclosure.stopped);
  const stop = () => void run(() => tablet.setAnswer(visit.visitId, `${minor.entity}/${interview.disclosure.stopped}`, { v: true, src: 'observation' }));
  const ask = (n: number) => go(n < questions.length ? { at: 'question', n } : { at: 'end' });
  const told = () => void run(() => tablet.setAnswer(visit.visitId, `${minor.entity}/${interview.informed}`, { v: true, src: 'observation' })).then(ok => ok && ask(whereLeft(questions)));
  useTop(`${stopped} ${JSON.stringify(place)}`);
  return (
    <Shell title={es.interview.title} subtitle={minorKey(minor.entity)} visitId={visit.visitId} urgentOpen={stopped} acts={(
      <>
        <button type="button" class="press protect hide" onClick={hide}>{es.interview.hide}</button>
        {!stopped && <button type="button" class="press protect" disabled={busy} onClick={stop}><Sign name="close" />{es.interview.stop}</button>}
      </>
    )}>
      <div class="interview">
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        {stopped ? <Stopped {...talk} />
          : place.at === 'start' ? <Start {...talk} whole={whole} setWhole={setWhole} begin={() => isYes(visit, minor, interview.informed) ? ask(whereLeft(questions)) : go({ at: 'script', n: 0 })} />
          : place.at === 'script' ? <Script script={interview.script} n={place.n} busy={busy} back={() => go(place.n ? { at: 'script', n: place.n - 1 } : { at: 'start' })} next={() => place.n + 1 < interview.script.length ? go({ at: 'script', n: place.n + 1 }) : told()} />
          : place.at === 'question' && questions[place.n] ? <OneQuestion key={questions[place.n]!.path} {...talk} question={questions[place.n]!} n={place.n} all={questions.length} back={() => place.n ? ask(place.n - 1) : go({ at: 'start' })} next={() => ask(place.n + 1)} />
          : <End {...talk} back={() => questions.length ? ask(questions.length - 1) : go({ at: 'start' })} more={whole ? null : () => { setWhole(true); const all = questionsIn(bundle, visit, minor, interview.whole); const n = whereLeft(all); go(n < all.length ? { at: 'question', n } : { at: 'end' }); }} />}
      </div>
    </Shell>
  );
}

/** A new place is read from its top, by eye and by screen reader. */
function useTop(place: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    document.getElementById('content')?.scrollTo(0, 0);
    const heading = document.querySelector<HTMLElement>('.interview h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [place]);
}

function Rows({ opened: { tablet, bundle, visit, readOnly }, minor, ids }: Talk & { ids: string[] }) {
  return <>{questionsIn(bundle, visit, minor, ids).map(question => <QuestionRow key={question.path} {...{ tablet, bundle, visit, question, readOnly }} plain />)}</>;
}

/** Language and interpreter first, then where and with whom; how much will be asked. */
function Start(props: Talk & { whole: boolean; setWhole: (on: boolean) => void; begin: () => void }) {
  const { opened: { tablet, bundle, visit }, minor, interview, whole, setWhole, begin } = props;
  const count = (ids: string[]) => questionsIn(bundle, visit, minor, ids).length;
  const begun = isYes(visit, minor, interview.informed);
  return (
    <>
      <div class="sheet-head"><h1 data-public={es.interview.title}>{es.interview.startTitle}</h1><p>{es.interview.nothingForced}</p></div>
      <div class="field">
        <span class="name" id="interview-how">{es.interview.how}</span>
        <Segments name="interview-how" labelledBy="interview-how" stack choices={[{ code: 'minimum', label: es.interview.minimum(count(interview.minimum)) }, { code: 'whole', label: es.interview.whole(count(interview.whole)) }]} value={whole ? 'whole' : 'minimum'} choose={code => setWhole(code === 'whole')} />
      </div>
      <Steps next={<button type="button" class="press fill protect" onClick={begin}>{begun ? es.interview.goOn : es.interview.toScript}<Sign name="forward" /></button>} back={<a class="press" href={addressOf({ at: 'minor', visit: visit.visitId, entity: minor.entity, tab: null, item: null })}><Sign name="back" />{es.interview.backToCard}</a>} />
      <p class="quiet">{es.interview.hideHow} {tablet.guard.hasPin ? es.interview.hidePin : <>{es.interview.hidePhrase} <a href={addressOf({ at: 'tablet' })}>{es.interview.setPin}</a></>}</p>
      <section class="step"><h2>{es.interview.language}</h2><Rows {...props} ids={interview.language} /></section>
      <section class="step"><h2>{es.interview.place}</h2><Rows {...props} ids={interview.setting} /></section>
    </>
  );
}

function Steps({ back, next }: { back: ComponentChildren; next: ComponentChildren }) {
  return <div class="steps">{back}{next}</div>;
}

function Back({ go }: { go: () => void }) {
  return <button type="button" class="press protect" onClick={go}><Sign name="back" />{es.interview.back}</button>;
}

function Spoken({ say_es }: { say_es: string }) {
  return <p class="say">{say_es}</p>;
}

function Script({ script, n, busy, back, next }: { script: Saying[]; n: number; busy: boolean; back: () => void; next: () => void }) {
  const saying = script[n]!;
  const last = n + 1 === script.length;
  return (
    <>
      <p class="quiet">{es.interview.sayOf(n + 1, script.length)}</p>
      <h1 data-public={es.interview.title}>{saying.title_es}</h1>
      <Spoken {...saying} />
      <p class="small"><Mark mark={saying.mark} /></p>
      <Steps back={<Back go={back} />} next={<button type="button" class="press fill protect" disabled={busy} onClick={next}>{last ? <><Sign name="tick" />{es.interview.said}</> : <>{es.interview.next}<Sign name="forward" /></>}</button>} />
    </>
  );
}

const SKIPS: [None, string][] = [['not_asked', es.interview.notAsked], ['declined', es.interview.declined], ['unknown', es.interview.unknown]];

/** One question: what to say in large, the answer, and three ways of leaving it in one touch while it has no answer. */
function OneQuestion({ opened: { tablet, bundle, visit, readOnly }, question, n, all, back, next }: Talk & { question: Question; n: number; all: number; back: () => void; next: () => void }) {
  const { busy, error, run } = useCommand();
  const leave = (none: None) => void run(() => tablet.setAnswer(visit.visitId, question.path, { none, src: 'child' })).then(ok => ok && next());
  const settled = question.state === 'answered' || question.state === 'conflict';
  return (
    <>
      <h1 class="small quiet" data-public={es.interview.title}>{es.interview.ask} · {es.interview.question(n + 1, all)}</h1>
      <QuestionRow {...{ tablet, bundle, visit, question, readOnly }} plain />
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
      {!settled && <div class="skips">{SKIPS.map(([none, words]) => <button type="button" key={none} class="press protect" disabled={busy} onClick={() => leave(none)}>{words}</button>)}</div>}
      <Steps back={<Back go={back} />} next={<button type="button" class="press fill protect" onClick={next}>{es.interview.next}<Sign name="forward" /></button>} />
    </>
  );
}

function End(props: Talk & { back: () => void; more: (() => void) | null }) {
  const { opened: { visit }, minor, interview, back, more } = props;
  return (
    <>
      <h1 data-public={es.interview.title}>{es.interview.endTitle}</h1>
      <h2>{interview.closing.title_es}</h2>
      <Spoken {...interview.closing} />
      <section class="step"><Rows {...props} ids={[interview.closing.words ?? interview.disclosure.words]} /></section>
      <Steps back={<Back go={back} />} next={<><a class="press fill protect" href={addressOf({ at: 'minor', visit: visit.visitId, entity: minor.entity, tab: null, item: null })}>{es.interview.backToCard}<Sign name="forward" /></a>{more && <button type="button" class="press protect" onClick={more}>{es.interview.more}</button>}</>} />
    </>
  );
}

/** Told of violence or a crime: no more questions; what to say, what to do, the exact words, and the urgent finding. */
function Stopped(props: Talk) {
  const { opened: { tablet, visit }, minor, interview: { disclosure } } = props;
  const { error, run } = useCommand();
  const mistake = () => void run(() => tablet.clearAnswer(visit.visitId, `${minor.entity}/${disclosure.stopped}`));
  return (
    <>
      <h1 data-public={es.interview.title}>{es.interview.stoppedTitle}</h1>
      <h2>{es.interview.sayNow}</h2>
      <Spoken {...disclosure} />
      <p><a class="press danger wide" href={addressOf({ at: 'urgent', visit: visit.visitId })}><Sign name="alert" />{es.interview.urgent}</a></p>
      <section aria-labelledby="do-now"><h2 id="do-now">{es.interview.doNow}</h2><ol class="do-now">{disclosure.next_es.map(text => <li key={text}>{text}</li>)}</ol></section>
      <p class="small"><Mark mark={disclosure.mark} /> {disclosure.basis.join(' · ')}</p>
      <section class="step"><Rows {...props} ids={[disclosure.words]} /></section>
      {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
      <Steps back={<a class="press fill protect" href={addressOf({ at: 'minor', visit: visit.visitId, entity: minor.entity, tab: null, item: null })}>{es.interview.backToCard}</a>} next={<button type="button" class="press bare" onClick={mistake}>{es.interview.mistake}</button>} />
    </>
  );
}
