// A PBX that answers everything wrongly and sends what it should not: nothing crashes, the desk tells the truth, and the
// next call works.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRow } from '../../shared/contract/call.ts';
import { HostilePbx, sdp } from '../support/hostile-pbx.ts';
import type { Dialog, Manners } from '../support/hostile-pbx.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { tortureMessages } from './torture.ts';

let pbx: HostilePbx;
let host: Host;
let desk: ContractClient;
let browser: Browser;
let phone: Page;
const pageErrors: string[] = [];

beforeAll(async () => {
  pbx = await HostilePbx.start();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-hostile-'));
  host = await Host.start(['--site', writeSite(folder, { servers: [pbx.url], domain: 'pbx.test' })], folder);
  desk = await ContractClient.open(host.info.window, host.info.origin, ['calls', 'health', 'session']);
  ({ browser } = await launch({ microphone: toneFile(1000) }));
  phone = await browser.newPage();
  phone.on('crash', () => pageErrors.push('the page crashed'));
  await phone.goto(host.info.phone);
  await desk.command('session.passphrase', { passphrase: 'a passphrase of the test' });
  const secrets = { phonePassword: 'x', pbxPassword: 'x' };
  await desk.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets });
  await until('registered', () => desk.row('health')?.phone === 'registered');
});
afterAll(async () => {
  await browser?.close();
  desk?.close();
  await host?.stop();
  pbx?.stop();
});

const live = () => desk.rows('calls').filter((row) => row.state !== 'ended');

/** After everything: no phantom call, and a plain call can be taken, held, resumed and ended. */
afterEach(async () => {
  pbx.manners = {};
  // What was sent may ring a moment later than it was looked for.
  await until('no call is left', async () => {
    for (const row of live()) await desk.command('call.hangUp', { callId: row.id });
    return live().length === 0;
  }).catch((error: unknown) => {
    throw new Error(JSON.stringify(live()), { cause: error });
  });
  for (const row of desk.rows('calls')) await desk.command('call.dismiss', { callId: row.id });
  const { row } = await talking();
  expect(await desk.command('call.hold', { callId: row.id })).toMatchObject({ ok: true });
  expect(desk.row('calls', row.id)?.state).toBe('held');
  expect(await desk.command('call.resume', { callId: row.id })).toMatchObject({ ok: true });
  await desk.command('call.hangUp', { callId: row.id });
  await until('over', () => live().length === 0);
  await desk.command('call.dismiss', { callId: row.id });
  expect(desk.row('health')?.phone).toBe('registered');
  expect(pageErrors).toEqual([]);
  expect(await phone.evaluate('window.frontdeskPhone.callIds()')).toEqual([]);
});

async function ringing(body?: string): Promise<{ row: CallRow; dialog: Dialog }> {
  const before = new Set(desk.rows('calls').map((row) => row.id));
  const dialog = pbx.invite(body);
  const row = await until('it rings', () => desk.rows('calls').find((each) => !before.has(each.id)), 5_000);
  return { row, dialog };
}

async function talking(): Promise<{ row: CallRow; dialog: Dialog }> {
  const call = await ringing();
  expect(await desk.command('call.answer', { callId: call.row.id })).toMatchObject({ ok: true });
  await until('talking', () => desk.row('calls', call.row.id)?.state === 'talking', 5_000);
  return call;
}

describe('an answer that is not the expected one', () => {
  it.each([481, 408, 488, 503, 603, 302, 500])('re-INVITE → %d: not held, and said so', async (status) => {
    const { row } = await talking();
    pbx.manners = { reINVITE: status };
    expect(await desk.command('call.hold', { callId: row.id })).toMatchObject({ ok: false });
    expect(['talking', 'ended']).toContain(desk.row('calls', row.id)?.state);
  });

  it('re-INVITE → 491 once: tried again, and held', async () => {
    const { row } = await talking();
    pbx.manners = { reINVITE: 491 };
    const asked = desk.command('call.hold', { callId: row.id });
    await until('it was tried', () => pbx.requests.filter(({ method }) => method === 'INVITE').length > 0);
    pbx.manners = {};
    expect(await asked).toMatchObject({ ok: true });
    expect(desk.row('calls', row.id)?.state).toBe('held');
  });

  it('re-INVITE never answered: given up in time, and the next try works', async () => {
    const { row } = await talking();
    pbx.manners = { reINVITE: 'silent' };
    expect(await desk.command('call.hold', { callId: row.id })).toMatchObject({ ok: false });
    expect(desk.row('calls', row.id)?.state).toBe('talking');
  });

  it.each([481, 503, 'silent'] as const)('BYE → %s: over all the same', async (reply) => {
    const { row } = await talking();
    pbx.manners = { BYE: reply };
    await desk.command('call.hangUp', { callId: row.id });
    await until('over', () => desk.row('calls', row.id)?.state === 'ended');
  });

  it.each([403, 404, 481, 503, 603])('REFER → %d: the caller is still here', async (status) => {
    const { row } = await talking();
    pbx.manners = { REFER: status };
    expect(await desk.command('call.transferBlind', { callId: row.id, target: '201' })).toMatchObject({ ok: false });
    const after = await until('the transfer is over', () => desk.row('calls', row.id)?.transfer?.state === 'bounced');
    expect(after).toBe(true);
  });

  it.each([
    [404, 'notFound'],
    [486, 'busy'],
    [603, 'declined'],
    [503, 'unreachable'],
    [408, 'noAnswer'],
    [580, 'failed'],
  ])('our INVITE → %d: %s', async (status, cause) => {
    pbx.manners = { INVITE: status };
    const dialled = await desk.command('call.dial', { target: '201' });
    if (!dialled.ok) throw new Error(dialled.error.code);
    const { callId } = dialled.value;
    expect(await until('over', () => desk.row('calls', callId)?.ended)).toBe(cause);
  });

  it('our INVITE never answered: hanging up ends it', async () => {
    pbx.manners = { INVITE: 'silent' } satisfies Manners;
    const dialled = await desk.command('call.dial', { target: '201' });
    if (!dialled.ok) throw new Error(dialled.error.code);
    await desk.command('call.hangUp', { callId: dialled.value.callId });
    await until('over', () => desk.row('calls', dialled.value.callId)?.state === 'ended');
  });
});

