// The whole desktop app over a fake of Electron: Electron's own security checklist, point by point, on what main.ts really
// hands to Electron; and a call's way through it. (Point 19, the fuses, is in build/packaging.test.ts.)
// https://www.electronjs.org/docs/latest/tutorial/security
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as fake from '../test/fakes/electron.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-desktop-'));
/** A clinic whose ports nobody listens on: the app starts all the same. */
const CLINIC = {
  ready: true,
  sip: 'ws://127.0.0.1:9',
  sipDomain: 'clinic.demo',
  extensions: [{ extension: '101', secret: 'phone secret' }],
  ami: { host: '127.0.0.1', port: 9, username: 'frontdesk', secret: 'ami secret' },
  fhir: 'http://127.0.0.1:9/fhir',
  control: 'http://127.0.0.1:9',
};
const TO_MAIN = 'frontdesk:to-main';

let consoleWindow: fake.BrowserWindow;
let phoneWindow: fake.BrowserWindow;
const preferences = () => [consoleWindow, phoneWindow].map((window) => window.options.webPreferences ?? {});
const contents = () => [consoleWindow.webContents, phoneWindow.webContents];

/** What `app:` answers. */
async function fetchApp(address: string, method = 'GET'): Promise<Response> {
  const handler = fake.session.defaultSession.handled.get('app');
  if (!handler) throw new Error('no app: scheme');
  return handler({ url: address, method } as Request);
}

/** What the page got back for a command. */
function command(window: fake.BrowserWindow, name: string, input: unknown, frame?: fake.FakeFrame | null) {
  const id = Math.floor(Math.random() * 2 ** 40);
  const { webContents } = window;
  const find = () =>
    webContents.sent.map(([, message]) => message as { id?: number; envelope?: unknown }).find((m) => m.id === id);
  return {
    answer: new Promise((resolve) => {
      webContents.on('sent', () => {
        if (find()) resolve(find()?.envelope);
      });
      fake.pageSays(window, TO_MAIN, { kind: 'command', id, name, input }, frame);
    }),
    wasAnswered: () => find() !== undefined,
  };
}

const rowsOf = (window: fake.BrowserWindow, topic: string): unknown[] =>
  window.webContents.sent.flatMap(([, message]) => {
    const told = message as { topic?: string; message?: { rows?: unknown[]; upserts?: unknown[] } };
    return told.topic === topic ? (told.message?.rows ?? told.message?.upserts ?? []) : [];
  });

