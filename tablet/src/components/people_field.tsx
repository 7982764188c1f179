import { useEffect, useRef, useState } from 'preact/hooks';
import { membersOf, personOf, questionsOf, type Question } from '../screens/reading';
import { es } from '../strings_es';
import type { Bundle, Entity, OpenVisit, Tablet } from '../types';
import { Dialog } from './dialog';
import { useCommand } from './frame';
import { Sign } from './pictogram';
import { QuestionRow } from './question_row';

interface PeopleProps { tablet: Tablet; bundle: Bundle; visit: OpenVisit; question: Question; readOnly: boolean }

/** Whether the people of an item are persons with a secret of their own, or plain rows. */
function ofPersons(bundle: Bundle, id: string): boolean {
  return bundle.protocol.stages.some(stage => stage.steps.some(step => step.items.some(item => item.for === `person:${id}`)));
}

/** Most an item takes, when the protocol says so for the role it plays. */
function mostOf(bundle: Bundle, question: Question): number {
  const roles = Object.values((bundle.protocol.people_roles ?? {}) as Record<string, { item?: string; max?: number }>);
  return roles.find(role => role.item === question.item.id)?.max ?? (question.item.type === 'person' ? 1 : Infinity);
}

/** Persons and rows of a table: each opens in place with its own short questions. */
export function PeopleField({ tablet, bundle, visit, question, readOnly }: PeopleProps) {
  const { error, run, busy } = useCommand();
  const members = membersOf(visit, question.item, question.entity);
  const persons = ofPersons(bundle, question.item.id);
  const subject = question.entity.startsWith('minor:') ? question.entity : 'visit';
  const [added, setAdded] = useState('');
  const add = () => run(async () => setAdded(await (persons ? tablet.addPerson(visit.visitId, question.item.id) : tablet.addRow(visit.visitId, question.item.id, question.entity, subject))));
  return (
    <div class="people">
      {members.map((member, n) => <PersonBox key={member.entity} {...{ tablet, bundle, visit, question, readOnly, member }} n={n + 1} fresh={member.entity === added} />)}
      {!readOnly && members.length < mostOf(bundle, question) && (
        <button type="button" class="press" style={{ justifySelf: 'start', minHeight: '56px' }} disabled={busy} onClick={() => void add()}><Sign name="plus" />{es.item.addPerson(question.item.label_es)}</button>
      )}
      {error !== null && <p class="small doubt" role="alert">{error || es.failed}</p>}
    </div>
  );
}

function PersonBox({ tablet, bundle, visit, question, readOnly, member, n, fresh }: PeopleProps & { member: Entity; n: number; fresh: boolean }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => { if (fresh) box.current?.querySelector<HTMLElement>('input, textarea')?.focus(); }, [fresh]);
  const [asking, ask] = useState(false);
  const { busy, error, run } = useCommand();
  const title = member.kind === 'person' ? personOf(bundle, visit, member).name || es.item.person(n) : es.item.row(n);
  return (
    <section ref={box} class="person" aria-label={`${question.item.label_es}: ${member.kind === 'person' ? es.item.person(n) : es.item.row(n)}`}>
      <header>
        <strong>{title}</strong>
        {!readOnly && <button type="button" class="press bare small" onClick={() => ask(true)}>{es.item.removePerson}<span class="unseen">: {title}</span></button>}
      </header>
      {member.disputed && <p class="doubt small">{es.item.disputed}</p>}
      {questionsOf(bundle, visit, member).map(inner => <QuestionRow key={inner.path} {...{ tablet, bundle, visit, readOnly }} question={inner} />)}
      <Dialog title={es.item.removePerson} open={asking} close={() => ask(false)}>
        <p>{es.item.removeSure}</p>
        {error !== null && <p class="doubt" role="alert">{error || es.failed}</p>}
        <div class="buttons">
          <button type="button" class="press fill" disabled={busy} onClick={() => void run(() => tablet.removeEntity(visit.visitId, member.entity)).then(ok => { if (ok) ask(false); })}>{es.item.removePerson}</button>
          <button type="button" class="press" onClick={() => ask(false)}>{es.cancel}</button>
        </div>
      </Dialog>
    </section>
  );
}
