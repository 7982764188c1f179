import { MinorCard } from '../components/minor_card';
import { es } from '../strings_es';
import { AddMinorButton, BackLink, VisitShell, WithVisit } from './opening';

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
            {minors.length === 0 && <><p>{es.minors.none}</p>{!opened.readOnly && <p><AddMinorButton opened={opened} /></p>}</>}
            <div class="cards">{minors.map(minor => <MinorCard key={minor.entity} opened={opened} minor={minor} />)}</div>
          </VisitShell>
        );
      }}
    </WithVisit>
  );
}
