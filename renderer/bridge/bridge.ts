// The only reader of what the host exposes: `window.frontdesk` (Electron's preload), or a WebSocket in a browser.
import type { Page } from '../../shared/contract/define.ts';
import type { Bridge } from '../../shared/contract/index.ts';
import { webSocketBridge } from './web-socket.ts';

declare global {
  interface Window {
    /** Put there by electron/preload.ts; absent in a browser. */
    readonly frontdesk?: Bridge;
  }
}

export function openBridge(page: Page): Bridge {
  return window.frontdesk ?? webSocketBridge(`${location.origin.replace(/^http/, 'ws')}/contract/${page}`);
}
