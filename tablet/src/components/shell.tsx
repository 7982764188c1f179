import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf, type Route } from '../screens/routes';
import { es } from '../strings_es';
import { preference, setPreference, useTablet, type Preference } from './frame';
import { BrandMark, Sign } from './pictogram';
import { SyncBar } from './sync_bar';
import { ClockNotice } from './upkeep';

/** The frame of every open screen: band, sheet, and the dock with the state in words and the acts under the thumb. */
export function Shell({ title, subtitle, visitId, dividers, acts, broad = false, urgentOpen = false, children }: {
  broad?: boolean; urgentOpen?: boolean; title: string; subtitle?: string; visitId?: string | undefined; dividers?: ComponentChildren; acts?: ComponentChildren; children: ComponentChildren;
}) {
  const main = <main class="sheet" id="content" tabIndex={-1}><div class={dividers ? 'page' : broad ? 'page broad' : 'page narrow'}><ClockNotice />{children}</div></main>;
  return (
    <div class="shell">
      <Band title={title} subtitle={subtitle} />
      <div class={dividers ? 'file' : 'file alone'}>{dividers}{main}</div>
      <footer class="dock">
        <SyncBar />
        <div class="acts">{acts}{!urgentOpen && <UrgentButton visitId={visitId} />}</div>
      </footer>
    </div>
  );
}

export function UrgentButton({ visitId }: { visitId?: string | undefined }) {
  return <a class="press danger" href={addressOf({ at: 'urgent', visit: visitId ?? null })}><Sign name="alert" />{es.urgent.button}</a>;
}

function Band({ title, subtitle }: { title: string; subtitle?: string | undefined }) {
  return (
    <header class="band">
      <a class="unseen" href="#content" onClick={event => { event.preventDefault(); document.getElementById('content')?.focus(); }}>{es.skip}</a>
      <a class="brand" href="#/" aria-label={`${es.brand}: ${es.band.home}`}><BrandMark /><span>{es.brand}</span></a>
      <p class="where">{title}{subtitle && <small>{subtitle}</small>}</p>
      <nav aria-label={es.band.menu}>
        <a class="press" href={addressOf({ at: 'calls' })}><Sign name="phone" /><span>{es.band.calls}</span></a>
        <Menu />
      </nav>
    </header>
  );
}

function Menu() {
  const tablet = useTablet();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => { if (!box.current?.contains(event.target as Node)) setOpen(false); };
    const escape = (event: KeyboardEvent) => { if (event.key === 'Escape') { setOpen(false); box.current?.querySelector('button')?.focus(); } };
    addEventListener('pointerdown', away);
    addEventListener('keydown', escape);
    return () => { removeEventListener('pointerdown', away); removeEventListener('keydown', escape); };
  }, [open]);
  const link = (route: Route, words: string) => <a class="press" href={addressOf(route)} onClick={() => setOpen(false)}>{words}</a>;
  return (
    <div ref={box}>
      <button type="button" class="press" aria-expanded={open} onClick={() => setOpen(!open)}><Sign name="menu" /><span>{es.band.menu}</span></button>
      {open && (
        <div class="menu">
          {link({ at: 'home' }, es.band.home)}
          <Toggle name="theme" words={es.band.sun} />
          <Toggle name="hand" words={es.band.hand} />
          {link({ at: 'tablet' }, es.band.thisTablet)}
          <button type="button" class="press" onClick={() => void tablet.lock()}>{es.band.lock}</button>
        </div>
      )}
    </div>
  );
}

export function Toggle({ name, words }: { name: Preference; words: string }) {
  const [on, set] = useState(preference(name));
  return <button type="button" class="press" role="switch" aria-checked={on} onClick={() => { setPreference(name, !on); set(!on); }}>{words}<span class="quiet">{on ? es.band.on : es.band.off}</span></button>;
}
