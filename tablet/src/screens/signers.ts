/** Who is expected to sign the acta and how each stands. */
import type { Bundle, Entity, OpenVisit, Unable } from '../types';
import { folded } from '../folded';
import { es } from '../strings_es';
import { personOf, textOfRole, whomOf } from './reading';

export interface Signer { entity: string; name: string; post: string; label: string; person: Entity }
export interface Signed { at: number; manner: 'glass' | 'paper' | 'refused'; reason: string; name: string; unable: Unable | null; stale: boolean }

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
    at: typeof last.opened?.at === 'number' ? last.opened.at : last.recordedAt, manner: manner === 'paper' || manner === 'refused' ? manner : 'glass', reason: String(last.opened?.reason ?? ''), name: String(last.opened?.name ?? ''), unable: unableOf(last.opened ?? {}),
    stale: textSha256 !== null && !visit.closure && last.body.text_sha256 !== textSha256,
  };
}

/** What was noted of somebody who does not know how to sign or cannot; a word that is not known here reads as the wider one. */
function unableOf(opened: { [name: string]: unknown }): Unable | null {
  if (typeof opened.unable !== 'string') return null;
  const by = typeof opened.by_name === 'string' ? { name: opened.by_name, role: String(opened.by_role ?? '') } : null;
  return { why: opened.unable === 'does_not_know' ? 'does_not_know' : 'cannot', readAloud: opened.read_aloud === true, thumbprint: opened.thumbprint === true, by };
}

/** How a signature, a refusal or its lack stands, in whole sentences; `hour` is already written. */
export function outcomeWords({ manner, reason, unable }: Pick<Signed, 'manner' | 'reason' | 'unable'>, hour: string): string {
  const { acta } = es;
  if (!unable) return [manner === 'refused' ? acta.refused(hour) : manner === 'paper' ? acta.onPaper(hour) : acta.signed(hour), reason].filter(Boolean).join('. ');
  const ended = reason.replace(/[.\s]+$/, '');
  const said = [acta.unable[unable.why](hour), ended, unable.by ? acta.signedInName(unable.by.name, unable.by.role) : acta.nobodyInName];
  return [...said, unable.readAloud ? acta.wasRead : acta.wasNotRead, unable.thumbprint ? acta.thumbOnPaper : ''].filter(Boolean).join('. ') + '.';
}

/** What keeps somebody from signing in another's name, in words; '' when nothing does. `minors`: the names noted of minors. */
export function byProblem(by: { name: string; role: string }, who: { signer: string; inspector: string; minors: string[] }): string {
  const fold = (name: string) => folded(name).split(/\s+/).filter(Boolean).join(' ');
  if (!fold(by.name) || !by.role.trim()) return es.acta.byMissing;
  if (fold(by.name) === fold(who.inspector)) return es.acta.byInspector;
  if (fold(by.name) === fold(who.signer)) return es.acta.bySame;
  return who.minors.some(name => fold(name) === fold(by.name)) ? es.acta.byMinor : '';
}

/** The inspector as a signer, once she has been added to the visit. */
export function inspectorSigner(bundle: Bundle, visit: OpenVisit): Signer | null {
  return signersOf(bundle, visit).find(({ person }) => person.role === INSPECTOR) ?? null;
}
