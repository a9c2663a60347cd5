// The page's side of Electron's IPC: runs in the sandboxed preload script and puts `window.frontdesk` into the page.
// Only the commands and topics of that one page get through; there is no general way to send or to listen.
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, Envelope, TopicMessage } from '../../shared/contract/index.ts';
import type { Page } from '../../shared/contract/define.ts';
import type { HostMessage, PageMessage } from '../../shared/contract/wire.ts';
import { appError } from '../../shared/result/result.ts';
import { PAGE_ARGUMENT, TAKEN, TO_MAIN, TO_PAGE } from './channels.ts';
import { PAGE_NAMES } from './page-names.ts';
import { pageOfAddress } from './pages.ts';

/** Main answers within 14 s; past that it is gone. */
const COMMAND_LIMIT_MS = 15_000;

type Listener = (message: TopicMessage<never>) => void;

/** @param args the process's arguments, one of which names the page; @param address of the document */
export function exposeBridge(args: readonly string[], address: string): void {
  const named = args.find((argument) => argument.startsWith(PAGE_ARGUMENT))?.slice(PAGE_ARGUMENT.length);
  const page = pageOfAddress(address);
  if (page === undefined || page !== named) return;
  contextBridge.exposeInMainWorld('frontdesk', bridgeFor(page));
}

function bridgeFor(page: Page): Bridge {
  const names = PAGE_NAMES[page];
  const pending = new Map<number, (envelope: Envelope<never>) => void>();
  const listeners = new Map<string, Set<Listener>>();
  // Begins anywhere: an answer to the document before a reload must not settle a command of this one.
  let lastId = Math.floor(Math.random() * 2 ** 40);
  const send = (message: PageMessage) => ipcRenderer.send(TO_MAIN, message);

  ipcRenderer.on(TO_PAGE, (_event, message: HostMessage) => {
    if (message.kind === 'answer') return void pending.get(message.id)?.(message.envelope as Envelope<never>);
    listeners.get(message.topic)?.forEach((listener) => listener(message.message as TopicMessage<never>));
    ipcRenderer.send(TAKEN);
  });

  return {
    command: (name: string, input: unknown) => {
      if (!names.commands.includes(name)) return Promise.resolve({ ok: false, error: appError('unknownCommand') });
      return new Promise((resolve) => {
        const id = ++lastId;
        const settle = (envelope: Envelope<never>) => {
          clearTimeout(timer);
          pending.delete(id);
          resolve(envelope);
        };
        const timer = setTimeout(() => settle({ ok: false, error: appError('disconnected') }), COMMAND_LIMIT_MS);
        pending.set(id, settle);
        send({ kind: 'command', id, name, input });
      });
    },
    subscribe: (topic: string, listener: Listener) => {
      if (!names.topics.includes(topic)) throw new Error(`this page has no topic '${topic}'`);
      const set = listeners.get(topic) ?? new Set();
      set.add(listener);
      listeners.set(topic, set);
      // Asked again for every listener: each needs a snapshot of its own.
      send({ kind: 'subscribe', topic });
      return () => {
        if (!set.delete(listener) || set.size > 0) return;
        listeners.delete(topic);
        send({ kind: 'unsubscribe', topic });
      };
    },
    // Page and main live and die together: there is no other moment to tell.
    onConnection: (listener: (connected: boolean) => void) => {
      listener(true);
      return () => undefined;
    },
  } as Bridge;
}