describe('what the other side does at the wrong moment', () => {
  it('re-INVITE without SDP, with video, with unknown codecs, with garbage: answered, the call goes on or ends', async () => {
    const { row, dialog } = await talking();
    const bodies = [
      '',
      sdp((text) => `${text}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n`),
      sdp((text) => text.replaceAll(' 0\r', ' 77\r').replace('rtpmap:0 PCMU', 'rtpmap:77 NOBODY')),
      'v=zero',
    ];
    for (const body of bodies) {
      if (desk.row('calls', row.id)?.state === 'ended') break;
      const headers = body === '' ? [] : ([['Content-Type', 'application/sdp']] as const);
      expect(await dialog.ask('INVITE', headers, body)).toBeGreaterThanOrEqual(200);
    }
  });

  it.each([
    ['without SDP', undefined],
    ['with video only', sdp((text) => text.replace('m=audio', 'm=video').replace('PCMU/8000', 'VP8/90000'))],
    [
      'with unknown codecs',
      sdp((text) => text.replace(' 0\r\nc', ' 77\r\nc').replace('rtpmap:0 PCMU', 'rtpmap:77 NOBODY')),
    ],
    ['with garbage', 'v=zero\r\n'],
    ['with no fingerprint', sdp((text) => text.replace(/a=fingerprint[^\r]*\r\n/, ''))],
  ])('INVITE %s: rings or is refused; answering tells the truth', async (_what, body) => {
    const dialog = pbx.invite(body);
    const row = await until('it rings', () => live()[0], 2_000).catch(() => undefined);
    if (!row) return expect(await dialog.final()).toBeGreaterThanOrEqual(400);
    const answer = await desk.command('call.answer', { callId: row.id });
    if (!answer.ok) await until('over', () => desk.row('calls', row.id)?.state === 'ended', 8_000);
    return undefined;
  });

  it('fifty INVITEs at once: all ring or are refused, all end when cancelled', async () => {
    const dialogs = Array.from({ length: 50 }, () => pbx.invite());
    await until('they ring', () => live().length === 50, 15_000);
    dialogs.forEach((dialog) => dialog.cancel());
    await until('all are over', () => live().length === 0, 15_000);
    for (const row of desk.rows('calls')) await desk.command('call.dismiss', { callId: row.id });
  });

  it('a CANCEL at the moment of the answer, a BYE at the moment of the hold: one truth', async () => {
    const first = await ringing();
    const answering = desk.command('call.answer', { callId: first.row.id });
    first.dialog.cancel();
    await answering;
    const second = await talking();
    const holding = desk.command('call.hold', { callId: second.row.id });
    await second.dialog.ask('BYE');
    await holding;
    await until('over', () => desk.row('calls', second.row.id)?.state === 'ended');
  });

  it('a transfer of a call that has just ended, and one to ourselves', async () => {
    const { row, dialog } = await talking();
    await dialog.ask('BYE');
    await until('over', () => desk.row('calls', row.id)?.state === 'ended');
    expect(await desk.command('call.transferBlind', { callId: row.id, target: '201' })).toMatchObject({ ok: false });
    const own = await talking();
    pbx.manners = { REFER: 482 };
    expect(await desk.command('call.transferBlind', { callId: own.row.id, target: '101' })).toMatchObject({
      ok: false,
    });
    expect(desk.row('calls', own.row.id)?.state).toMatch(/talking|ended/);
  });

  it('glare: both hold in the same instant', async () => {
    const { row, dialog } = await talking();
    const ours = desk.command('call.hold', { callId: row.id });
    const theirs = await dialog.ask(
      'INVITE',
      [['Content-Type', 'application/sdp']],
      sdp((text) => text.replace('a=sendrecv', 'a=sendonly')),
    );
    expect([200, 491, 500, 488]).toContain(theirs);
    expect(await ours).toMatchObject({ ok: true });
  });
});

describe('RFC 4475 and worse', () => {
  it('none of it takes the phone down', async () => {
    for (const [, text] of tortureMessages(pbx.contact)) pbx.raw(text);
    await until('it still answers', async () => (await phone.evaluate('1 + 1')) === 2);
    await until('quiet', () => live().every((row) => row.state === 'ringing'));
  });
});
