import { useState } from 'preact/hooks';
import { MANY, MinorCard } from '../components/minor_card';
import { LINE_HEIGHT, MinorLine } from '../components/minor_line';
import { Sign } from '../components/pictogram';
import { Together } from '../components/together';
import { WindowList } from '../components/window_list';
import { folded } from '../folded';
import { minorKey } from '../events';
import { es } from '../strings_es';
import type { Entity } from '../types';
import { Contradiction, isSaid } from './nobody';
import { AddMinorButton, BackLink, SeveralLink, VisitShell, WithVisit, type Opened } from './opening';
import { nameplate, textOfRole } from './reading';
import { addressOf } from './routes';


/** Every minor of the visit: a card each, or a line each when they are many. */
export function MinorsScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => {
        const minors = opened.visit.of('minor');
        return (
          <VisitShell opened={opened} broad>
            <BackLink to={{ at: 'stage', visit: visitId, stage: null, item: null }} words={es.minors.backToVisit} />
            <div class="home-head"><h1 data-public={es.minors.title}>{es.minors.title}</h1>{!opened.readOnly && minors.length > 0 && <SeveralLink opened={opened} />}</div>
            <Contradiction opened={opened} />
            {minors.length === 0 && <Nobody opened={opened} />}
            <Together opened={opened} />
            {minors.length < MANY
              ? <div class="cards">{minors.map(minor => <MinorCard key={minor.entity} opened={opened} minor={minor} />)}</div>
              : <Many opened={opened} minors={minors} />}
            <Adults opened={opened} />
          </VisitShell>
        );
      }}
    </WithVisit>
  );
}

/** Minors whose key, initials, nickname or marks hold every word typed, accents aside. */
export function minorsMatching({ bundle, visit }: Pick<Opened, 'bundle' | 'visit'>, minors: Entity[], typed: string): Entity[] {
  const wanted = folded(typed).split(/\s+/).filter(Boolean);
  if (!wanted.length) return minors;
  return minors.filter(({ entity }) => {
    const { key, initials } = nameplate(bundle, visit, entity);
    const text = folded([key, initials, ...['minor_nickname', 'minor_description'].map(role => textOfRole(bundle, visit, role, entity))].join(' '));
    return wanted.every(word => text.includes(word));
  });
}

function Many({ opened, minors }: { opened: Opened; minors: Entity[] }) {
  const [typed, type] = useState('');
  const found = minorsMatching(opened, minors, typed);
  return (
    <>
      <input class="write" type="search" aria-label={es.minors.search} placeholder={es.minors.search} value={typed} onInput={event => type(event.currentTarget.value)} />
      <p class="quiet" role="status">{found.length ? es.minors.found(found.length) : es.minors.noMatch}</p>
      <WindowList key={opened.day} items={found} of={opened.visit} rowHeight={LINE_HEIGHT} label={es.minors.title} keyOf={({ entity }) => entity} render={minor => <MinorLine opened={opened} minor={minor} />} />
    </>
  );
}

/** Cards ruled adult: out of the counts, never out of sight. */
function Adults({ opened: { visit } }: { opened: Opened }) {
  const adults = visit.adults();
  if (!adults.length) return null;
  return (
    <section class="step" aria-label={es.correct.adults}>
      <h2>{es.correct.adults}</h2>
      <ul class="gaps">{adults.map(({ entity }) => <li key={entity}><a class="gap" href={addressOf({ at: 'minor', visit: visit.visitId, entity, tab: 'corregir', item: null })}><span>{minorKey(entity)}</span><Sign name="forward" /></a></li>)}</ul>
    </section>
  );
}

/** Nobody is noted yet: add the first one, many at once, or say that nobody was seen. */
function Nobody({ opened }: { opened: Opened }) {
  const said = isSaid(opened);
  return (
    <>
      <p>{said ? es.nobody.settles : es.minors.none}</p>
      {!opened.readOnly && <div class="buttons">
        <AddMinorButton opened={opened} />
        <SeveralLink opened={opened} />
        <a class="press protect" href={addressOf({ at: 'nobody', visit: opened.visit.visitId })}>{es.nobody.go}</a>
      </div>}
    </>
  );
}
