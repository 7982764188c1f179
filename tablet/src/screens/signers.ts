/** Who is expected to sign the acta and how each stands. */
import type { Bundle, Entity, OpenVisit } from '../types';
import { es } from '../strings_es';
import { personOf, textOfRole, whomOf } from './reading';

export interface Signer { entity: string; name: string; post: string; label: string; person: Entity }
export interface Signed { at: number; manner: 'glass' | 'paper' | 'refused'; reason: string; name: string; stale: boolean }

/** The inspector signs too; her person is made when she signs. */
export const INSPECTOR = 'inspector';

export function signersOf(bundle: Bundle, visit: OpenVisit): Signer[] {
  const people = Object.values((bundle.protocol.people_roles ?? {}) as Record<string, { item?: string; title_es?: string; signs?: boolean }>).filter(role => role.signs);
  const roles = [...people, { item: INSPECTOR, title_es: es.acta.inspector }];
  return roles.flatMap(({ item = '', title_es = '' }) => visit.of('person', { role: item }).map(person => {
    const { name, post } = personOf(bundle, visit, person);
    return { entity: person.entity, person, name: item === INSPECTOR ? textOfRole(bundle, visit, 'inspector_name') : name, post, label: title_es };
  }));
}

interface PeopleRole { item?: string; title_es?: string; signs?: boolean; min?: number }

/** Who must take part and is not in the visit yet, as the protocol says: `{title, have, least, item}`. */
export function signersMissing(bundle: Bundle, visit: OpenVisit): { title: string; have: number; least: number; item: string }[] {
  return Object.values((bundle.protocol.people_roles ?? {}) as Record<string, PeopleRole>).filter(role => role.signs && role.item).map(role => (
    { title: role.title_es ?? '', have: visit.of('person', { role: role.item! }).length, least: role.min ?? 0, item: role.item! })).filter(({ have, least }) => have < least);
}

/** Which side proposed a person, in words; null when the protocol does not ask it of them as a choice, '' while nobody has said. */
export function appointedBy(bundle: Bundle, visit: OpenVisit, person: Entity): string | null {
  const whom = whomOf(bundle, person);
  const item = bundle.protocol.stages.flatMap(stage => stage.steps.flatMap(step => step.items)).find(({ role, type, for: asked }) => role === 'person_appointed_by' && type === 'enum' && whom.includes(asked));
  if (!item) return null;
  const value = visit.value(`${person.entity}/${item.id}`);
  return value && 'v' in value ? item.options.find(({ code }) => code === value.v)?.label_es ?? '' : '';
}

/** The last signature or refusal of a person; stale when the acta's text has changed since. */
export function signerState(visit: OpenVisit, entity: string, textSha256: string | null): Signed | null {
  const last = visit.happenings.findLast(h => h.type === 'signature_given' && h.entity === entity);
  if (!last) return null;
  const manner = last.body.manner;
  return {
    at: typeof last.opened?.at === 'number' ? last.opened.at : last.recordedAt, manner: manner === 'paper' || manner === 'refused' ? manner : 'glass', reason: String(last.opened?.reason ?? ''), name: String(last.opened?.name ?? ''),
    stale: textSha256 !== null && !visit.closure && last.body.text_sha256 !== textSha256,
  };
}

/** The inspector as a signer, once she has been added to the visit. */
export function inspectorSigner(bundle: Bundle, visit: OpenVisit): Signer | null {
  return signersOf(bundle, visit).find(({ person }) => person.role === INSPECTOR) ?? null;
}
