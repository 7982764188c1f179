import { useState } from 'preact/hooks';
import { nameOf } from '../items';
import { folded } from '../folded';
import { es } from '../strings_es';
import type { Option } from '../types';
import { useChosen, useTicked } from './frame';
import { Pictogram, Sign } from './pictogram';
import { useResting } from './resting';
import { Segments } from './segments';

const LONG = 9;
/** Rows drawn at once: a whole country of municipalities would freeze an old tablet. */
const SHOWN = 60;


/** Options whose words or articles hold what was typed, accents aside. */
export function matching(options: Option[], typed: string): Option[] {
  const wanted = folded(typed).split(/\s+/).filter(Boolean);
  return options.filter(option => {
    const text = folded(`${nameOf(option)} ${option.cite.join(' ')}`);
    return wanted.every(word => text.includes(word));
  });
}

export interface ChoiceProps {
  id: string; label: string; options: Option[]; pictured: boolean; disabled: boolean; describedBy: string;
}

function Row({ option, kind, name, checked, pictured, disabled, toggle }: {
  option: Option; kind: 'checkbox' | 'radio'; name: string; checked: boolean; pictured: boolean; disabled: boolean; toggle: () => void;
}) {
  return (
    <label class="pick">
      <input type={kind} name={name} checked={checked} disabled={disabled} onChange={toggle} />
      <span style={pictured ? undefined : { gridTemplateColumns: '0 1fr auto', columnGap: '8px' }}>
        {pictured ? <Pictogram code={option.code} /> : <i />}
        <span class="words">{nameOf(option)}</span>
        {option.cite.length > 0 && <span class="cite">{option.cite.join(' · ')}{option.mark === 'por_validar' && <> · <span class="doubt">{es.item.mark.por_validar}</span></>}</span>}
        <Sign name="tick" size={28} className="box" />
      </span>
    </label>
  );
}

/** A long list: search over rows of pictogram, words and article; what is chosen stays on top as chips. */
function Catalogue({ id, label, options, pictured, disabled, kind, chosen, toggle, show }: ChoiceProps & { kind: 'checkbox' | 'radio'; chosen: string[]; toggle: (code: string) => void; /** Shows a choice before it rests. */ show?: (code: string) => void }) {
  const [typed, type] = useState('');
  const [open, setOpen] = useState(chosen.length === 0);
  const found = matching(options, typed);
  const { group, pick } = useResting(toggle);
  const picked = options.filter(option => chosen.includes(option.code));
  return (
    <div class="catalogue">
      {picked.length > 0 && (
        <div class="chosen">
          {picked.map(option => kind === 'checkbox' && !disabled
            ? <button type="button" class="chip" key={option.code} aria-label={es.item.remove(nameOf(option))} onClick={() => toggle(option.code)}>{pictured && <Pictogram code={option.code} size={24} />}{nameOf(option)}<Sign name="close" size={18} /></button>
            : <span class="chip" key={option.code} style={{ paddingRight: '12px' }}>{pictured && <Pictogram code={option.code} size={24} />}{nameOf(option)}</span>)}
        </div>
      )}
      {!disabled && (
        <>
          <button type="button" class="press start" aria-expanded={open} onClick={() => setOpen(!open)}><Sign name="list" />{open ? es.item.hideList : es.item.showList}<span class="unseen">: {label}</span></button>
          {open && (
            <>
              <input class="write" type="search" id={`${id}-search`} aria-label={`${es.item.search}: ${label}`} placeholder={es.item.search} value={typed} onInput={event => type(event.currentTarget.value)} />
              <div class="rows" role={kind === 'radio' ? 'radiogroup' : 'group'} aria-label={label} tabIndex={0} {...group}>
                {found.slice(0, SHOWN).map(option => <Row key={option.code} option={option} kind={kind} name={id} checked={chosen.includes(option.code)} pictured={pictured} disabled={disabled} toggle={() => { show?.(option.code); (kind === 'radio' ? pick : toggle)(option.code); }} />)}
                {found.length > SHOWN && <p class="quiet" style={{ padding: '16px' }}>{es.item.moreFound(found.length - SHOWN)}</p>}
                {found.length === 0 && <p class="quiet" style={{ padding: '16px' }}>{es.item.noMatch}</p>}
              </div>
            </>
          )}
        </>
      )}
    </div>
  );
}

/** One of several. Short lists are segments, longer ones a stack, very long ones a searchable catalogue. */
export function EnumField(props: ChoiceProps & { value: string | null; choose: (code: string) => void }) {
  const { options, value, choose, id, disabled, describedBy } = props;
  const [shown, show] = useChosen(value);
  if (options.length >= LONG) return <Catalogue {...props} kind="radio" chosen={shown ? [shown] : []} toggle={choose} show={show} />;
  const short = options.length <= 4 && options.every(option => option.label_es.length <= 16);
  return <Segments name={id} choices={options.map(o => ({ code: o.code, label: nameOf(o) }))} value={value} choose={choose} stack={!short} disabled={disabled} labelledBy={`${id}-name`} describedBy={describedBy} />;
}

/** Several of many. An exclusive option («ninguno observado») clears the others and any other clears it: shown at once here, saved so by the core. */
export function MultiField(props: ChoiceProps & { chosen: string[]; add: (code: string) => void; remove: (codes: string[]) => void }) {
  const { options, add, remove, id, pictured, disabled } = props;
  const [chosen, show] = useTicked(props.chosen);
  const toggle = (code: string) => {
    if (chosen.includes(code)) { show({ [code]: false }); return remove([code]); }
    const exclusive = options.find(option => option.code === code)?.exclusive;
    const leaving = chosen.filter(other => exclusive || options.find(option => option.code === other)?.exclusive);
    show({ ...Object.fromEntries(leaving.map(other => [other, false])), [code]: true });
    add(code);
  };
  if (options.length >= LONG || pictured) return <Catalogue {...props} kind="checkbox" chosen={chosen} toggle={toggle} />;
  return (
    <div class="segments stack" role="group" aria-labelledby={`${id}-name`} aria-describedby={props.describedBy}>
      {options.map(option => (
        <label class="segment" key={option.code}>
          <input type="checkbox" checked={chosen.includes(option.code)} disabled={disabled} onChange={() => toggle(option.code)} />
          <span><Sign name="tick" size={18} className="tick" /><span>{option.label_es}{option.cite.length > 0 && <small class="small" style={{ display: 'block', fontWeight: 440 }}>{option.cite.join(' · ')}</small>}</span></span>
        </label>
      ))}
    </div>
  );
}
