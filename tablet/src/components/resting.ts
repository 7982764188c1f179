import { useEffect, useRef } from 'preact/hooks';

const REST_MS = 900;

/**
 * Arrows walk a group of radio buttons and the browser chooses each one on the way. Only where they rest is an answer,
 * or the record would hold every choice passed over. Space, Enter, leaving the group or a pause settles it; a touch or a click is taken at once.
 * With `pause` false only Space or Enter do, for groups that go away once answered.
 */
export function useResting(choose: (code: string) => void, pause = true) {
  const live = useRef({ choose, walking: false, code: null as string | null, timer: 0 });
  live.current.choose = choose;
  const settle = () => {
    const { code, timer } = live.current;
    clearTimeout(timer);
    Object.assign(live.current, { walking: false, code: null });
    if (code !== null) live.current.choose(code);
  };
  const leave = () => { if (pause) settle(); };
  useEffect(() => {
    addEventListener('pagehide', leave);
    return () => { removeEventListener('pagehide', leave); leave(); };
  }, []);
  return {
    group: {
      onKeyDown: (event: KeyboardEvent) => { if (event.key.startsWith('Arrow')) live.current.walking = true; },
      onKeyUp: (event: KeyboardEvent) => { if (event.key === ' ' || event.key === 'Enter') settle(); },
      onPointerDown: () => { live.current.walking = false; },
      onFocusOut: (event: FocusEvent) => { if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) leave(); },
    },
    pick: (code: string) => {
      live.current.code = code;
      clearTimeout(live.current.timer);
      if (!live.current.walking) settle();
      else if (pause) live.current.timer = window.setTimeout(settle, REST_MS);
    },
  };
}