beforeAll(async () => {
  const renderer = path.join(scratch, 'dist/renderer');
  for (const page of ['console', 'phone']) {
    mkdirSync(path.join(renderer, page), { recursive: true });
    writeFileSync(path.join(renderer, page, 'index.html'), `<title>${page}</title>`);
  }
  mkdirSync(path.join(renderer, 'assets'));
  writeFileSync(path.join(renderer, 'assets/phone.js'), 'export {};');
  writeFileSync(path.join(scratch, 'dist/secret.txt'), 'outside');
  cpSync(path.join(ROOT, 'build/examples'), path.join(scratch, 'build/examples'), { recursive: true });
  fake.machine.appPath = scratch;
  fake.machine.userData = path.join(scratch, 'data');
  fake.machine.childPrints = `${JSON.stringify(CLINIC)}\n`;
  process.env['DEBUG'] = '*';
  process.argv = ['electron', scratch, '--quiet', '--seed', '7'];
  const main = await import('./main.ts');
  await main.desktop;
  const [phone, desk] = fake.seen.windows;
  if (!phone || !desk) throw new Error(`no windows: ${JSON.stringify(fake.seen.errorBoxes)}`);
  [phoneWindow, consoleWindow] = [phone, desk];
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe("Electron's security checklist", () => {
  it('1. loads only secure content', async () => {
    for (const window of fake.seen.windows) for (const address of window.loaded) expect(address).toMatch(/^app:\/\//);
    const policy = (await fetchApp('app://phone/phone/index.html')).headers.get('Content-Security-Policy') ?? '';
    expect(policy).not.toMatch(/http:/);
    expect(policy.match(/ws:[^\s;]*/g)).toEqual(['ws://127.0.0.1:*', 'ws://localhost:*']);
  });

  it('2. gives no page Node', () => {
    for (const given of preferences())
      expect(given).toMatchObject({
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
      });
  });

  it('3. isolates the preload script from the page', () => {
    for (const given of preferences()) expect(given.contextIsolation).toBe(true);
  });

  it('4. sandboxes every page', () => {
    for (const given of preferences()) expect(given.sandbox).toBe(true);
  });

  it('5. answers every permission request and check itself, and lets through what the phone needs', () => {
    const { permissionRequest, permissionCheck, devicePermission } = fake.session.defaultSession;
    expect(devicePermission).not.toBeNull();
    const ask = (permission: string, requestingUrl: string, media?: string[]) => {
      let answer: boolean | undefined;
      const details = { isMainFrame: true, requestingUrl, ...(media ? { mediaTypes: media } : {}) };
      permissionRequest?.(
        phoneWindow.webContents as never,
        permission as never,
        (granted) => (answer = granted),
        details as never,
      );
      return answer;
    };
    const phone = 'app://phone/phone/index.html';
    expect(ask('media', phone, ['audio'])).toBe(true);
    expect(ask('media', phone, ['audio', 'video'])).toBe(false);
    expect(ask('geolocation', phone)).toBe(false);
    expect(ask('media', 'https://elsewhere.example/', ['audio'])).toBe(false);
    expect(permissionCheck?.(null, 'media', 'app://phone/', { isMainFrame: true, mediaType: 'audio' })).toBe(true);
    expect(permissionCheck?.(null, 'display-capture', 'app://phone/', { isMainFrame: true })).toBe(false);
  });

  it('6. leaves webSecurity on', () => {
    for (const given of preferences()) expect(given.webSecurity).toBe(true);
  });

  it('7. serves every page under a content security policy without inline or evaluated code', async () => {
    for (const page of ['console', 'phone']) {
      const policy = (await fetchApp(`app://${page}/${page}/index.html`)).headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/unsafe|\*(?!;|$| ws| wss)(?!:)/);
    }
    const desk = (await fetchApp('app://console/console/index.html')).headers.get('Content-Security-Policy');
    expect(desk).toContain("connect-src 'self';");
  });

  it('8. runs no insecure content', () => {
    for (const given of preferences()) expect(given.allowRunningInsecureContent).toBe(false);
  });

  it('9. turns no experimental feature on', () => {
    for (const given of preferences()) expect(given.experimentalFeatures).toBe(false);
  });

  it('10. turns no Blink feature on', () => {
    for (const given of preferences()) expect(given.enableBlinkFeatures).toBeUndefined();
  });

  it('11. has no webviews, so none with popups', () => {
    for (const given of preferences()) expect(given.webviewTag).toBe(false);
  });

  it('12. refuses every webview that is attached all the same', () => {
    for (const page of contents()) {
      const event = new fake.FakeEvent();
      page.emit('will-attach-webview', event, {}, {});
      expect(event.defaultPrevented).toBe(true);
    }
  });

  it('13. refuses navigation, also in frames and by redirect', () => {
    for (const page of contents()) {
      const goes = (name: string, url: string, isMainFrame = true) => {
        const event = Object.assign(new fake.FakeEvent(), { url, isMainFrame });
        page.emit(name, event);
        return !event.defaultPrevented;
      };
      expect(goes('will-navigate', 'https://elsewhere.example/')).toBe(false);
      expect(goes('will-navigate', 'file:///etc/passwd')).toBe(false);
      expect(goes('will-redirect', 'https://elsewhere.example/')).toBe(false);
      expect(goes('will-frame-navigate', 'app://console/console/index.html', false)).toBe(false);
      expect(goes('will-navigate', page.getURL())).toBe(true);
    }
    const other = Object.assign(new fake.FakeEvent(), { url: 'app://phone/phone/index.html' });
    consoleWindow.webContents.emit('will-navigate', other);
    expect(other.defaultPrevented).toBe(true);
  });

  it('14. opens no windows', () => {
    for (const page of contents())
      expect(page.windowOpenHandler?.({ url: 'app://console/console/index.html' } as never)).toEqual({
        action: 'deny',
      });
  });

  it('15. hands only known kinds of links to the system', () => {
    fake.seen.opened.length = 0;
    const open = (url: string) => consoleWindow.webContents.windowOpenHandler?.({ url } as never);
    const refused = ['file:///etc/passwd', 'smb://host/share', 'javascript:alert(1)', 'http://plain.example/'];
    for (const url of [...refused, 'https://user:secret@ehr.example/', 'ms-msdt:/id', 'not a link']) open(url);
    expect(fake.seen.opened).toEqual([]);
    open('https://ehr.example/chart?id=1');
    expect(fake.seen.opened).toEqual(['https://ehr.example/chart?id=1']);
  });

  it('16. names the version of Electron exactly, and it is the one installed', () => {
    const read = (file: string) =>
      JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Record<string, Record<string, string> | string>;
    const { electron: wanted } = read('package.json')['devDependencies'] as Record<string, string>;
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
    expect(read('node_modules/electron/package.json')['version']).toBe(wanted);
  });

  it('17. checks the sender of every message', async () => {
    const save = { language: 'en', theme: 'dark' };
    const good = command(consoleWindow, 'preferences.save', save);
    expect(await good.answer).toEqual({ ok: true, value: {} });
    const main = consoleWindow.webContents.mainFrame;
    const strangers = [
      null,
      new fake.FakeFrame('https://elsewhere.example/'),
      new fake.FakeFrame('app://console/console/index.html'),
      new fake.FakeFrame('app://console/console/index.html', main),
      phoneWindow.webContents.mainFrame,
    ];
    for (const frame of strangers)
      expect(command(consoleWindow, 'preferences.save', save, frame).wasAnswered()).toBe(false);
    const stranger = new fake.BrowserWindow();
    await stranger.loadURL('app://console/console/index.html');
    const asked = command(stranger, 'preferences.save', save);
    const after = command(consoleWindow, 'preferences.save', save);
    expect(await after.answer).toEqual({ ok: true, value: {} });
    expect(asked.wasAnswered()).toBe(false);
    // The right sender, but not its command.
    expect(await command(phoneWindow, 'preferences.save', save).answer).toMatchObject({
      ok: false,
      error: { code: 'notAllowed' },
    });
  });

  it('18. uses a scheme of its own instead of file:, and serves nothing outside the built pages', async () => {
    expect(fake.seen.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
    const order = fake.calls.filter((call) => /Privileged|whenReady/.test(call));
    expect(order).toEqual(['protocol.registerSchemesAsPrivileged', 'app.whenReady']);
    expect((await fetchApp('app://phone/assets/phone.js')).headers.get('X-Content-Type-Options')).toBe('nosniff');
    for (const outside of [
      'app://console/../secret.txt',
      'app://console/%2e%2e/secret.txt',
      'app://console/..%2fsecret.txt',
      'app://console/console/..%2f..%2fsecret.txt',
      'app://console/assets/..%5c..%5csecret.txt',
      'app://console/console/%00index.html',
      'app://console/console/%E0%A4%A',
      'app://console/phone/index.html',
      'app://elsewhere/console/index.html',
      'app://console/assets/',
    ])
      expect([outside, (await fetchApp(outside)).status]).toEqual([outside, 404]);
    expect((await fetchApp('app://console/console/index.html', 'POST')).status).toBe(405);
  });

  it('20. exposes nothing of Electron: pages get a preload script of ours and no developer tools', () => {
    for (const [window, page] of [
      [consoleWindow, 'console'],
      [phoneWindow, 'phone'],
    ] as const) {
      expect(window.options.webPreferences?.preload).toBe(path.join(scratch, 'dist/electron/preload.cjs'));
      expect(window.options.webPreferences?.additionalArguments).toEqual([`--frontdesk-page=${page}`]);
      expect(window.options.webPreferences?.devTools).toBe(false);
    }
    expect(fake.seen.menus).toEqual(process.platform === 'darwin' ? [expect.anything()] : [null]);
  });
});

describe('the desktop app', () => {
  it('takes DEBUG out of the environment', () => {
    expect(process.env['DEBUG']).toBeUndefined();
  });

  it('starts the demo clinic as a utility process', () => {
    expect(fake.seen.forks).toMatchObject([
      {
        script: path.join(scratch, 'dist/electron/clinic.js'),
        args: ['--seed', '7', '--quiet'],
        options: { stdio: ['ignore', 'pipe', 'inherit'] },
      },
    ]);
  });

  it('keeps the demo apart from a practice, and itself to one instance', () => {
    expect(fake.app.paths.get('userData')).toBe(path.join(scratch, 'data-demo'));
    expect(fake.calls.indexOf('app.setPath userData')).toBeLessThan(
      fake.calls.indexOf('app.requestSingleInstanceLock'),
    );
  });

  it('gives the phone page what it needs to register, and nobody else', () => {
    fake.pageSays(phoneWindow, TO_MAIN, { kind: 'subscribe', topic: 'phoneSetup' });
    fake.pageSays(consoleWindow, TO_MAIN, { kind: 'subscribe', topic: 'phoneSetup' });
    expect(rowsOf(phoneWindow, 'phoneSetup')).toMatchObject([['it', { extension: '101', password: 'phone secret' }]]);
    expect(rowsOf(consoleWindow, 'phoneSetup')).toEqual([]);
  });

  it('rings, survives a crash of the console, asks before it quits, and hangs up first', async () => {
    const report = (event: unknown) =>
      command(phoneWindow, 'phone.report', { kind: 'call', callId: 'call-1', event }).answer;
    await command(phoneWindow, 'phone.report', { kind: 'registration', state: 'registered' }).answer;
    const remote = { number: '+15551234567', name: 'Jane Doe', withheld: false };
    await report({ type: 'rang', remote, queue: { queue: 'front-desk' } });
    await vi.waitFor(() => expect(fake.seen.notifications).toHaveLength(1));
    const said = JSON.stringify(fake.seen.notifications[0]?.options);
    expect(said).not.toMatch(/Jane|Doe|555/);
    expect(said).toContain('Front desk');

    await report({ type: 'answerSent' });
    await report({ type: 'answered' });
    consoleWindow.webContents.crash('crashed');
    await vi.waitFor(() => expect(consoleWindow.loaded).toHaveLength(2));
    expect(phoneWindow.loaded).toHaveLength(1);
    fake.pageSays(consoleWindow, TO_MAIN, { kind: 'subscribe', topic: 'calls' });
    expect(rowsOf(consoleWindow, 'calls')).toMatchObject([['call-1', { state: 'talking' }]]);

    // First "keep talking" …
    fake.app.quit();
    await vi.waitFor(() => expect(fake.seen.boxes).toHaveLength(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect([fake.seen.exitCode, consoleWindow.isDestroyed()]).toEqual([undefined, false]);
    // … then "end the call": the phone page is asked to hang up before anything closes.
    fake.machine.answers = [1];
    fake.pageSays(phoneWindow, TO_MAIN, { kind: 'subscribe', topic: 'phoneOrders' });
    const ordered = new Promise<{ orderId: string }>((resolve) => {
      phoneWindow.webContents.on('sent', () => {
        const [row] = rowsOf(phoneWindow, 'phoneOrders') as [string, { orderId: string; order: { do: string } }][];
        if (row?.[1].order.do === 'hangUp') resolve(row[1]);
      });
    });
    consoleWindow.close();
    const { orderId } = await ordered;
    expect(consoleWindow.isDestroyed()).toBe(false);
    await command(phoneWindow, 'phone.report', { kind: 'orderDone', orderId }).answer;
    // … and it leaves the PBX before it is closed itself.
    const left = new Promise<void>((resolve) => {
      phoneWindow.webContents.on('sent', () => {
        const [, last] = phoneWindow.webContents.sent.at(-1) as [string, { topic?: string; message?: object }];
        if (last.topic === 'phoneSetup' && JSON.stringify(last.message).includes('"removals":["it"]')) resolve();
      });
    });
    void report({ type: 'ended', cause: 'hungUp' });
    await left;
    expect([consoleWindow.isDestroyed(), phoneWindow.isDestroyed()]).toEqual([true, false]);
    void command(phoneWindow, 'phone.report', { kind: 'registration', state: 'signedOut' });
    await new Promise((resolve) => (fake.seen.exitCode === undefined ? fake.app.once('exited', resolve) : resolve(0)));
    expect([fake.seen.exitCode, consoleWindow.isDestroyed(), phoneWindow.isDestroyed()]).toEqual([0, true, true]);
    expect(fake.seen.forks[0]?.killed).toBe(true);
  });
});
