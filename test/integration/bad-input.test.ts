// What goes wrong at a real desk, done for real: each time there is a clear state, nothing crashes, nothing typed is lost.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import type { NoteContent } from '../../shared/domain/note/types.ts';
import { ClinicControl } from '../support/clinic.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';

const TOPICS = ['calls', 'health', 'session', 'site', 'patients', 'waiting', 'notes'] as const;
const content = (words: string): NoteContent => ({
  category: 'general',
  words,
  fields: {},
  told: 'Opening hours',
  outcome: 'answered',
  nextStep: 'nothing',
});

let host: Host;
let desk: ContractClient;
let clinic: ClinicControl;
let browser: Browser;
let phone: Page;

beforeAll(async () => {
  host = await Host.start(['--quiet']);
  clinic = new ClinicControl(host.info.clinic);
  desk = await ContractClient.open(host.info.window, host.info.origin, TOPICS);
  ({ browser } = await launch({ microphone: toneFile(1000) }));
  phone = await browser.newPage();
  await phone.goto(host.info.phone);
  await until('registered', () => desk.row('health')?.phone === 'registered');
});

afterAll(async () => {
  desk?.close();
  await browser?.close();
  await host?.stop();
});

async function ring(caller: Parameters<ClinicControl['call']>[0]): Promise<{ id: CallId; call: string }> {
  const before = new Set(desk.rows('calls').map((row) => row.id));
  const call = await clinic.call({ queue: 'front-desk', ...caller });
  const row = await until('it rings', () =>
    desk.rows('calls').find((entry) => entry.state === 'ringing' && !before.has(entry.id)),
  );
  return { id: row.id, call };
}

const over = async (id: CallId, call: string) => {
  await clinic.hangUp(call);
  await until('over', () => desk.row('calls', id)?.state === 'ended');
};

describe('callers', () => {
  it.each([
    ['an unknown number', '+14155550199', 'none'],
    ['a withheld number', 'anonymous', 'withheld'],
  ])('%s: the card says so', async (_what, number, state) => {
    const { id, call } = await ring({ number, name: '' });
    await until(`match is ${state}`, () => desk.row('calls', id)?.match?.state === state);
    await over(id, call);
  });

  it('a number in odd spelling finds the same household', async () => {
    const { id, call } = await ring({ number: '1 (206) 555.0142', name: 'Okafor' });
    await until('the household', () => desk.row('calls', id)?.match?.state === 'several');
    expect(desk.row('calls', id)?.shownNumber).toBe('(206) 555-0142');
    await over(id, call);
  });

  it('a name with markup and bidi tricks arrives as plain text', async () => {
    const { id, call } = await ring({ number: '+14155550198', name: '<img src=x onerror=alert(1)>\u202eevil' });
    const name = desk.row('calls', id)?.remote.name ?? '';
    expect(name).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    await over(id, call);
  });
});

describe('the EHR', () => {
  it.each([
    ['down', 'unreachable'],
    ['html', 'notFhir'],
  ] as const)('%s: the call goes on, the lamp says %s, and it comes back', async (fault, lamp) => {
    await clinic.ehr(fault);
    const { id, call } = await ring({ number: '+12065550142' });
    await until('the card says that the EHR is not there', () => desk.row('calls', id)?.match?.state === 'unavailable');
    await until('the lamp says why', () => desk.row('health')?.ehr === lamp);
    expect(await desk.command('call.answer', { callId: id })).toMatchObject({ ok: true });
    await until('talking', () => desk.row('calls', id)?.state === 'talking');
    await over(id, call);
    await clinic.ehr('none');
    await until('the EHR is back', () => desk.row('health')?.ehr === 'ok');
  });

  it('slow: the card does not wait for it', async () => {
    await clinic.ehr('slow');
    const { id, call } = await ring({ number: '+12065550142' });
    // It is announced before the search begins.
    expect(desk.row('calls', id)?.match?.state ?? 'searching').toBe('searching');
    await until('the card says that it searches', () => desk.row('calls', id)?.match?.state === 'searching');
    await until('given up after the deadline', () => desk.row('calls', id)?.match?.state === 'unavailable');
    await until('the lamp says why', () => desk.row('health')?.ehr === 'slow');
    await over(id, call);
    await clinic.ehr('none');
    await until('the EHR is back', () => desk.row('health')?.ehr === 'ok', 40_000);
  });
});

describe('the PBX', () => {
  it('goes down and comes back: the lamp says so, the phone registers again, a call rings', async () => {
    await clinic.pbx('down');
    await until('the phone is lost', () => desk.row('health')?.phone !== 'registered');
    await until('the queues are lost', () => desk.row('health')?.queues !== 'ok');
    await clinic.pbx('up');
    await until('registered again', () => desk.row('health')?.phone === 'registered');
    await until('queues again', () => desk.row('health')?.queues === 'ok', 30_000);
    const { id, call } = await ring({ number: '+14155550197' });
    await over(id, call);
  });
});

