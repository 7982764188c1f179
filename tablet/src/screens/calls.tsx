import { useState } from 'preact/hooks';
import { useTablet } from '../components/frame';
import { Mark } from '../components/margin_note';
import { Sign } from '../components/pictogram';
import { Shell, UrgentButton } from '../components/shell';
import { spanishDay } from '../components/spanish_dates';
import { folded } from '../folded';
import { es } from '../strings_es';
import type { ProtectionAuthority } from '../types';
import { dial, directoryOf } from './directory';
import { addressOf } from './routes';

/** Somebody confirmed its telephone, and the day is known. */
const callable = ({ phone, verified_on: day }: ProtectionAuthority): boolean => Boolean(phone && day);

/** To where one was; to the list when the app was opened here. */
function back(): void {
  if (history.length > 1) history.back(); else location.hash = addressOf({ at: 'home' });
}

/** One-tap calls and the directory. Works locked, without network and before anybody has signed in. */
export function CallsScreen() {
  const tablet = useTablet();
  if (tablet.status === 'open') return <Shell title={es.calls.title}><p><button type="button" class="press" onClick={back}><Sign name="back" />{es.back}</button></p><Calls /></Shell>;
  return (
    <main class="page narrow" id="content">
      <div class="buttons"><a class="press" href="#/"><Sign name="back" />{es.door.backToUnlock}</a>{tablet.status === 'locked' && <UrgentButton />}</div>
      <Calls />
    </main>
  );
}

function Calls() {
  const { lines, protection_authorities: authorities } = directoryOf(useTablet());
  const [typed, type] = useState('');
  // Those one can call come first; the rest keep the directory's order.
  const found = authorities.filter(({ name_es }) => folded(name_es).includes(folded(typed.trim()))).sort((one, other) => Number(callable(other)) - Number(callable(one)));
  return (
    <>
      <h1 data-public={es.calls.title}>{es.calls.title}</h1>
      <ul class="calls" aria-label={es.calls.lines}>
        {lines.map(line => (
          <li class="call" key={line.id}>
            <div><h2>{line.name_es}</h2><p class="quiet">{line.what_es}</p></div>
            <a class="press fill protect" href={dial(line.phone)} aria-label={`${es.calls.call(line.phone)}: ${line.name_es}`}><Sign name="phone" /><span class="nowrap">{line.phone}</span></a>
          </li>
        ))}
      </ul>
      <h2>{es.calls.authorities}</h2>
      {authorities.length === 0 ? <p class="quiet">{es.calls.noDirectory}</p> : (
        <input class="write" type="search" aria-label={es.calls.search} placeholder={es.calls.search} value={typed} onInput={event => type(event.currentTarget.value)} />
      )}
      <ul class="calls">
        {found.map(authority => (
          <li class="call" key={authority.id}>
            <div>
              <h3>{authority.name_es}</h3>
              <p class="small quiet">{es.calls.levels[authority.level] ?? authority.level}{authority.address_es ? ` · ${authority.address_es}` : ''}</p>
              <p class="small quiet">{es.calls.name} <Mark mark={authority.mark} /></p>
            </div>
            {callable(authority)
              ? <div><a class="press fill protect" href={dial(authority.phone!)} aria-label={`${es.calls.call(authority.phone!)}: ${authority.name_es}`}><Sign name="phone" />{authority.phone}</a><p class="small quiet">{es.calls.verified(spanishDay(authority.verified_on!))}</p></div>
              : <span class="doubt small">{es.calls.unconfirmed}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
