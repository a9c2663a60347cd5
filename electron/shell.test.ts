// What the desktop shell does around the windows, over the fake of Electron.
import { beforeEach, describe, expect, it } from 'vitest';
import * as fake from '../test/fakes/electron.ts';
import type { Preferences } from '../shared/contract/session.ts';
import { wantsBar } from './platform/bar.ts';
import { linkIn } from './platform/links.ts';
import { Shell } from './shell.ts';

const plain: Preferences = { language: 'en', theme: 'system' };

function stage() {
  const ran: unknown[] = [];
  const state = { front: false, raised: 0 };
  const shell = new Shell({
    ...{ preload: '/preload.cjs', isPackaged: true, onPage: (_contents, page) => ran.push(['page', page]) },
    host: {
      run: async (...given) => {
        ran.push(given);
        return { ok: true, value: {} };
      },
      subscribe: () => undefined,
      unsubscribe: () => undefined,
    },
    isInFront: () => state.front,
    bringToFront: () => void state.raised++,
  });
  return { shell, ran, state };
}
const bar = () => fake.seen.windows[0];

beforeEach(() => fake.reset());

describe('the compact bar', () => {
  it('comes over other programs with the first call, without their focus, and goes when the window is in front', () => {
    const { shell, state, ran } = stage();
    shell.update(0, plain);
    expect(fake.seen.windows).toEqual([]);
    shell.update(1, plain);
    expect(bar()).toMatchObject({ visible: true, onTop: true, focused: false });
    expect(bar()?.options).toMatchObject({ height: 56, frame: false, alwaysOnTop: true, title: 'Frontdesk' });
    expect(bar()?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect(bar()?.loaded[0]).toMatch(/^app:\/\/console\/console\/index\.html\?.*view=bar$/);
    expect(ran).toContainEqual(['page', 'console']);
    state.front = true;
    shell.update();
    expect(bar()?.visible).toBe(false);
    shell.stop();
    expect(bar()?.isDestroyed()).toBe(true);
  });

  it('does as the person wants', () => {
    expect([wantsBar('off', true, false), wantsBar('always', false, true)]).toEqual([false, true]);
    expect([wantsBar('away', true, true), wantsBar('away', false, false)]).toEqual([false, false]);
  });
});

describe('keys of the whole system', () => {
  it('press what they say, and the window learns which ones another program has', () => {
    fake.machine.takenKeys.push('Control+Alt+M');
    const { shell, ran, state } = stage();
    const hotkeys = { answer: 'Control+Alt+A', mute: 'Control+Alt+M', show: 'Control+Alt+F' };
    shell.update(0, { ...plain, hotkeys });
    expect(ran).toContainEqual(['console', 'hotkeys.taken', { keys: ['mute'] }]);
    fake.seen.shortcuts.get('Control+Alt+A')?.();
    expect(ran).toContainEqual(['console', 'call.press', { key: 'answer' }]);
    fake.seen.shortcuts.get('Control+Alt+F')?.();
    expect(state.raised).toBe(1);
    shell.update(0, plain);
    expect(fake.seen.shortcuts.size).toBe(0);
  });
});

describe('phone links', () => {
  it('are this app’s only when the person has said so', () => {
    const { shell } = stage();
    shell.update(0, plain);
    expect(fake.seen.linkSchemes.size).toBe(0);
    shell.update(0, { ...plain, phoneLinks: true });
    expect([...fake.seen.linkSchemes]).toEqual(['tel', 'sip', 'sips', 'callto']);
    shell.update(0, { ...plain, phoneLinks: false });
    expect(fake.seen.linkSchemes.size).toBe(0);
  });

  it('are handed to the window, which asks', () => {
    const { shell, ran, state } = stage();
    shell.openLink(linkIn(['frontdesk', '--flag', 'tel:+16175550188']));
    expect(ran).toEqual([['console', 'link.open', { link: 'tel:+16175550188' }]]);
    expect(state.raised).toBe(1);
    expect(linkIn(['frontdesk', 'clinic.yaml'])).toBeUndefined();
  });
});
