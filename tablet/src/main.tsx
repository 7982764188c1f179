import { render } from 'preact';
import './components/unremembered';
import { applyPreferences, TabletContext } from './components/frame';
import { App } from './screens/app';
import './style/tokens.css';
import './style/type.css';
import './style/controls.css';
import './style/shell.css';
import './style/visit.css';
import './style/minors.css';
import './style/paper.css';
import './style/guard.css';
import { openTablet } from './tablet';

applyPreferences();
const tablet = await openTablet();
render(<TabletContext.Provider value={tablet}><App /></TabletContext.Provider>, document.getElementById('app')!);
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
