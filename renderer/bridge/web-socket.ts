// The contract over a WebSocket, for the browser host. Commands carry an id; topics are asked for again after a reconnect.
import type { Bridge, CommandName, Envelope, TopicMessage, TopicName } from '../../shared/contract/index.ts';
import type { HostMessage, PageMessage } from '../../shared/contract/wire.ts';
import { appError } from '../../shared/result/result.ts';

const COMMAND_TIMEOUT_MS = 15_000;
const RECONNECT_MS = 500;

type Listener = (message: TopicMessage<never>) => void;

export function webSocketBridge(url: string): Bridge {
  const pending = new Map<number, (envelope: Envelope<never>) => void>();
  const listeners = new Map<TopicName, Set<Listener>>();
  const watchers = new Set<(connected: boolean) => void>();
  const waiting: PageMessage[] = [];
  let socket: WebSocket | undefined;
  let lastId = 0;

  const isOpen = () => socket?.readyState === WebSocket.OPEN;
  const send = (message: PageMessage) => {
    if (isOpen()) socket?.send(JSON.stringify(message));
    else if (message.kind === 'command') waiting.push(message);
  };
  const answer = (id: number, envelope: Envelope<never>) => {
    pending.get(id)?.(envelope);
    pending.delete(id);
  };
  const receive = (message: HostMessage) => {
    if (message.kind === 'answer') answer(message.id, message.envelope as Envelope<never>);
    else listeners.get(message.topic)?.forEach((listener) => listener(message.message as TopicMessage<never>));
  };
  const open = () => {
    const opened = new WebSocket(url);
    socket = opened;
    opened.onopen = () => {
      for (const topic of listeners.keys()) send({ kind: 'subscribe', topic });
      for (const message of waiting.splice(0)) send(message);
      watchers.forEach((watcher) => watcher(true));
    };
    opened.onmessage = (event) => receive(JSON.parse(String(event.data)) as HostMessage);
    opened.onclose = () => {
      for (const id of [...pending.keys()]) answer(id, { ok: false, error: appError('disconnected') });
      waiting.length = 0;
      watchers.forEach((watcher) => watcher(false));
      setTimeout(open, RECONNECT_MS);
    };
  };
  open();

  return {
    command: (name: CommandName, input: unknown) =>
      new Promise((resolve) => {
        const id = ++lastId;
        const timer = setTimeout(() => answer(id, { ok: false, error: appError('timedOut') }), COMMAND_TIMEOUT_MS);
        pending.set(id, (envelope) => {
          clearTimeout(timer);
          resolve(envelope);
        });
        send({ kind: 'command', id, name, input });
      }),
    subscribe: (topic, listener) => {
      const set = listeners.get(topic) ?? new Set();
      const isFirst = set.size === 0;
      set.add(listener as Listener);
      listeners.set(topic, set);
      // A second listener of the same topic needs its own snapshot: asking again makes the host send a fresh one to all.
      if (isFirst || isOpen()) send({ kind: 'subscribe', topic });
      return () => {
        set.delete(listener as Listener);
        if (set.size > 0) return;
        listeners.delete(topic);
        send({ kind: 'unsubscribe', topic });
      };
    },
    onConnection: (watcher) => {
      watchers.add(watcher);
      watcher(isOpen());
      return () => watchers.delete(watcher);
    },
  };
}
