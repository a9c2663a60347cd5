// What a host of pages (Electron's IPC, the browser host's socket) needs of the main side of the contract.
import type { Envelope, TopicMessage, TopicName } from '../../shared/contract/index.ts';
import type { Page } from '../../shared/contract/define.ts';

/** One connected page. */
export interface Subscriber {
  readonly page: Page;
  send(topic: TopicName, message: TopicMessage): void;
  /** The page has not taken in what was sent before. */
  isBehind(): boolean;
}

export interface ContractHost {
  run(page: Page, name: string, input: unknown): Promise<Envelope<unknown>>;
  subscribe(subscriber: Subscriber, topic: TopicName): void;
  /** Without a topic: from all of them. */
  unsubscribe(subscriber: Subscriber, topic?: TopicName): void;
}

/** Content types of what the built pages consist of, by file ending; the same for both hosts. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wav': 'audio/wav',
  '.png': 'image/png',
};
