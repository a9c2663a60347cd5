// A switchboard's work against real Asterisk, with the sound measured at every end: transfers that are followed to their end,
// a three-way conference, several lines.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRow } from '../../shared/contract/call.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import type { ContractClient } from '../support/host.ts';
import { heardInPage, hearsInPage } from '../support/host.ts';
import type { Heard } from '../support/tone.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk, must } from './desk.ts';

/** Hold music of the test, the caller, this desk, the colleague: Hz. */
const MUSIC = 600;
const CALLER = 440;
const DESK = 1000;
const COLLEAGUE = 1200;

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open((document) => document.setIn(['phone', 'transferRingSeconds'], 5));
  ({ asterisk, client: desk, phone, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(async () => {
  await colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
});

const call = (id: CallId) => pbx.call(id);
const transfer = (id: CallId) => call(id)?.transfer;
const state = (id: CallId, wanted: CallRow['state']) => pbx.state(id, wanted);
const ringsAtColleague = () => colleague.getByRole('button', { name: /Answer/ }).waitFor();
const quietAtColleague = () => colleague.getByRole('button', { name: /Answer/ }).waitFor({ state: 'detached' });
/** Loudness of one voice in what was heard. */
const loudness = (heard: Heard, hz: number) => heard.rms * Math.sqrt(heard.share[hz] ?? 0);

async function dial(target: string, consultFor?: CallId): Promise<CallId> {
  const dialled = await desk.command('call.dial', consultFor ? { target, consultFor } : { target });
  if (!dialled.ok) throw new Error(dialled.error.code);
  return dialled.value.callId;
}

describe('a followed transfer', () => {
  it('keeps the caller on hold until the colleague answers, then joins the two', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '103' }));
    await ringsAtColleague();
    await until('it rings there', () => transfer(id)?.state === 'ringing');
    expect(call(id)?.state).toBe('held');
    await asterisk.hears('caller', MUSIC);
    await colleague.evaluate('answer()');
    await state(id, 'ended');
    expect(call(id)).toMatchObject({
      ended: 'transferred',
      transfer: { kind: 'blind', state: 'reached', label: '103' },
    });
    await hearsInPage(colleague, 'only', CALLER);
    await asterisk.hears('caller', COLLEAGUE);
    expect(await until('nothing is left here', () => pbx.live().length === 0)).toBe(true);
  });

  it('brings the caller back when the line is busy', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '204' }));
    await until('back', () => transfer(id)?.state === 'returned');
    expect(transfer(id)).toMatchObject({ reason: 'busy', label: expect.any(String) as string });
    await state(id, 'talking');
    await asterisk.hears('caller', DESK);
    await hearsInPage(phone, id, CALLER);
  });

  it('brings the caller back when nobody answers in time', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '103' }));
    await ringsAtColleague();
    await until('back', () => transfer(id)?.state === 'returned');
    expect(transfer(id)?.reason).toBe('noAnswer');
    await quietAtColleague();
    await state(id, 'talking');
    await asterisk.hears('caller', DESK);
  });

  it('brings the caller back when the colleague declines', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '103' }));
    await ringsAtColleague();
    await colleague.evaluate('window.incoming.reject({ statusCode: 603 })');
    await until('back', () => transfer(id)?.state === 'returned');
    await state(id, 'talking');
    await asterisk.hears('caller', DESK);
  });

  it('is called off while it rings', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '103' }));
    await ringsAtColleague();
    await must(desk.command('call.cancelTransfer', { callId: id }));
    await quietAtColleague();
    await state(id, 'talking');
    expect(transfer(id)?.state).toBe('cancelled');
    await asterisk.hears('caller', DESK);
  });

  it('ends when the caller hangs up first', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '103' }));
    await ringsAtColleague();
    await asterisk.hangUpCallers();
    await state(id, 'ended');
    expect(transfer(id)?.state).toBe('abandoned');
    await quietAtColleague();
  });

  it('leaves the desk free for the next call meanwhile', async () => {
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '103' }));
    await ringsAtColleague();
    const echo = await dial('601');
    await state(echo, 'talking');
    await hearsInPage(phone, echo, DESK);
    await colleague.evaluate('answer()');
    await state(id, 'ended');
    expect(transfer(id)?.state).toBe('reached');
    expect(call(echo)?.state).toBe('talking');
    await asterisk.hears('caller', COLLEAGUE);
  });
});

