// The real desktop app: Electron's own program with the demo clinic. Runs wherever that program is (see build/test.mjs);
// everything that can be said without it is in electron/main.test.ts.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../build/bundle.mjs';
import { until } from '../support/until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const isThere = existsSync(path.join(ROOT, 'node_modules/electron/path.txt'));

interface PhoneWindow {
  frontdeskPhone: { callIds(): string[]; connectionOf(id: string): RTCPeerConnection | undefined };
}

describe.skipIf(!isThere)('the desktop app', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-electron-'));
  let app: ElectronApplication;
  let desk: Page;
  let phone: Page;

  const pageAt = (origin: string) =>
    until(`a window at ${origin}`, () => app.windows().find((page) => page.url().startsWith(`${origin}/`)), 30_000);
  /** Looks into the console through main: Playwright's own page object does not live through a crash. */
  const inConsole = (code: string): Promise<unknown> =>
    app.evaluate(
      ({ BrowserWindow }, script) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().startsWith('app://console/'))
          ?.webContents.executeJavaScript(script)
          .catch(() => undefined),
      code,
    );
  const callState = () => inConsole(`document.querySelector('section[data-state]')?.dataset.state`);
  const connections = () =>
    phone.evaluate(() => {
      const held = (window as unknown as PhoneWindow).frontdeskPhone;
      return held.callIds().map((id) => [id, held.connectionOf(id)?.connectionState]);
    });

  beforeAll(async () => {
    await bundle();
    const isRoot = process.getuid?.() === 0;
    app = await _electron.launch({
      executablePath: createRequire(import.meta.url)('electron') as string,
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--use-fake-device-for-media-stream',
        '--allow-loopback-in-peer-connection',
        '--password-store=basic',
        ROOT,
        '--data',
        folder,
      ],
    });
    [desk, phone] = await Promise.all([pageAt('app://console'), pageAt('app://phone')]);
  });
  afterAll(async () => {
    await app?.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens two windows of its own scheme, one of them never seen', async () => {
    const windows = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [
        new URL(window.webContents.getURL()).host,
        window.isVisible(),
        window.getTitle(),
      ]),
    );
    expect(windows.sort()).toEqual([
      ['console', true, 'Frontdesk'],
      ['phone', false, 'Frontdesk'],
    ]);
  });

  it('gives the pages a process each, without Node', async () => {
    const pids = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.webContents.getOSProcessId()),
    );
    expect(new Set(pids).size).toBe(2);
    for (const page of [desk, phone])
      expect(
        await page.evaluate(() => ['process', 'require', 'module', 'Buffer'].filter((name) => name in globalThis)),
      ).toEqual([]);
    expect(await desk.evaluate(() => Object.keys((window as never)['frontdesk']).sort())).toEqual([
      'command',
      'onConnection',
      'subscribe',
    ]);
  });

  it('runs no inline script, talks to nobody else and goes nowhere else', async () => {
    for (const page of [desk, phone]) {
      const outcome = await page.evaluate(async () => {
        const script = document.createElement('script');
        script.textContent = 'window.inlineRan = true';
        document.head.append(script);
        const fetched = await fetch('https://elsewhere.example/').then(
          () => 'fetched',
          () => 'refused',
        );
        return ['inlineRan' in window, fetched, window.open('https://elsewhere.example/') === null];
      });
      expect(outcome).toEqual([false, 'refused', true]);
    }
    const before = desk.url();
    await desk.evaluate(() => {
      window.location.href = 'https://elsewhere.example/';
    });
    expect(desk.url()).toBe(before);
    expect(app.windows()).toHaveLength(2);
  });

  it('takes a call, and the call lives through a crash of the console', async () => {
    await desk.locator('[data-ringing-card]').waitFor({ timeout: 30_000 });
    await desk.keyboard.press('F2');
    await until('the call is answered', async () => (await callState()) === 'talking');
    await until('sound flows', async () => (await connections()).some(([, state]) => state === 'connected'));
    const before = await connections();

    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().startsWith('app://console/'))
        ?.webContents.forcefullyCrashRenderer(),
    );
    await until('the console is back with the call', async () => (await callState()) === 'talking');
    const after = await connections();
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('asks before it quits in a call, then hangs up', async () => {
    await app.evaluate(({ dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (async (options: Electron.MessageBoxOptions) => {
        asked.push(options.message);
        return { response: asked.length - 1, checkboxChecked: false };
      }) as never;
    });
    const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked.length);
    await app.evaluate(({ app: electronApp }) => electronApp.quit());
    await until('the question', async () => (await asked()) === 1);
    expect(await connections()).not.toEqual([]);
    const closed = new Promise<void>((resolve) => app.once('close', () => resolve()));
    await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => undefined);
    await closed;
  });
});
