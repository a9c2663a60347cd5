// A PBX that answers everything wrongly and sends what it should not: nothing crashes, the desk tells the truth, and the
// next call works.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HostileDesk } from '../support/hostile-desk.ts';
import { sdp } from '../support/hostile-pbx.ts';
import type { HostilePbx, Manners } from '../support/hostile-pbx.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import { tortureMessages } from './torture.ts';

let all: HostileDesk;
let pbx: HostilePbx;
let desk: ContractClient;
let phone: Page;
const pageErrors: string[] = [];

beforeAll(async () => {
  all = await HostileDesk.open();
  ({ pbx, desk, phone } = all);
  phone.on('crash', () => pageErrors.push('the page crashed'));
});
afterAll(() => all?.close());

const live = () => all.live();
const ringing = () => all.ringing();
const talking = () => all.talking();

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

  it.each([403, 404, 408, 481, 491, 503, 603])('REFER → %d: the caller is still here', async (status) => {
    const { row } = await talking();
    pbx.manners = { REFER: status };
    expect(await desk.command('call.transferBlind', { callId: row.id, target: '201' })).toMatchObject({
      error: { code: 'transferRefused' },
    });
    expect(desk.row('calls', row.id)).toMatchObject({ state: 'talking', transfer: { state: 'bounced', status } });
    // Nor is the caller given up a moment later: here nobody is ever heard, as when the other side is muted.
    await phone.clock.fastForward(5_000);
    expect(await desk.command('call.mute', { callId: row.id, muted: true })).toMatchObject({ ok: true });
    expect(desk.row('calls', row.id)).toMatchObject({ state: 'talking', trouble: 'transferBounced' });
  });

  it('REFER accepted and never a NOTIFY: unknown after its limit, in words; a late one still counts', async () => {
    const { row, dialog } = await talking();
    expect(await desk.command('call.transferBlind', { callId: row.id, target: '201' })).toMatchObject({ ok: true });
    expect(desk.row('calls', row.id)).toMatchObject({ state: 'transferring', transfer: { state: 'accepted' } });
    await phone.clock.fastForward(45_000);
    await until('unknown', () => desk.row('calls', row.id)?.transfer?.state === 'unknown');
    expect(desk.row('calls', row.id)).toMatchObject({ state: 'talking', trouble: 'transferUnknown' });
    const window = await all.browser.newPage();
    await window.goto(all.host.info.console);
    await window
      .getByText(/It is not known whether .* has the call/)
      .first()
      .waitFor();
    await window.close();
    expect(await dialog.notify('SIP/2.0 180 Ringing')).toBe(200);
    expect(await dialog.notify('SIP/2.0 200 OK')).toBe(200);
    expect(await until('over', () => desk.row('calls', row.id)?.ended)).toBe('transferred');
  });

  it('REFER accepted, then failed, and the caller is not given back: said so', async () => {
    const { row, dialog } = await talking();
    expect(await desk.command('call.transferBlind', { callId: row.id, target: '201' })).toMatchObject({ ok: true });
    expect(await dialog.notify('SIP/2.0 486 Busy Here')).toBe(200);
    await until('bounced', () => desk.row('calls', row.id)?.transfer?.state === 'bounced');
    expect(await until('over', () => desk.row('calls', row.id)?.ended)).toBe('lostInTransfer');
  });

  it.each([
    [404, 'notFound'],
    [486, 'busy'],
    [603, 'declined'],
    [503, 'unreachable'],
    [408, 'noAnswer'],
    [580, 'failed'],
    // No status code at all (RFC 3261 21): a call to it is over all the same.
    [999, 'failed'],
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

describe('a PBX that has just come back', () => {
  it('and does not answer a REGISTER that came too early: asked again, and registered', async () => {
    pbx.manners = { REGISTER: 'silent' };
    const before = pbx.requests.length;
    const asked = () => pbx.requests.slice(before).filter(({ method }) => method === 'REGISTER').length;
    pbx.drop();
    await until('asked', () => asked() === 1);
    await until('it is said', () => desk.row('health')?.phone !== 'registered');
    pbx.manners = {};
    await until('registered', () => desk.row('health')?.phone === 'registered', 9_000);
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

  it('a transfer of a call that has just ended, and of one that ends just then', async () => {
    const first = await talking();
    await first.dialog.ask('BYE');
    await until('over', () => desk.row('calls', first.row.id)?.state === 'ended');
    expect(await desk.command('call.transferBlind', { callId: first.row.id, target: '201' })).toMatchObject({
      error: { code: 'callGone' },
    });
    const second = await talking();
    pbx.manners = { REFER: 481 };
    const asked = desk.command('call.transferBlind', { callId: second.row.id, target: '201' });
    await second.dialog.ask('BYE');
    expect(await asked).toMatchObject({ ok: false });
    expect(await until('over', () => desk.row('calls', second.row.id)?.ended)).toBe('callerHungUp');
  });

  it('a transfer to ourselves is never asked of the PBX', async () => {
    const { row } = await talking();
    const before = pbx.requests.length;
    expect(await desk.command('call.transferBlind', { callId: row.id, target: '101' })).toMatchObject({
      error: { code: 'transferToSelf' },
    });
    expect(pbx.requests.slice(before).map(({ method }) => method)).not.toContain('REFER');
    expect(desk.row('calls', row.id)?.state).toBe('talking');
  });

  it('glare: both hold in the same instant, again and again: one waits for the other, and the call goes on', async () => {
    const { row, dialog } = await talking();
    const offer = sdp((text) => text.replace('a=sendrecv', 'a=sendonly'));
    for (const order of ['call.hold', 'call.resume', 'call.hold', 'call.resume'] as const) {
      const ours = desk.command(order, { callId: row.id });
      const theirs = await dialog.ask('INVITE', [['Content-Type', 'application/sdp']], offer);
      expect([200, 491]).toContain(theirs);
      expect(await ours).toMatchObject({ ok: true });
    }
    expect(desk.row('calls', row.id)?.state).toBe('talking');
  });
});

/** Who rings: the valid ones, and those whose fault has nothing to do with the call. */
const VALID_ENOUGH = [
  'j', // whitespace and folding
  'null--null', // escaped nulls
  'x', // long values
  't5', // a multipart body: answering it is refused
  't19', // a bad Date
  't24', // no branch
  't27', // an unknown extension is required, which SIP.js overlooks
  't28', // an unknown content type
  't29', // several values of single fields: the first counts
  't33', // a description that offers only what is switched off
];

describe('RFC 4475 and worse', () => {
  it('none of it takes the phone down', async () => {
    for (const [, text] of tortureMessages(pbx.contact)) pbx.raw(text);
    // What comes over one socket is taken in order: when the last one rings, all that rings does.
    pbx.invite(sdp(), '"Last" <sip:last@pbx.test>');
    await until('the last one rings', () => live().some((row) => row.remote.number === 'last'));
    expect(live().map(({ remote, state }) => [remote.number, state])).toEqual(
      [...VALID_ENOUGH, 'last'].map((number) => [number, 'ringing']),
    );
    expect(live().every(({ remote }) => remote.name.length <= 200)).toBe(true);
  });
});
