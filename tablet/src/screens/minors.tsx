import { MinorCard } from '../components/minor_card';
import { es } from '../strings_es';
import { Contradiction, isSaid } from './nobody';
import { AddMinorButton, BackLink, VisitShell, WithVisit, type Opened } from './opening';
import { addressOf } from './routes';

/** Every minor of the visit, a card each. */
export function MinorsScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => {
        const minors = opened.visit.of('minor');
        return (
          <VisitShell opened={opened} broad>
            <BackLink to={{ at: 'stage', visit: visitId, stage: null, item: null }} words={es.minors.backToVisit} />
            <h1 data-public={es.minors.title}>{es.minors.title}</h1>
            <Contradiction opened={opened} />
            {minors.length === 0 && <Nobody opened={opened} />}
            <div class="cards">{minors.map(minor => <MinorCard key={minor.entity} opened={opened} minor={minor} />)}</div>
          </VisitShell>
        );
      }}
    </WithVisit>
  );
}

/** Nobody is noted yet: add the first one, or say that nobody was seen. */
function Nobody({ opened }: { opened: Opened }) {
  const said = isSaid(opened);
  return (
    <>
      <p>{said ? es.nobody.settles : es.minors.none}</p>
      {!opened.readOnly && <div class="buttons">
        <AddMinorButton opened={opened} />
        <a class="press protect" href={addressOf({ at: 'nobody', visit: opened.visit.visitId })}>{es.nobody.go}</a>
      </div>}
    </>
  );
}
