/** The story's visit near San Quintín, told to the fake tablet by roles, never by question ids. */
import type { Bundle, Item, Json, Src } from '../../../src/types';
import { FakeTablet, VISIT } from './fake_tablet';

type Told = Record<string, Json | Json[]>;

const MINORS: { answers: Told; src?: Src }[] = [
  { answers: { minor_name: 'Miguel Ángel Reyes Santos', said_age: 13, sex: 'h', work_status: 'trabaja', directed_by: 'patron', task_text: 'Corta jitomate con cuchillo para el contratista', farm_tasks: ['tar_cosecha'], hazards: ['l176_vii_punzocortantes', 'l176_ii_6_clima'], age_evidence: 'dicho_propio', crime_signs: ['ninguna_senal_vista'], attends_school: 'no' } },
  { answers: { minor_name: 'Rosa Elena Martínez Cruz', said_age: 16, sex: 'm', work_status: 'trabaja', directed_by: 'patron', task_text: 'Mezcla agroquímicos en la pila', farm_tasks: ['tar_agroquimicos'], hazards: ['l176_i_2_quimicos', 'l176_ii_8_campo', 'l176_iv_sqp'], age_evidence: 'curp', birth_date: '2010-03-09', crime_signs: ['ninguna_senal_vista'] } },
  { answers: { minor_name: 'José Luis Ortega Peña', said_age: 17, work_status: 'trabaja', directed_by: 'patron', task_text: 'Listas de asistencia en la oficina', farm_tasks: ['tar_admin'], hazards: ['ninguno_observado'], age_evidence: 'acta_nacimiento', birth_date: '2009-02-11', crime_signs: ['ninguna_senal_vista'], contract: 'exhibe', schooling_proof: 'exhibe', fitness_certificate: 'exhibe', register: 'exhibe' } },
  { answers: { minor_name: 'Pedro Aguilar Solís', said_age: 19, age_evidence: 'acta_nacimiento', birth_date: '2007-05-20' } },
];
const OFFICE: Told = { order_folio: 'STPS-BC-0412/2026', order_on: '2026-11-20', workplace_name: 'Rancho El Porvenir', employer_name: 'Agrícola El Porvenir, S.P.R. de R.L.', workplace_activity: 'Cultivo de jitomate', crop: 'Jitomate', workplace_locality: 'Colonia Vicente Guerrero', workplace_municipality: '02007', visit_kind: 'extraordinaria', authority: 'federal', inspector_name: 'Lucía Armenta Ríos', inspector_credential: 'STPS-1187, vigente a 2027', special_sector: ['agricola'] };

export async function tellStory(tablet: FakeTablet, bundle: Bundle, how: { filled: boolean; returned: boolean; conflict: boolean }): Promise<void> {
  const items = bundle.protocol.stages.flatMap(s => s.steps.flatMap(p => p.items));
  const find = (role: string, whom: string) => items.find(item => item.role === role && item.for === whom);
  const answer = async (entity: string, item: Item | undefined, value: Json | Json[], src?: Src) => {
    if (!item) return;
    const path = `${entity}/${item.id}`;
    if (Array.isArray(value)) for (const code of value) await tablet.addMember(VISIT, path, String(code));
    else await tablet.setAnswer(VISIT, path, { v: value, ...(src ? { src } : {}) });
  };
  await tablet.other('visit_opened', { entity: 'visit', commitment: '0', protocol: { id: bundle.protocol.id, hash: '0' }, law_hash: '0', reducer: 1, zone: 'America/Tijuana', closes: 'u1', inspectors: ['u1'] });
  for (const [role, value] of Object.entries(OFFICE)) await answer('visit', find(role, 'visit'), value);
  if (!how.filled) return;
  await answer('visit', find('started_at', 'visit'), '2026-11-22T09:40');
  await answer('visit', find('workplace_geo', 'visit'), { lat: 305_600_000, lon: -1_159_400_000, accuracy_m: 6, at: Date.now() });
  const person = async (role: string, name: string, post: string) => {
    const item = find(role, 'visit');
    if (!item) return;
    const entity = await tablet.addPerson(VISIT, item.id);
    await answer(entity, find('person_name', `person:${item.id}`), name);
    await answer(entity, find('person_post', `person:${item.id}`), post);
  };
  await person('attendee', 'Ramón Félix Castro', 'Encargado del rancho');
  await person('attending_witnesses', 'Beatriz Salas Ibarra', 'Auxiliar administrativa');
  await person('attending_witnesses', 'Óscar Nava Lugo', 'Velador');
  for (const minor of MINORS) {
    const entity = await tablet.addMinor();
    for (const [role, value] of Object.entries(minor.answers)) await answer(entity, find(role, 'minor'), value, role === 'said_age' ? 'child' : undefined);
  }
  const name = find('crop', 'visit');
  if (how.returned && name) await tablet.other('answer_returned', { path: `visit/${name.id}`, actor: 'u9', comment_id: 'e5'.repeat(16), returns: [] }, { text: 'Anota también la variedad: en la orden dice jitomate saladette.' });
  const activity = find('workplace_activity', 'visit');
  if (how.conflict && activity) await tablet.other('answer_set', { path: `visit/${activity.id}`, supersedes: [] }, { v: 'Empaque de hortalizas' });
}
