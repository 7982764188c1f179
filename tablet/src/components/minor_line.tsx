import { determinationOf, doneDuties, isProvedAdult } from '../screens/law';
import type { Opened } from '../screens/opening';
import { nameplate, textOfRole } from '../screens/reading';
import { addressOf } from '../screens/routes';
import { es } from '../strings_es';
import type { Entity } from '../types';
import { atRisk, nextDuty } from './minor_card';

/** So high is every line of the long list. */
export const LINE_HEIGHT = 104;

/** One minor of many in two lines: key, who, age, classification in words, next duty. The same facts as the card, the same words. */
export function MinorLine({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { bundle, visit, day } = opened;
  const determination = determinationOf(bundle, visit, minor.entity, day);
  const done = doneDuties(visit, minor.entity);
  const { key, initials } = nameplate(bundle, visit, minor.entity);
  const who = initials || textOfRole(bundle, visit, 'minor_description', minor.entity);
  const duty = nextDuty(determination, done);
  const age = determination?.age;
  const adult = isProvedAdult(determination);
  return (
    <a class="minor-line" href={addressOf({ at: 'minor', visit: visit.visitId, entity: minor.entity, tab: 'ley', item: null })}>
      <span class="who"><b class="key">{key}</b><span class={who ? undefined : 'quiet'}>{who || es.minors.notNamed}</span></span>
      <span class="years">{age && age.years !== null ? <><b>{age.years}</b> {es.minors.years(age.years)}</> : <strong>{es.minors.noAge}</strong>}<small class="quiet">{age ? es.minors.ageSource[age.source] ?? '' : ''}</small></span>
      <span class="state">
        <strong>{!determination ? es.law.notComputed : adult ? es.minors.adult : determination.title_es}</strong>
        <span class={atRisk(determination, done) ? 'next-duty now' : duty?.when === 'now' ? 'next-duty due' : 'next-duty'}>{duty ? <>{duty.when === 'now' && <b>{es.minors.doNow} </b>}{duty.title_es}</> : es.minors.noDuty}</span>
      </span>
    </a>
  );
}