describe('three in one conversation', () => {
  async function conference() {
    const id = await pbx.answered();
    const consult = await dial('103', id);
    await ringsAtColleague();
    await colleague.evaluate('answer()');
    await state(consult, 'talking');
    await must(desk.command('call.merge', { callId: id, withCallId: consult }));
    await until('joined', () => [id, consult].every((each) => call(each)?.conference === id));
    return { id, consult };
  }

  it('everybody hears the two others and nobody themselves', async () => {
    const { id, consult } = await conference();
    // The browser's noise suppression takes our steady tone for noise, more so the longer it lasts: it is there, not loud.
    const isRight = (heard: Heard, own: number, other: number) =>
      loudness(heard, DESK) > 0.01 && loudness(heard, other) > 0.01 && (heard.share[own] ?? 0) < 0.001;
    const tones = [CALLER, DESK, COLLEAGUE];
    await until('the caller hears both', () => isRight(asterisk.heard('caller', tones), CALLER, COLLEAGUE));
    await until('the colleague hears both', async () =>
      isRight(await heardInPage(colleague, 'only', tones), COLLEAGUE, CALLER),
    );
    await hearsInPage(phone, id, CALLER);
    await hearsInPage(phone, consult, COLLEAGUE);
    // Muted here, the other two go on.
    await must(desk.command('call.mute', { callId: id, muted: true }));
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
  });

  it('is left: the other two stay together', async () => {
    const { id } = await conference();
    await must(desk.command('call.leaveConference', { callId: id }));
    await until('nothing is left here', () => pbx.live().length === 0);
    expect(call(id)).toMatchObject({ ended: 'transferred', transfer: { kind: 'attended', state: 'reached' } });
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
  });

  it('is split: one is talked to, the other waits with music', async () => {
    const { id, consult } = await conference();
    await must(desk.command('call.split', { callId: id }));
    await state(consult, 'held');
    expect(call(id)).toMatchObject({ state: 'talking' });
    await asterisk.hears('caller', DESK);
    await hearsInPage(colleague, 'only', MUSIC);
  });

  it('goes on as two when one hangs up', async () => {
    const { id, consult } = await conference();
    await colleague.evaluate('end()');
    // The window puts a consultation away as soon as it is over: its row may be gone before anybody looks.
    await until('the colleague is gone', () => !pbx.live().some((each) => each.id === consult));
    await until('no conference any more', () => call(id)?.conference === undefined);
    await asterisk.hears('caller', DESK);
    await hearsInPage(phone, id, CALLER);
  });
});

describe('lines', () => {
  it('connects two calls that are here already', async () => {
    const id = await pbx.answered();
    const other = await dial('103');
    await ringsAtColleague();
    await colleague.evaluate('answer()');
    await state(other, 'talking');
    expect(call(id)?.state).toBe('held');
    await must(desk.command('call.transferAttended', { callId: id, consultCallId: other }));
    await until('nothing is left here', () => pbx.live().length === 0);
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
  });

  it('six at once: one is talked to, five wait, each comes back with its own sound', async () => {
    const id = await pbx.answered();
    const echoes: CallId[] = [];
    for (let line = 2; line <= 6; line++) {
      const echo = await dial('601');
      await state(echo, 'talking');
      echoes.push(echo);
    }
    expect(
      pbx
        .live()
        .map(({ line }) => line)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pbx.live().filter((each) => each.state === 'talking').length).toBe(1);
    expect(await desk.command('call.dial', { target: '601' })).toMatchObject({ error: { code: 'linesFull' } });
    for (const each of [id, echoes[0]!, id]) {
      await must(desk.command('call.resume', { callId: each }));
      await state(each, 'talking');
      await hearsInPage(phone, each, each === id ? CALLER : DESK);
      expect(pbx.live().filter((other) => other.state === 'talking').length).toBe(1);
    }
    await asterisk.hears('caller', DESK);
  });
});

describe('a transfer that is left to the PBX', () => {
  it('and meets a busy line: the caller is the dialplan’s for good, which is said at once', async () => {
    pbx.writeSite((document) => document.setIn(['phone', 'blindTransfer'], 'refer'));
    const version = desk.row('site')?.version;
    await until('the site file is taken live', () => desk.row('site')?.version !== version);
    const id = await pbx.answered();
    await must(desk.command('call.transferBlind', { callId: id, target: '204' }));
    await until('the transfer ended', () => transfer(id)?.state === 'bounced');
    expect(transfer(id)).toMatchObject({ kind: 'blind', status: 486 });
    await state(id, 'ended');
    expect(call(id)?.ended).toBe('lostInTransfer');
  });
});
