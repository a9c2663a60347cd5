// How the desktop app starts, and what it says when it cannot.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as fake from '../test/fakes/electron.ts';
import { openDesktop } from './desktop.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** The example practice without its EHR, which a unit test must not go looking for. */
const SITE = readFileSync(path.join(ROOT, 'build/examples/clinic.yaml'), 'utf8').replace(/^ehr:\n(?: .*\n)+/m, '');
const CLINIC = {
  ready: true,
  sip: 'ws://127.0.0.1:9',
  sipDomain: 'clinic.demo',
  extensions: [{ extension: '101', secret: 'phone secret' }],
  ami: { host: '127.0.0.1', port: 9, username: 'frontdesk', secret: 'ami secret' },
  fhir: 'http://127.0.0.1:9/fhir',
  control: 'http://127.0.0.1:9',
};

let scratch: string;
const data = () => path.join(scratch, 'data');
const start = (...args: string[]) => openDesktop(['electron', scratch, ...args]);
const writeSite = (text: string): string => {
  const file = path.join(scratch, 'clinic.yaml');
  writeFileSync(file, text);
  return file;
};
/** What the console is told about who is signed in. */
function sessionState(): unknown {
  const desk = fake.seen.windows[1];
  if (!desk) return 'no window';
  fake.pageSays(desk, 'frontdesk:to-main', { kind: 'subscribe', topic: 'session' });
  const [, told] = desk.webContents.sent.at(-1) as [string, { message: { rows: [string, { state: string }][] } }];
  return told.message.rows[0]?.[1].state;
}

beforeEach(() => {
  fake.reset();
  scratch = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-start-'));
  cpSync(path.join(ROOT, 'build/examples'), path.join(scratch, 'build/examples'), { recursive: true });
  fake.machine.appPath = scratch;
  fake.machine.userData = data();
});
afterEach(async () => {
  if (fake.seen.windows.length > 0 && fake.seen.exitCode === undefined) {
    fake.app.quit();
    await vi.waitFor(() => expect(fake.seen.exitCode).toBe(0), 5_000);
  }
  rmSync(scratch, { recursive: true, force: true });
});

describe('with a site file', () => {
  it('opens signed out, keeps its secrets with the operating system, and starts no clinic', async () => {
    await start('--site', writeSite(SITE));
    expect(fake.seen.errorBoxes).toEqual([]);
    expect(sessionState()).toBe('signedOut');
    expect(existsSync(path.join(data(), 'vault.key'))).toBe(true);
    expect(fake.seen.forks).toEqual([]);
  });

  it('asks for a passphrase, and keeps nothing private before, where the system keeps no secrets', async () => {
    fake.machine.encryption = false;
    await start('--site', writeSite(SITE));
    expect(sessionState()).toBe('needsNewPassphrase');
    for (const file of ['vault.key', 'os.vault', 'secrets.vault', 'journal.db'])
      expect([file, existsSync(path.join(data(), file))]).toEqual([file, false]);
  });

  it('makes no new key over one that the system no longer opens', async () => {
    mkdirSync(data(), { recursive: true });
    writeFileSync(path.join(data(), 'vault.key'), 'sealed by another account');
    await start('--site', writeSite(SITE));
    expect(readFileSync(path.join(data(), 'vault.key'), 'utf8')).toBe('sealed by another account');
    expect(existsSync(path.join(data(), 'journal.db'))).toBe(false);
    expect(fake.seen.windows).toHaveLength(2);
  });

  it('says line, column and what to write when the file is broken, and ends', async () => {
    const file = writeSite(SITE.replace(/timeZone: .*/, 'timeZone: Mars/Olympus'));
    await start('--site', file);
    const [title, text] = fake.seen.errorBoxes[0] ?? [];
    expect(title).toBe('The site file cannot be used');
    expect(text).toMatch(new RegExp(`^${file}:\\d+:\\d+: Use a time zone`, 'm'));
    expect([fake.seen.exitCode, fake.seen.windows]).toEqual([1, []]);
  });

  it('finds the one in its own folder by itself', async () => {
    mkdirSync(data(), { recursive: true });
    writeFileSync(path.join(data(), 'clinic.yaml'), SITE);
    await start();
    expect(sessionState()).toBe('signedOut');
    expect(fake.seen.forks).toEqual([]);
  });
});

describe('the demo', () => {
  it('opens signed in, and ends with words when its clinic ends', async () => {
    fake.machine.childPrints = `${JSON.stringify(CLINIC)}\n`;
    fake.machine.languages = ['es-US'];
    await start('--data', path.join(scratch, 'elsewhere'));
    expect(sessionState()).toBe('signedIn');
    expect(fake.app.paths.get('userData')).toBe(path.join(scratch, 'elsewhere'));
    const child = fake.seen.forks[0];
    child?.emit('exit', 1);
    expect(fake.seen.errorBoxes[0]?.[0]).toBe('Frontdesk no puede iniciarse');
    expect(fake.seen.exitCode).toBe(1);
  });

  it('says so when its clinic does not start', async () => {
    const starting = start();
    await vi.waitFor(() => expect(fake.seen.forks).toHaveLength(1));
    fake.seen.forks[0]?.stdout.end();
    await starting;
    expect(fake.seen.errorBoxes[0]?.[1]).toContain(path.join(`${data()}-demo`, 'logs'));
    expect(fake.seen.exitCode).toBe(1);
  });
});

describe('a folder that cannot be written', () => {
  it('is said in words', async () => {
    writeFileSync(path.join(scratch, 'file'), '');
    await start('--data', path.join(scratch, 'file', 'below'));
    expect(fake.seen.errorBoxes.map(([title]) => title)).toEqual(['Frontdesk cannot start']);
    expect(fake.seen.exitCode).toBe(1);
  });
});

describe('a second start', () => {
  it('opens nothing', async () => {
    fake.machine.isSecond = true;
    await start();
    expect([fake.seen.windows, fake.seen.schemes, fake.calls.includes('app.whenReady')]).toEqual([[], [], false]);
  });

  it('brings the first one’s window to the front', async () => {
    await start('--site', writeSite(SITE));
    fake.app.emit('second-instance', new fake.FakeEvent(), ['frontdesk']);
    expect(fake.seen.windows[1]?.focused).toBe(true);
  });
});
