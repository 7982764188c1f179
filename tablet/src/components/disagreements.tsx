import { useState } from 'preact/hooks';
import type { Question } from '../screens/reading';
import { wordsOf } from '../screens/words';
import { es } from '../strings_es';
import type { Bundle, OpenVisit, Tablet } from '../types';
import { useCommand } from './frame';
import type { Saving } from './saving';
import { hourOf } from './spanish_dates';

/** Who wrote and when; a name not yet on this tablet is left out. */
const signed = (name: string, at: number, zone: string) => [name, hourOf(at, zone)].filter(Boolean).join(', ');

/** Two people, or one in two places, answered differently. Both are shown; choosing one supersedes both by name. */
export function Conflict({ bundle, visit, question, saving, readOnly }: { bundle: Bundle; visit: OpenVisit; question: Question; saving: Saving; readOnly: boolean }) {
  return (
    <div class="notice doubt">
      <p><strong>{es.item.conflict}</strong></p>
      <ul class="heads">
        {question.heads.map(head => (
          <li key={head.ref}>
            <p><strong class="said">{wordsOf(bundle, question.item, head.value)}</strong><br /><span class="small">{signed(head.actorName, head.recordedAt, visit.zone)}</span></p>
            {!readOnly && head.value && 'v' in head.value && <button type="button" class="press" onClick={() => saving.save(head.value && 'v' in head.value ? head.value.v : null)}>{es.item.keep}<span class="unseen">: {wordsOf(bundle, question.item, head.value)}</span></button>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A returned answer: the supervisor's words and, in the same place, the inspector's. */
export function Returned({ tablet, visitId, question, zone, gone }: { tablet: Tablet; visitId: string; question: Question; zone: string; gone: boolean }) {
  return (
    <>
      {question.comments.map(comment => (
        <div class="notice doubt" key={comment.commentId}>
          <p><strong>{comment.settled ? es.item.settled : es.item.returned}</strong> <span class="small">{signed(comment.actorName, comment.recordedAt, zone)}</span></p>
          <p>{comment.text}</p>
          {comment.answers.map(answer => <p key={answer.recordedAt}><strong>{es.item.answered}</strong> <span class="small">{hourOf(answer.recordedAt, zone)}</span><br />{answer.text}</p>)}
          {!gone && !comment.settled && comment.answers.length === 0 && <Reply id={comment.commentId} send={text => tablet.answerComment(visitId, question.path, comment.commentId, text)} label={question.item.label_es} />}
        </div>
      ))}
    </>
  );
}

function Reply({ id, send, label }: { id: string; send: (text: string) => Promise<void>; label: string }) {
  const [text, write] = useState('');
  const { busy, error, run } = useCommand();
  return (
    <form class="field" onSubmit={event => { event.preventDefault(); if (text.trim()) void run(() => send(text.trim().normalize('NFC'))); }}>
      <label for={`reply-${id}`}>{es.item.answerComment}<span class="unseen">: {label}</span></label>
      <textarea class="write" id={`reply-${id}`} rows={2} value={text} onInput={event => write(event.currentTarget.value)} />
      <button type="submit" class="press fill" style={{ justifySelf: 'start' }} disabled={busy || !text.trim()}>{es.item.sendAnswer}</button>
      {error !== null && <p class="small doubt" role="alert">{error || es.failed}</p>}
    </form>
  );
}
