// The preload script over a fake of Electron: what a page gets, and what it cannot do. (The finished bundle
// is tried in build/bundle.test.ts.)
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../shared/contract/index.ts';
import { commandNamesFor, topicNamesFor } from '../shared/contract/index.ts';
import * as fake from '../test/fakes/electron.ts';

const CONSOLE = 'app://console/console/index.html?separate-phone';
const PHONE = 'app://phone/phone/index.html';

async function load(page: string, address: string): Promise<Bridge | undefined> {
  vi.resetModules();
  vi.doMock('electron', () => fake);
  vi.stubGlobal('window', { location: { href: address } });
  process.argv = ['electron', '--type=renderer', `--frontdesk-page=${page}`];
  await import('./preload.ts');
  expect(fake.seen.exposed.length).toBeLessThanOrEqual(1);
  return fake.seen.exposed[0]?.[1] as Bridge | undefined;
}

const mainSays = (message: unknown) => fake.ipcRenderer.emit('frontdesk:to-page', {}, message);
const said = () => fake.seen.sentToMain.map(([, message]) => message) as { id: number; kind: string }[];

beforeEach(() => {
  fake.reset();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what a page gets', () => {
  it('is three functions under one name', async () => {
    const bridge = await load('phone', PHONE);
    expect(fake.seen.exposed.map(([key]) => key)).toEqual(['frontdesk']);
    expect(Object.keys(bridge ?? {}).sort()).toEqual(['command', 'onConnection', 'subscribe']);
  });

  it('is nothing when the document is not the page that belongs in the window', async () => {
    expect(await load('console', PHONE)).toBeUndefined();
    expect(await load('phone', 'https://elsewhere.example/phone/index.html')).toBeUndefined();
    expect(await load('phone', 'app://phone/console/index.html')).toBeUndefined();
    expect(await load('', PHONE)).toBeUndefined();
  });

  it.each([
    ['console', CONSOLE],
    ['phone', PHONE],
  ] as const)('lets the %s page say what the contract gives it, and nothing else', async (page, address) => {
    const bridge = await load(page, address);
    for (const other of ['console', 'phone'] as const)
      for (const name of commandNamesFor(other)) {
        const before = said().length;
        const answer = bridge?.command(name, {} as never);
        if (commandNamesFor(page).includes(name)) expect(said().length).toBe(before + 1);
        else {
          expect(await answer).toMatchObject({ ok: false, error: { code: 'unknownCommand' } });
          expect(said().length).toBe(before);
        }
      }
    const others = (['console', 'phone'] as const).flatMap((other) => topicNamesFor(other));
    for (const name of others.filter((topic) => !topicNamesFor(page).includes(topic)))
      expect(() => bridge?.subscribe(name, () => undefined)).toThrow();
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(await bridge?.command(name as never, {} as never)).toMatchObject({ ok: false });
  });
});

describe('commands', () => {
  it('settle with the envelope of their own id', async () => {
    const bridge = await load('phone', PHONE);
    const first = bridge?.command('phone.report', { kind: 'microphone', state: 'ok' });
    const second = bridge?.command('phone.report', { kind: 'microphone', state: 'missing' });
    const [one, two] = said();
    mainSays({ kind: 'answer', id: two?.id, envelope: { ok: true, value: { second: true } } });
    mainSays({ kind: 'answer', id: one?.id, envelope: { ok: true, value: { first: true } } });
    mainSays({ kind: 'answer', id: -1, envelope: { ok: true, value: {} } });
    expect(await first).toEqual({ ok: true, value: { first: true } });
    expect(await second).toEqual({ ok: true, value: { second: true } });
  });

  it('settle as disconnected when main is gone', async () => {
    const bridge = await load('phone', PHONE);
    const asked = bridge?.command('phone.report', { kind: 'microphone', state: 'ok' });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'disconnected' } });
  });
});

describe('subscriptions', () => {
  it('hear their topic until they end, and say when they have taken a message in', async () => {
    const bridge = await load('phone', PHONE);
    const heard: unknown[] = [];
    const end = bridge?.subscribe('phoneOrders', (message) => heard.push(message));
    const again = bridge?.subscribe('phoneOrders', () => undefined);
    mainSays({ kind: 'topic', topic: 'phoneOrders', message: { kind: 'snapshot', rows: [] } });
    mainSays({ kind: 'topic', topic: 'session', message: { kind: 'snapshot', rows: [] } });
    expect(heard).toEqual([{ kind: 'snapshot', rows: [] }]);
    expect(fake.seen.sentToMain.filter(([channel]) => channel === 'frontdesk:taken')).toHaveLength(2);
    end?.();
    end?.();
    expect(said().filter((message) => message?.kind === 'unsubscribe')).toEqual([]);
    again?.();
    expect(said().filter((message) => message?.kind === 'unsubscribe')).toEqual([
      { kind: 'unsubscribe', topic: 'phoneOrders' },
    ]);
    mainSays({ kind: 'topic', topic: 'phoneOrders', message: { kind: 'snapshot', rows: [] } });
    expect(heard).toHaveLength(1);
  });

  it('are connected from the start', async () => {
    const states: boolean[] = [];
    (await load('phone', PHONE))?.onConnection((connected) => states.push(connected));
    expect(states).toEqual([true]);
  });
});
