/** The adults who take part in the acta and how each is expected to sign. Mirrors `protocols/acta_people.py`. */
import { isObject, own, type Answers } from './acta_answers';
import { clean } from './acta_words';
import type { Json, VisitPlain } from './types';

const FIELDS: Record<string, string> = {
  name: 'person_name', post: 'person_post', identification: 'person_identification', address: 'person_address',
  appointed_by: 'person_appointed_by',
};
const INSPECTOR = 'inspector';
interface Role { item: string; title_es: string; signs: boolean }
type Row = { [key: string]: Json };

export class People {
  private readonly roles: [string, Role][];
  private readonly outcomes: Map<string, Row>;

  constructor(private readonly answers: Answers, private readonly visit: VisitPlain) {
    const roles = answers.bundle.protocol.people_roles as unknown as Record<string, Role>;
    this.roles = answers.acta.signers.flatMap((name): [string, Role][] => (own(roles, name)?.signs ? [[name, roles[name]!]] : []));
    const expected = visit.signatures_expected.flatMap((one) => (isObject(one) && typeof one.entity === 'string' ? [one] : []));
    this.outcomes = new Map(expected.map((one) => [one.entity as string, one]));
  }

  /** The persons of a role of `people_roles`, in order of being added. */
  ofRole(name: string): Row[] {
    const role = this.roles.find(([code]) => code === name)?.[1];
    return role ? this.entities(role.item).map((entity) => this.person(entity, role.item)) : [];
  }

  /** Everyone who signs, the inspector last. */
  signers(inspector: string): Row[] {
    const found = this.roles.flatMap(([, role]) => this.entities(role.item)
      .map((entity) => this.signer(entity, this.field(entity, role.item, 'name'), clean(role.title_es))));
    return [...found, this.signer(this.entities(INSPECTOR)[0] ?? '', inspector, this.answers.acta.words.inspector)];
  }

  private entities(itemId: string): string[] {
    return this.visit.entities.filter(({ kind, role }) => kind === 'person' && role === itemId).map(({ entity }) => entity);
  }

  private person(entity: string, itemId: string): Row {
    return Object.fromEntries(Object.keys(FIELDS).map((field) => [field, this.field(entity, itemId, field)]));
  }

  private field(entity: string, itemId: string, field: string): string {
    return this.answers.say(entity, this.answers.byRole(FIELDS[field]!, `person:${itemId}`)).text;
  }

  private signer(entity: string, name: string, role: string): Row {
    const outcome = this.outcomes.get(entity) ?? {};
    return {
      name, role, refused: outcome.manner === 'refused', paper: outcome.manner === 'paper',
      reason: typeof outcome.reason === 'string' ? clean(outcome.reason) : '',
    };
  }
}
