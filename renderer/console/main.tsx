// Starts the window: opens the bridge, follows the topics, draws.
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './tokens.css';
import './base.css';
import { createRoot } from 'react-dom/client';
import { openBridge } from '../bridge/bridge.ts';
import { openPhoneFrame } from '../bridge/phone-frame.ts';
import { App } from './app.tsx';
import { createI18n, languageFor } from './i18n/index.ts';
import { createDesk } from './store/desk.ts';
import { isDirty } from './store/drafts.ts';
import { together } from './store/topics.ts';

const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.dataset['mantineColorScheme'] = isDark ? 'dark' : 'light';

const desk = createDesk(openBridge('console'), together());
const isPhoneHere = openPhoneFrame();
// Typed text leaves with the window only when it is on disk; leaving while a save fails asks first.
window.addEventListener('pagehide', () => void desk.autosave.flushAll());
window.addEventListener('beforeunload', (event) => {
  const unsaved = [...desk.drafts.getState().values()].some((draft) => isDirty(draft) && draft.failure);
  // In a browser the phone lives in this window (on the desktop the app itself asks): closing it would cut a caller off.
  const talking = isPhoneHere && [...desk.topics.calls.getState().rows.values()].some((call) => call.state !== 'ended');
  if (unsaved || talking) event.preventDefault();
});

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(<App desk={desk} i18n={createI18n(languageFor('system', navigator.languages))} />);
