import { useEffect } from 'preact/hooks';

/** While the tablet is lent, whatever leads away from the signature closes it: back, another app, the notices, another tab. */
export function useLentWatch(close: () => void): void {
  useEffect(() => {
    const hidden = () => { if (document.visibilityState === 'hidden') close(); };
    // One step that «back» can take without leaving the page.
    history.pushState(null, '', location.href);
    const leaving = ['popstate', 'hashchange', 'pagehide', 'blur'] as const;
    for (const kind of leaving) addEventListener(kind, close);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      for (const kind of leaving) removeEventListener(kind, close);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, []);
}
