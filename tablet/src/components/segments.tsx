import { useChosen } from './frame';
import { Sign } from './pictogram';
import { useResting } from './resting';

export interface Choice { code: string; label: string }

/** A joined strip (or a stack) of choices, one chosen: native radio buttons under big targets. */
export function Segments({ name, choices, value, choose, stack = false, disabled = false, labelledBy, describedBy }: {
  name: string; choices: Choice[]; value: string | null; choose: (code: string) => void;
  stack?: boolean; disabled?: boolean; labelledBy?: string; describedBy?: string;
}) {
  const [chosen, show] = useChosen(value);
  const { group, pick } = useResting(choose);
  return (
    <div class={stack ? 'segments stack' : 'segments'} role="radiogroup" aria-labelledby={labelledBy} aria-describedby={describedBy} {...group}>
      {choices.map(choice => (
        <label class="segment" key={choice.code}>
          <input type="radio" name={name} value={choice.code} checked={chosen === choice.code} disabled={disabled} onChange={() => { show(choice.code); pick(choice.code); }} />
          <span>{(stack || chosen === choice.code) && <Sign name="tick" size={18} className="tick" />}{choice.label}</span>
        </label>
      ))}
    </div>
  );
}
