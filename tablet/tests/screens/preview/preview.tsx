/** `?status=new|locked|open`, `?filled` for the story's visit, `?returned`, `?receipt`. */
import { render } from 'preact';
import { applyPreferences, TabletContext } from '../../../src/components/frame';
import { App } from '../../../src/screens/app';
import '../../../src/style/tokens.css';
import '../../../src/style/type.css';
import '../../../src/style/controls.css';
import '../../../src/style/shell.css';
import '../../../src/style/visit.css';
import '../../../src/style/minors.css';
import '../../../src/style/paper.css';
import type { Bundle } from '../../../src/types';
import { FakeTablet } from './fake_tablet';
import { tellStory } from './story';

const asked = new URLSearchParams(location.search);
applyPreferences();
const bundle = await (await fetch('/bundle.json')).json() as Bundle;
const tablet = new FakeTablet(bundle, (asked.get('status') ?? 'open') as 'new' | 'locked' | 'open', asked.has('receipt'));
await tellStory(tablet, bundle, { filled: asked.has('filled'), returned: asked.has('returned'), conflict: asked.has('conflict') });
Object.assign(globalThis, { tablet });
render(<TabletContext.Provider value={tablet}><App /></TabletContext.Provider>, document.getElementById('app')!);
