import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock, Log } from '../ports/runtime.ts';
import * as fake from '../../test/fakes/electron.ts';
import { Windows, reloadDelay } from './windows.ts';
import { openWords } from './words.ts';

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Time that stands still until a test moves it. */
class HandClock implements Clock {
  time = 0;
  readonly waiting: { at: number; run: () => void }[] = [];
  now(): number {
    return this.time;
  }
  after(ms: number, run: () => void): () => void {
    this.waiting.push({ at: this.time + ms, run });
    return () => undefined;
  }
  pass(ms: number): void {
    this.time += ms;
    const due = this.waiting.filter(({ at }) => at <= this.time);
    for (const entry of due) this.waiting.splice(this.waiting.indexOf(entry), 1);
    due.forEach(({ run }) => run());
  }
}

let clock: HandClock;
const open = () => {
  const pages: string[] = [];
  const windows = new Windows({
    preload: '/app/preload.cjs',
    isPackaged: fake.machine.isPackaged,
    clock,
    log: quiet,
    words: openWords(() => 'en'),
    onPage: (_contents, page) => pages.push(page),
  });
  const [phone, desk] = fake.seen.windows;
  if (!phone || !desk) throw new Error('two windows expected');
  return { windows, phone, desk, pages };
};
beforeEach(() => {
  fake.reset();
  clock = new HandClock();
});

describe('the windows', () => {
  it('are a console, shown once it is drawn, and a phone that is never shown', () => {
    const { phone, desk, pages } = open();
    expect(pages).toEqual(['phone', 'console']);
    expect([phone.visible, desk.visible]).toEqual([false, false]);
    desk.emit('ready-to-show');
    expect([phone.visible, desk.visible, desk.focused]).toEqual([false, true, false]);
    expect(phone.options.webPreferences?.backgroundThrottling).toBe(false);
    expect(phone.options.webPreferences?.autoplayPolicy).toBe('no-user-gesture-required');
  });

  it('keep their title, whatever the page calls itself', () => {
    const { phone, desk } = open();
    for (const window of [phone, desk]) {
      const event = new fake.FakeEvent();
      window.emit('page-title-updated', event, 'Jane Doe');
      expect(event.defaultPrevented).toBe(true);
      expect(window.options.title).toBe('Frontdesk');
    }
  });

  it('allow developer tools in development only', () => {
    fake.machine.isPackaged = false;
    expect(open().desk.options.webPreferences?.devTools).toBe(true);
    fake.reset();
    expect(open().desk.options.webPreferences?.devTools).toBe(false);
  });

  it('send nothing that is typed to a spelling service', () => {
    expect(open().desk.options.webPreferences?.spellcheck).toBe(false);
  });

  it('come to the front when they are asked to, also when minimised', () => {
    const { windows, desk } = open();
    desk.minimized = true;
    expect(windows.isInFront()).toBe(false);
    windows.bringToFront();
    expect([desk.minimized, desk.visible, windows.isInFront()]).toEqual([false, true, true]);
  });
});

describe('a page that crashes', () => {
  it('is loaded again at once, and the other one is left alone', () => {
    const { phone, desk } = open();
    desk.webContents.crash('crashed');
    clock.pass(0);
    expect([desk.loaded.length, phone.loaded.length]).toEqual([2, 1]);
    phone.webContents.crash('oom');
    clock.pass(0);
    expect([desk.loaded.length, phone.loaded.length]).toEqual([2, 2]);
  });

  it('waits when it crashes again and again, and is loaded in the end', () => {
    const { desk } = open();
    for (let count = 0; count < 4; count += 1) {
      desk.webContents.crash('crashed');
      clock.pass(0);
    }
    expect(desk.loaded).toHaveLength(4);
    clock.pass(5_000);
    expect(desk.loaded).toHaveLength(5);
    expect(reloadDelay([0, 100, 200, 100_000], 100_000)).toBe(0);
  });

  it('is ended when it hangs', () => {
    const { desk } = open();
    desk.emit('unresponsive');
    clock.pass(0);
    expect(desk.loaded).toHaveLength(2);
  });

  it('is let go when it ends by itself', () => {
    const { desk } = open();
    desk.webContents.crash('clean-exit');
    clock.pass(10_000);
    expect(desk.loaded).toHaveLength(1);
  });
});

describe('closing the console', () => {
  it('is a request to quit', () => {
    const { desk } = open();
    desk.close();
    expect(desk.isDestroyed()).toBe(false);
    expect(fake.calls).toContain('app.quit');
  });

  it('closes it when the app has made up its mind', async () => {
    const { windows, desk } = open();
    expect(await windows.closeConsole()).toBe('closed');
    expect(desk.isDestroyed()).toBe(true);
    expect(await windows.closeConsole()).toBe('closed');
    windows.bringToFront();
    expect(windows.isInFront()).toBe(false);
  });

  it('asks when something typed would be lost, and stays', async () => {
    const { windows, desk } = open();
    fake.machine.objectsToClosing = true;
    expect(await windows.closeConsole()).toBe('stayed');
    expect(desk.isDestroyed()).toBe(false);
    expect(fake.seen.boxes[0]?.message).toBe('Something you typed is not saved yet.');
    desk.close();
    expect(desk.isDestroyed()).toBe(false);
    fake.machine.answers = [1];
    expect(await windows.closeConsole()).toBe('closed');
  });
});
