import { useEffect, useRef } from 'preact/hooks';
import { Sign } from './pictogram';

export interface Divider { id: string; number: string; title: string; note: string; href: string }

/** File dividers: the tabs of the visit's nine stages, or of a minor's card. */
export function Dividers({ label, dividers, current, back, after }: { label: string; dividers: Divider[]; current: string; back?: { href: string; words: string }; after?: Divider }) {
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = () => {
      const nav = list.current;
      const tab = nav?.querySelector<HTMLElement>('[aria-current]');
      if (nav && tab) nav.scrollTo({ left: tab.offsetLeft - 24, top: tab.offsetTop - nav.clientHeight / 2 });
    };
    show();
    addEventListener('resize', show);  // turned on its side, the tabs lie elsewhere
    return () => removeEventListener('resize', show);
  }, [current]);
  return (
    <nav class="dividers" aria-label={label} ref={list}>
      <ol>
        {back && <li><a class="divider leave" href={back.href}><Sign name="back" /> <span class="title">{back.words}</span></a></li>}
        {dividers.map(divider => <li key={divider.id}><Tab divider={divider} current={divider.id === current} /></li>)}
        {after && <li class="apart"><Tab divider={after} current={false} /></li>}
      </ol>
    </nav>
  );
}

function Tab({ divider: { number, title, note, href }, current }: { divider: Divider; current: boolean }) {
  return <a class="divider" href={href} aria-current={current ? 'step' : undefined}><span class="number">{number}</span> <span class="title">{title}</span> <small>{note}</small></a>;
}
