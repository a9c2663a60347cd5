// Starts the wallboard: follows its one topic and draws it.
import '@fontsource-variable/inter/wght.css';
import './wallboard.css';
import { createRoot } from 'react-dom/client';
import { openBridge } from '../bridge/bridge.ts';
import { WallboardPage } from './wallboard.tsx';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(<WallboardPage bridge={openBridge('wallboard')} />);
