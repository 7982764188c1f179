/** What is still missing to close the acta: a list where each line leads to its place. */
import { es } from '../strings_es';
import type { Bundle, OpenVisit } from '../types';
import { incoherencesOf } from './coherence';
import { confirmedOf, determinationOf, doneDuties, isProvedAdult } from './law';
import { nameplate, personOf, sectionsOf, type Section } from './reading';
import type { Route } from './routes';
import { signersMissing, signerState, signersOf } from './signers';
import { remember } from './visit_index';

export type GapKind = 'returned' | 'duty_urgent' | 'duty_now' | 'duty_later' | 'confirm' | 'minor' | 'contradiction' | 'visit' | 'person' | 'signer';
/** `role`: of the question, where it is one. What comes first is said by `closing_order.json`. */
export interface Gap { kind: GapKind; role?: string | null; group: string; label: string; detail: string; route: Route }

const unsettled = (sections: Section[]) => sections.flatMap(s => s.questions.map(question => ({ ...s, question })))
  .filter(({ question: q }) => q.state === 'conflict' || (q.item.required && q.state === 'open'));

function visitGaps(bundle: Bundle, visit: OpenVisit): Gap[] {
  const visitId = visit.visitId;
  const own = unsettled(sectionsOf(bundle, visit, 'visit')).map(({ stage, question }): Gap => ({
    kind: 'visit', role: question.item.role, group: `${stage.number} · ${stage.title_es}`, label: question.state === 'conflict' ? es.gaps.conflict(question.item.label_es) : question.item.label_es, detail: question.number,
    route: { at: 'stage', visit: visitId, stage: stage.id, item: question.item.id } as Route,
  }));
  const people = visit.of('person').flatMap(person => unsettled(sectionsOf(bundle, visit, person)).map(({ stage, question }): Gap => ({
    kind: 'person', group: `${stage.number} · ${stage.title_es}`, label: question.item.label_es, detail: personOf(bundle, visit, person).name || personOf(bundle, visit, person).label,
    route: { at: 'stage', visit: visitId, stage: stage.id, item: person.role } as Route,
  })));
  return [...own, ...people];
}

/** What one minor still asks; remembered while nothing it rests on changes. */
export function minorGaps(bundle: Bundle, visit: OpenVisit, entity: string, day: string): Gap[] {
  return remember(bundle, visit, entity, `gaps ${day}`, () => freshMinorGaps(bundle, visit, entity, day));
}

function freshMinorGaps(bundle: Bundle, visit: OpenVisit, entity: string, day: string): Gap[] {
  const minor = visit.entities[entity]!;
  const determination = determinationOf(bundle, visit, entity, day);
  const { key, initials } = nameplate(bundle, visit, entity);
  const group = [key, initials].filter(Boolean).join(' · ');
  const law: Route = { at: 'minor', visit: visit.visitId, entity, tab: 'ley', item: null };
  const done = doneDuties(visit, entity);
  const duties = (determination?.duties ?? []).filter(duty => duty.when !== 'deadline' && !done[duty.kind]).map((duty): Gap => ({ kind: duty.urgent ? 'duty_urgent' : duty.when === 'now' ? 'duty_now' : 'duty_later', group, label: duty.title_es, detail: es.gaps.duty(es.law.when[duty.when] ?? ''), route: law }));
  const confirmed = confirmedOf(visit, entity, determination);
  const confirm: Gap[] = confirmed?.current ? [] : [{ kind: 'confirm', group, label: es.gaps.confirm, detail: determination?.title_es ?? '', route: law }];
  const asked = isProvedAdult(determination) ? [] : unsettled(sectionsOf(bundle, visit, minor)).map(({ step, question }): Gap => ({
    kind: 'minor', role: question.item.role, group, label: question.state === 'conflict' ? es.gaps.conflict(question.item.label_es) : question.item.label_es, detail: step.title_es,
    route: { at: 'minor', visit: visit.visitId, entity, tab: step.id, item: question.item.id } as Route,
  }));
  return [...duties, ...confirm, ...asked];
}

const stageOf = (bundle: Bundle, id: string) => bundle.protocol.stages.find(stage => stage.steps.some(step => step.items.some(item => item.id === id)))?.id ?? null;

/** Everything missing; `inOrder` says what comes first. */
export function gapsOf(bundle: Bundle, visit: OpenVisit, day: string, textSha256: string | null): Gap[] {
  if (visit.closure) return [];
  return [...visit.of('minor').flatMap(({ entity }) => minorGaps(bundle, visit, entity, day)), ...otherGaps(bundle, visit, day, textSha256)];
}

/** What is missing beside what each minor asks. */
export function otherGaps(bundle: Bundle, visit: OpenVisit, day: string, textSha256: string | null): Gap[] {
  if (visit.closure) return [];
  const contradictions = incoherencesOf(bundle, visit, day).map((): Gap => ({ kind: 'contradiction', group: es.nobody.gapGroup, label: es.nobody.gap, detail: '', route: { at: 'minors', visit: visit.visitId } as Route }));
  const acta: Route = { at: 'acta', visit: visit.visitId };
  const signatures = signersOf(bundle, visit).filter(signer => !signerState(visit, signer.entity, textSha256)).map((signer): Gap => ({ kind: 'signer', group: es.gaps.signers, label: es.gaps.signature(signer.name || signer.label), detail: '', route: acta }));
  const absent = signersMissing(bundle, visit).map(({ title, have, least, item }): Gap => ({ kind: 'signer', group: es.gaps.signers, label: es.acta.signersMissing(title, have, least), detail: '', route: { at: 'stage', visit: visit.visitId, stage: stageOf(bundle, item), item } as Route }));
  const unseen = visit.unseenInspectors.map((): Gap => ({ kind: 'signer', group: es.gaps.signers, label: es.gaps.unseen, detail: '', route: acta }));
  return [...contradictions, ...visitGaps(bundle, visit), ...absent, ...signatures, ...unseen];
}

/** Answers the supervisor returned, with the place of each. */
export function returnedGaps(bundle: Bundle, visit: OpenVisit): Gap[] {
  return visit.returned.map((comment): Gap => {
    const [entity = '', id = ''] = comment.path.split('/');
    for (const stage of bundle.protocol.stages) for (const step of stage.steps) for (const item of step.items) {
      if (item.id !== id) continue;
      const minor = entity.startsWith('minor:');
      const route: Route = minor ? { at: 'minor', visit: visit.visitId, entity, tab: step.id, item: id } : { at: 'stage', visit: visit.visitId, stage: stage.id, item: entity === 'visit' ? id : visit.entities[entity]?.role ?? id };
      return { kind: 'returned', group: es.item.returned, label: item.label_es, detail: comment.text, route };
    }
    return { kind: 'returned', group: es.item.returned, label: es.item.returned, detail: comment.text, route: { at: 'stage', visit: visit.visitId, stage: null, item: null } };
  });
}

/** Urgent duties of each minor that carry no stamp yet: closing says them by name before anything else. */
export function unstampedProtection(bundle: Bundle, visit: OpenVisit, day: string): { key: string; words: string }[] {
  return visit.of('minor').flatMap(({ entity }) => {
    const done = doneDuties(visit, entity);
    const urgent = (determinationOf(bundle, visit, entity, day)?.duties ?? []).filter(duty => duty.urgent && !done[duty.kind]);
    return urgent.length ? [{ key: nameplate(bundle, visit, entity).key, words: urgent.map(duty => duty.title_es).join('; ') }] : [];
  });
}
