/** Who is expected to sign the acta and how each stands. */
import type { Bundle, Entity, OpenVisit } from '../types';
import { es } from '../strings_es';
import { personOf, textOfRole } from './reading';

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