describe('the site file', () => {
  it('broken: line and column are shown and the last good one stays in force; mended: it is taken live', async () => {
    const file = path.join(host.info.folder, 'clinic.yaml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('timeZone: America/Los_Angeles', 'timeZone: Mars/Olympus'));
    const problems = await until('the problem is shown', () =>
      desk.row('site')?.problems.length ? desk.row('site')?.problems : undefined,
    );
    expect(problems[0]).toMatchObject({ path: 'clinic.timeZone' });
    expect(problems[0]!.line).toBe(good.slice(0, good.indexOf('timeZone')).split('\n').length);
    expect(desk.row('site')?.clinic.timeZone).toBe('America/Los_Angeles');
    await expect.poll(() => desk.row('health')?.site).toBe('lastGood');
    writeFileSync(file, good.replace('name: Riverside Family Practice', 'name: Riverside West'));
    await until('the new name', () => desk.row('site')?.clinic.name === 'Riverside West');
    expect(desk.row('site')?.problems).toEqual([]);
    await expect.poll(() => desk.row('health')?.phone).toBe('registered');
  });

  it('that cannot be read at all ends the start with the place and what to write', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-broken-'));
    const file = path.join(folder, 'clinic.yaml');
    writeFileSync(file, 'clinic:\n  name: [unfinished\n');
    expect(() =>
      execFileSync(process.execPath, ['electron/browser.ts', '--site', file, '--data', folder], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ).toThrow(/Command failed/);
  });
});

describe('the disk', () => {
  it('full: the save says so and is not acknowledged; with room again the same text is kept', async () => {
    const disk = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
    const small = await Host.start(['--quiet'], disk);
    try {
      const client = await ContractClient.open(small.info.window, small.info.origin, TOPICS);
      await browser.newPage().then((page) => page.goto(small.info.phone));
      await until('registered', () => client.row('health')?.phone === 'registered');
      const control = new ClinicControl(small.info.clinic);
      await control.call({ queue: 'front-desk', number: '+14155550196' });
      const row = await until('it rings', () => client.rows('calls')[0]);
      const filler = path.join(disk, 'filler');
      let size = 3_000_000;
      while (size > 1000) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
        } catch {
          size = Math.floor(size / 2);
        }
      }
      const long = 'what the caller said '.repeat(800);
      expect(await client.command('note.save', { callId: row.id, version: 0, content: content(long) })).toMatchObject({
        ok: false,
        error: { code: 'journalDiskFull' },
      });
      await until('the lamp says so', () => client.row('health')?.journal === 'diskFull');
      rmSync(filler);
      expect(await client.command('note.save', { callId: row.id, version: 0, content: content(long) })).toMatchObject({
        ok: true,
      });
      await until('the lamp is well again', () => client.row('health')?.journal === 'ok');
      client.close();
    } finally {
      await small.stop();
      execFileSync('umount', ['-l', disk]);
    }
  });

  it('with the journal but without its key: it says so and writes nothing over it', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-key-'));
    await (await Host.start(['--quiet'], folder)).stop();
    const before = readFileSync(path.join(folder, 'journal.db'));
    rmSync(path.join(folder, 'demo.vault'));
    const again = await Host.start(['--quiet'], folder);
    const client = await ContractClient.open(again.info.window, again.info.origin, TOPICS);
    await until('the key is missed', () => client.row('health')?.journal === 'keyMissing');
    expect(readFileSync(path.join(folder, 'journal.db')).equals(before)).toBe(true);
    client.close();
    await again.stop();
  });
});

describe('kill -9', () => {
  it('a draft that was acknowledged is there after the next start', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-kill-'));
    const first = await Host.start(['--quiet'], folder);
    const client = await ContractClient.open(first.info.window, first.info.origin, TOPICS);
    const page = await browser.newPage();
    await page.goto(first.info.phone);
    await until('registered', () => client.row('health')?.phone === 'registered');
    await new ClinicControl(first.info.clinic).call({ queue: 'front-desk', number: '+14155550195' });
    const row = await until('it rings', () => client.rows('calls')[0]);
    expect(
      await client.command('note.save', {
        callId: row.id,
        version: 0,
        content: content('typed just before the crash'),
      }),
    ).toMatchObject({ ok: true });
    await first.stop('SIGKILL');
    await page.close();
    const second = await Host.start(['--quiet'], folder);
    const after = await ContractClient.open(second.info.window, second.info.origin, TOPICS);
    const note = await until('the draft is back', () => after.rows('notes')[0]);
    expect(note.content.words).toBe('typed just before the crash');
    await second.stop();
  });
});

describe('the phone account', () => {
  it('wrong password, and no microphone: each has its own state', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-wrong-'));
    const site = writeSite(folder, { servers: [host.info.clinic!.sip], domain: host.info.clinic!.sipDomain });
    const wrong = await Host.start(['--site', site], folder);
    const client = await ContractClient.open(wrong.info.window, wrong.info.origin, TOPICS);
    const silent = await launch({});
    await (await silent.browser.newPage()).goto(wrong.info.phone);
    await client.command('session.passphrase', { passphrase: 'a passphrase of the test' });
    expect(
      await client.command('session.signIn', {
        userId: 'chloe',
        password: 'short',
        secrets: { phonePassword: 'wrong' },
      }),
    ).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(await client.command('call.dial', { target: '201' })).toMatchObject({
      ok: false,
      error: { code: 'notSignedIn' },
    });
    expect(
      await client.command('session.signIn', {
        userId: 'chloe',
        password: 'long enough',
        secrets: { phonePassword: 'wrong' },
      }),
    ).toMatchObject({ ok: true });
    await until('the account is refused', () => client.row('health')?.phone === 'refused');
    await until('the microphone is missing', () =>
      ['missing', 'denied'].includes(client.row('health')?.microphone ?? ''),
    );
    await silent.browser.close();
    client.close();
    await wrong.stop();
  });
});
