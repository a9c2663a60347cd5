// The contract over Electron's IPC. Every message is checked for its sender: our origin, the main frame, and the page
// that belongs in that window.
import { ipcMain } from 'electron';
import type { IpcMainEvent, WebContents } from 'electron';
import { topics } from '../../shared/contract/index.ts';
import type { TopicName } from '../../shared/contract/index.ts';
import type { Page } from '../../shared/contract/define.ts';
import { PageMessage } from '../../shared/contract/wire.ts';
import type { HostMessage } from '../../shared/contract/wire.ts';
import type { ContractHost, Subscriber } from '../ports/pages.ts';
import type { Log } from '../ports/runtime.ts';
import { TAKEN, TO_MAIN, TO_PAGE } from './channels.ts';
import { originOf, pageOfAddress } from './pages.ts';

/** A page with more topic messages than this on their way gets a snapshot later instead of every change. */
const BEHIND_MESSAGES = 64;

interface Link {
  readonly page: Page;
  readonly subscriber: Subscriber;
  /** Topic messages the page has not taken in yet. */
  unread: number;
  state: 'silent' | 'open';
}

export interface IpcHostOptions {
  readonly host: ContractHost;
  readonly log: Log;
  /** How many pages of a kind have spoken and are still there. */
  readonly onPages: (page: Page, connected: number) => void;
}

export class IpcHost {
  readonly #options: IpcHostOptions;
  readonly #links = new Map<WebContents, Link>();

  constructor(options: IpcHostOptions) {
    this.#options = options;
    ipcMain.on(TO_MAIN, (event, message: unknown) => {
      const link = this.#linkOf(event);
      if (link) this.#receive(event.sender, link, message);
    });
    ipcMain.on(TAKEN, (event) => {
      const link = this.#linkOf(event);
      if (link) link.unread = Math.max(0, link.unread - 1);
    });
  }

  /** From now on this window's page may speak, as `page` and as nothing else. */
  attach(contents: WebContents, page: Page): void {
    const link: Link = { page, subscriber: this.#subscriber(contents, page), unread: 0, state: 'silent' };
    this.#links.set(contents, link);
    contents.on('did-start-navigation', (event) => {
      if (event.isMainFrame && !event.isSameDocument) this.#reset(link);
    });
    contents.on('render-process-gone', () => this.#reset(link));
    contents.once('destroyed', () => {
      this.#reset(link);
      this.#links.delete(contents);
    });
  }

  #subscriber(contents: WebContents, page: Page): Subscriber {
    return {
      page,
      send: (topic, message) => {
        const link = this.#links.get(contents);
        if (link) link.unread += 1;
        this.#send(contents, { kind: 'topic', topic, message });
      },
      isBehind: () => (this.#links.get(contents)?.unread ?? 0) > BEHIND_MESSAGES,
    };
  }

  /** The link of the sender, if it is who it must be. */
  #linkOf(event: IpcMainEvent): Link | undefined {
    const link = this.#links.get(event.sender);
    const frame = event.senderFrame;
    const isOurs =
      link !== undefined &&
      frame !== null &&
      frame.parent === null &&
      frame.frameTreeNodeId === event.sender.mainFrame.frameTreeNodeId &&
      frame.origin === originOf(link.page) &&
      pageOfAddress(frame.url) === link.page;
    if (!isOurs) this.#options.log.warn('ipc.senderRefused');
    return isOurs ? link : undefined;
  }

  #receive(contents: WebContents, link: Link, raw: unknown): void {
    const { host, log } = this.#options;
    const message = PageMessage.safeParse(raw).data;
    if (!message) return log.warn('ipc.notTheContract');
    if (link.state === 'silent') {
      link.state = 'open';
      this.#count(link.page);
    }
    if (message.kind === 'command')
      void host
        .run(link.page, message.name, message.input)
        .then((envelope) => this.#send(contents, { kind: 'answer', id: message.id, envelope }));
    else if (Object.hasOwn(topics, message.topic)) {
      if (message.kind === 'subscribe') host.subscribe(link.subscriber, message.topic as TopicName);
      else host.unsubscribe(link.subscriber, message.topic as TopicName);
    }
  }

  #send(contents: WebContents, message: HostMessage): void {
    if (!contents.isDestroyed()) contents.send(TO_PAGE, message);
  }

  /** The document is gone; what it followed ends with it. */
  #reset(link: Link): void {
    this.#options.host.unsubscribe(link.subscriber);
    link.unread = 0;
    if (link.state === 'silent') return;
    link.state = 'silent';
    this.#count(link.page);
  }

  #count(page: Page): void {
    const open = [...this.#links.values()].filter((link) => link.page === page && link.state === 'open');
    this.#options.onPages(page, open.length);
  }
}
