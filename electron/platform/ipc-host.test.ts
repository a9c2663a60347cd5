import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebContents } from 'electron';
import type { Envelope, TopicMessage } from '../../shared/contract/index.ts';
import type { ContractHost, Subscriber } from '../ports/pages.ts';
import * as fake from '../../test/fakes/electron.ts';
import { TAKEN, TO_MAIN, TO_PAGE } from './channels.ts';
import { IpcHost } from './ipc-host.ts';
import { addressOf } from './pages.ts';

/** A main side that notes what it is asked. */
class NotingHost implements ContractHost {
  readonly ran: unknown[] = [];
  readonly following = new Map<string, Set<Subscriber>>();
  async run(page: string, name: string, input: unknown): Promise<Envelope<unknown>> {
    this.ran.push([page, name, input]);
    return { ok: true, value: { name } };
  }
  subscribe(subscriber: Subscriber, topic: string): void {
    this.following.set(topic, (this.following.get(topic) ?? new Set()).add(subscriber));
  }
  unsubscribe(subscriber: Subscriber, topic?: string): void {
    for (const [name, set] of this.following) if (topic === undefined || name === topic) set.delete(subscriber);
  }
  followers(): number {
    return [...this.following.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

let host: NotingHost;
let counts: [page: string, connected: number][];
let warned: string[];
let phone: fake.BrowserWindow;
const snapshot: TopicMessage = { kind: 'snapshot', rows: [] };

beforeEach(async () => {
  fake.reset();
  host = new NotingHost();
  counts = [];
  warned = [];
  const log = { info: () => undefined, warn: (event: string) => void warned.push(event), error: () => undefined };
  const ipc = new IpcHost({ host, log, onPages: (page, connected) => counts.push([page, connected]) });
  phone = new fake.BrowserWindow();
  ipc.attach(phone.webContents as unknown as WebContents, 'phone');
  await phone.loadURL(addressOf('phone'));
});

const subscribe = () => fake.pageSays(phone, TO_MAIN, { kind: 'subscribe', topic: 'session' });
const follower = () => [...(host.following.get('session') ?? [])][0];

describe('a page', () => {
  it('runs commands as itself and gets each answer under its own id', async () => {
    fake.pageSays(phone, TO_MAIN, { kind: 'command', id: 7, name: 'phone.report', input: { kind: 'x' } });
    await vi.waitFor(() => expect(phone.webContents.sent).toHaveLength(1));
    expect(host.ran).toEqual([['phone', 'phone.report', { kind: 'x' }]]);
    expect(phone.webContents.sent).toEqual([
      [TO_PAGE, { kind: 'answer', id: 7, envelope: { ok: true, value: { name: 'phone.report' } } }],
    ]);
  });

  it('is counted from its first word to its end', async () => {
    expect(counts).toEqual([]);
    subscribe();
    subscribe();
    expect(counts).toEqual([['phone', 1]]);
    phone.destroy();
    expect(counts).toEqual([
      ['phone', 1],
      ['phone', 0],
    ]);
    expect(host.followers()).toBe(0);
  });

  it('follows nothing any more after a reload or a crash', async () => {
    subscribe();
    await phone.loadURL(addressOf('phone'));
    expect(host.followers()).toBe(0);
    subscribe();
    phone.webContents.crash('crashed');
    expect(host.followers()).toBe(0);
    expect(counts.map(([, connected]) => connected)).toEqual([1, 0, 1, 0]);
  });

  it('goes on following through a move within its document', () => {
    subscribe();
    phone.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    phone.webContents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    expect(host.followers()).toBe(1);
    fake.pageSays(phone, TO_MAIN, { kind: 'unsubscribe', topic: 'session' });
    expect(host.followers()).toBe(0);
  });

  it('that is gone is sent nothing', () => {
    subscribe();
    const subscriber = follower();
    phone.destroy();
    subscriber?.send('session', snapshot);
    expect(phone.webContents.sent).toEqual([]);
  });

  it('is behind while it has not taken in what was sent, and caught up when it has', () => {
    subscribe();
    const subscriber = follower();
    for (let count = 0; count < 65; count += 1) subscriber?.send('session', snapshot);
    expect(subscriber?.isBehind()).toBe(true);
    fake.pageSays(phone, TAKEN, undefined);
    expect(subscriber?.isBehind()).toBe(false);
  });

  it.each([
    undefined,
    'text',
    { kind: 'command' },
    { kind: 'command', id: 'one', name: 'phone.report', input: {} },
    { kind: 'subscribe', topic: 3 },
    { kind: 'eval', code: '1' },
  ])('that says %j is not answered', (message) => {
    fake.pageSays(phone, TO_MAIN, message);
    expect([host.ran, counts, warned]).toEqual([[], [], ['ipc.notTheContract']]);
  });

  it.each(['constructor', '__proto__', 'nothing'])('cannot follow %s', (topic) => {
    fake.pageSays(phone, TO_MAIN, { kind: 'subscribe', topic });
    expect(host.followers()).toBe(0);
  });
});

describe('anybody else', () => {
  const command = { kind: 'command', id: 1, name: 'phone.report', input: {} };
  it.each([
    ['a frame that is gone', () => null],
    ['a frame of another window', () => new fake.FakeFrame(addressOf('phone'))],
    [
      'a frame inside the page',
      () => {
        const { mainFrame } = phone.webContents;
        return new fake.FakeFrame(addressOf('phone'), mainFrame, mainFrame.frameTreeNodeId);
      },
    ],
    [
      'our document without our origin, as a sandbox makes it',
      () =>
        Object.assign(new fake.FakeFrame(addressOf('phone'), null, phone.webContents.mainFrame.frameTreeNodeId), {
          origin: 'null',
        }),
    ],
  ])('%s is not heard', (_name, frame) => {
    fake.pageSays(phone, TO_MAIN, command, frame());
    fake.pageSays(phone, TAKEN, undefined, frame());
    expect([host.ran, warned]).toEqual([[], ['ipc.senderRefused', 'ipc.senderRefused']]);
  });

  it.each([
    'https://elsewhere.example/phone/index.html',
    addressOf('console'),
    'app://phone/console/index.html',
    'about:blank',
  ])('the window with %s in it is not heard', async (address) => {
    await phone.loadURL(address);
    fake.pageSays(phone, TO_MAIN, command);
    expect([host.ran, warned]).toEqual([[], ['ipc.senderRefused']]);
  });

  it('a window that was never attached is not heard', async () => {
    const stranger = new fake.BrowserWindow();
    await stranger.loadURL(addressOf('phone'));
    fake.pageSays(stranger, TO_MAIN, command);
    expect([host.ran, warned]).toEqual([[], ['ipc.senderRefused']]);
  });
});
