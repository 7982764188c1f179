/** Where one is in the app. The address holds only random ids: never a name, an age or an answer. */
export type Route =
  | { at: 'home' } | { at: 'new_visit' } | { at: 'calls' } | { at: 'tablet' } | { at: 'revoked' } | { at: 'forgotten' } | { at: 'urgent'; visit: string | null }
  | { at: 'stage'; visit: string; stage: string | null; item: string | null }
  | { at: 'minors' | 'several' | 'nobody' | 'missing' | 'acta' | 'receipt'; visit: string }
  | { at: 'minor'; visit: string; entity: string; tab: string | null; item: string | null }
  | { at: 'interview'; visit: string; entity: string }
  | { at: 'sign' | 'unable'; visit: string; person: string };

const WORDS = { menores: 'minors', 'sin-menores': 'nobody', varias: 'several', falta: 'missing', acta: 'acta', acuse: 'receipt' } as const;
type Word = keyof typeof WORDS;

/** Reads an address such as `#/visita/<id>/etapa/arribo/<item>`; anything unknown is home. */
export function readRoute(hash: string): Route {
  const [first, visit, word, third, fourth, fifth] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (first === 'llamadas') return { at: 'calls' };
  if (first === 'nueva') return { at: 'new_visit' };
  if (first === 'tableta') return { at: 'tablet' };
  if (first === 'baja') return { at: 'revoked' };
  if (first === 'frase') return { at: 'forgotten' };
  if (first === 'urgente') return { at: 'urgent', visit: visit || null };
  if (first !== 'visita' || !visit) return { at: 'home' };
  if (word && word in WORDS) return { at: WORDS[word as Word], visit };
  if (word === 'menor' && third) return { at: 'minor', visit, entity: `minor:${third}`, tab: fourth || null, item: fifth || null };
  if (word === 'entrevista' && third) return { at: 'interview', visit, entity: `minor:${third}` };
  if ((word === 'firma' || word === 'ruego') && third) return { at: word === 'firma' ? 'sign' : 'unable', visit, person: `person:${third}` };
  return { at: 'stage', visit, stage: word === 'etapa' ? third || null : null, item: fourth || null };
}

const idOf = (entity: string) => entity.slice(entity.indexOf(':') + 1);

/** The address of a place; `readRoute` is its inverse. */
export function addressOf(route: Route): string {
  const parts = ((): (string | null)[] => {
    switch (route.at) {
      case 'home': return [];
      case 'new_visit': return ['nueva'];
      case 'calls': return ['llamadas'];
      case 'tablet': return ['tableta'];
      case 'revoked': return ['baja'];
      case 'forgotten': return ['frase'];
      case 'urgent': return ['urgente', route.visit];
      case 'stage': return ['visita', route.visit, ...(route.stage ? ['etapa', route.stage, route.item] : [])];
      case 'minor': return ['visita', route.visit, 'menor', idOf(route.entity), route.tab, route.item];
      case 'interview': return ['visita', route.visit, 'entrevista', idOf(route.entity)];
      case 'sign': case 'unable': return ['visita', route.visit, route.at === 'sign' ? 'firma' : 'ruego', idOf(route.person)];
      default: return ['visita', route.visit, (Object.keys(WORDS) as Word[]).find(word => WORDS[word] === route.at) ?? ''];
    }
  })();
  return '#/' + parts.filter(part => part !== null).map(encodeURIComponent as (p: string | null) => string).join('/');
}
