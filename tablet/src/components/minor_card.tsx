import { determinationOf, doneDuties, isProvedAdult, type Determination, type Done, type Duty } from '../screens/law';
import type { Opened } from '../screens/opening';
import { nameplate } from '../screens/reading';
import { addressOf } from '../screens/routes';
import { es } from '../strings_es';
import type { Entity } from '../types';
import { Sign } from './pictogram';
import { hourOf } from './spanish_dates';

/** From so many minors on, lists show a line each in place of a card, and count without stopping the screen. */
export const MANY = 25;

/** The first duty not yet stamped, and the last that was. */
export function nextDuty(determination: Determination | null, done: Record<string, Done>): Duty | null {
  return [...(determination?.duties ?? [])].sort((a, b) => a.order - b.order).find(duty => !done[duty.kind]) ?? null;
}

/** A child is at risk now while an urgent duty waits for its stamp. */
export function atRisk(determination: Determination | null, done: Record<string, Done>): boolean {
  return (determination?.duties ?? []).some(duty => duty.urgent && !done[duty.kind]);
}

const lawOf = ({ visit }: Opened, { entity }: Entity) => addressOf({ at: 'minor', visit: visit.visitId, entity, tab: 'ley', item: null });

/** Above the questions of a minor: who, how old and what comes next in two lines, so that the question has the screen. */
export function MinorStrip({ opened, minor }: { opened: Opened; minor: Entity }) {
  const { bundle, visit, day } = opened;
  const determination = determinationOf(bundle, visit, minor.entity, day);
  const done = doneDuties(visit, minor.entity);
  const { key, initials } = nameplate(bundle, visit, minor.entity);
  return (
    <div class="strip">
      <p class="who"><span class="key">{key}</span>{initials && <span>{initials}</span>}<AgeInLine determination={determination} /></p>
      <h1 data-public={es.minors.title}>{titleOf(determination)}</h1>
      <NextDuty duty={nextDuty(determination, done)} done={done} zone={visit.zone} risk={atRisk(determination, done)} to={lawOf(opened, minor)} />
    </div>
  );
}

function AgeInLine({ determination }: { determination: Determination | null }) {
  const age = determination?.age;
  const source = age && (es.minors.ageSource[age.source] ?? age.source);
  if (!age || age.years === null) return <span><strong>{es.minors.noAge}</strong> {source}</span>;
  return <span><strong>{age.years} {es.minors.years(age.years)}</strong> {source} {age.presumed && <span class="doubt small">{es.minors.presumed}</span>}</span>;
}

/** The card of one minor: key, initials, age with its source, what the law says in words, what comes next with its hour. */
export function MinorCard({ opened, minor, head = false, duty = true }: { opened: Opened; minor: Entity; head?: boolean; duty?: boolean }) {
  const { bundle, visit, day } = opened;
  const determination = determinationOf(bundle, visit, minor.entity, day);
  const done = doneDuties(visit, minor.entity);
  const { key, initials } = nameplate(bundle, visit, minor.entity);
  const risk = atRisk(determination, done);
  const face = (
    <div class="card-face">
      <div class="card-top">
        <div class="who"><span class="key">{key}</span><span>{initials || <span class="quiet">{es.minors.notNamed}</span>}</span></div>
        <Age determination={determination} />
      </div>
      <div class="says">
        {head ? <h1 data-public={es.minors.title}>{titleOf(determination)}</h1> : <h2>{titleOf(determination)}</h2>}
        {determination && !isProvedAdult(determination) && determination.status !== 'firme' && <span><span class="doubt small">{es.law.status[determination.status] ?? determination.status}</span></span>}
        {head && (!duty || isProvedAdult(determination)) && determination && <p>{isProvedAdult(determination) ? es.minors.adultWhy : determination.plain_es}</p>}
      </div>
      {duty && <NextDuty duty={nextDuty(determination, done)} done={done} zone={visit.zone} risk={risk} {...(head ? { to: lawOf(opened, minor) } : {})} />}
    </div>
  );
  return head ? <div class="card">{face}</div> : <a class="card" href={lawOf(opened, minor)}>{face}</a>;
}

function titleOf(determination: Determination | null): string {
  if (!determination) return es.law.notComputed;
  return isProvedAdult(determination) ? es.minors.adult : determination.title_es;
}

function Age({ determination }: { determination: Determination | null }) {
  const age = determination?.age;
  if (!age || age.years === null) return <div class="age"><strong>{es.minors.noAge}</strong>{age && <span class="small">{es.minors.ageSource[age.source] ?? age.source}</span>}</div>;
  return (
    <div class="age">
      <span class="figure">{age.years} <small>{es.minors.years(age.years)}</small></span>
      <span class="small">{es.minors.ageSource[age.source] ?? age.source}</span>
      {age.presumed && <span class="doubt small">{es.minors.presumed}</span>}
    </div>
  );
}

/** What comes next. On the page of the minor it leads (`to`) to where it is stamped: what looks like a button is one. */
function NextDuty({ duty, done, zone, risk, to }: { duty: Duty | null; done: Record<string, Done>; zone: string; risk: boolean; to?: string }) {
  const last = Object.values(done).sort((a, b) => b.at - a.at)[0];
  if (!duty) return <p class={last ? 'next-duty done' : 'next-duty'}>{last && <span class="hour">{hourOf(last.at, zone)}</span>}<span>{last ? es.minors.doneAt('').trim() : es.minors.noDuty}</span></p>;
  const look = risk ? 'next-duty now' : duty.when === 'now' ? 'next-duty due' : 'next-duty';
  const words = <><span class="hour">{duty.when === 'now' ? es.minors.doNow : duty.when === 'before_closing' ? es.minors.beforeClosing : es.law.when.deadline}</span><span>{duty.title_es}</span></>;
  return to ? <a class={look} href={to}>{words}<Sign name="forward" /></a> : <p class={look}>{words}</p>;
}
