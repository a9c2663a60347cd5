// A supervisor at a colleague's call, against a real Asterisk 22: who hears whom is measured at all three. The desk (1000 Hz)
// is the supervisor's, the colleague (1200 Hz) talks with a caller (440 Hz).
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import { heardInPage, hearsInPage } from '../support/host.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { must } from './desk.ts';
import type { PbxDesk } from './desk.ts';
import {
  CALLER,
  COLLEAGUE,
  DESK,
  asSupervisor,
  colleagueTalks,
  everybodyOut,
  listens,
  openSupervisor,
} from './supervisor.ts';

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await openSupervisor();
  ({ asterisk, client: desk, phone, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(() => everybodyOut(pbx));

/** How loud a tone is in what they hear (`share` is of the energy; the caller is ten times as loud as a microphone). */
const loud = ({ rms, share }: { rms: number; share: Record<number, number> }, hz: number) =>
  rms * Math.sqrt(share[hz] ?? 0);
/** Of the PBX, for whoever is listened to. */
const TONE = 1400;
const TONES = [DESK, COLLEAGUE, CALLER];
const colleagueHears = (hz: number) =>
  until(`the colleague hears ${hz}`, async () => loud(await heardInPage(colleague, 'only', TONES), hz) > 0.01);
const callerHears = (hz: number) =>
  until(`the caller hears ${hz}`, () => loud(asterisk.heard('caller', TONES), hz) > 0.01);
/** Half a second of what they hear, once they hear each other. */
async function isNotHeard(): Promise<void> {
  expect(loud(await heardInPage(colleague, 'only', TONES), DESK)).toBeLessThan(0.002);
  expect(loud(asterisk.heard('caller', TONES), DESK)).toBeLessThan(0.002);
}
async function hearsBoth(id: CallId): Promise<void> {
  await until('the supervisor hears both', async () => {
    const heard = await heardInPage(phone, id, TONES);
    return loud(heard, COLLEAGUE) > 0.01 && loud(heard, CALLER) > 0.01;
  });
}
describe('a supervisor at a call', () => {
  it('listens, whispers, speaks to both and leaves; the call goes on', async () => {
    await colleagueTalks(pbx);
    const id = await listens(pbx);
    await hearsBoth(id);
    await isNotHeard();
    expect(pbx.call(id)).toMatchObject({ purpose: 'listen', muted: true });
    expect(desk.row('notes', id)).toBeUndefined();
    expect(desk.row('patients', id)).toBeUndefined();
    await expect.poll(() => desk.rows('listening')).toMatchObject([{ extension: '103', mode: 'listen' }]);

    await must(desk.command('supervision.mode', { callId: id, mode: 'whisper' }));
    await colleagueHears(DESK);
    expect(loud(asterisk.heard('caller', TONES), DESK)).toBeLessThan(0.002);
    await hearsBoth(id);

    await must(desk.command('supervision.mode', { callId: id, mode: 'barge' }));
    await colleagueHears(DESK);
    await callerHears(DESK);
    await hearsBoth(id);

    await must(desk.command('supervision.mode', { callId: id, mode: 'listen' }));
    await until('nobody hears the supervisor', async () => {
      const heard = await heardInPage(colleague, 'only', TONES);
      return loud(heard, DESK) < 0.002 && loud(asterisk.heard('caller', TONES), DESK) < 0.002;
    });
    expect(pbx.call(id)?.muted).toBe(true);

    await must(desk.command('call.hangUp', { callId: id }));
    await pbx.state(id, 'ended');
    await until('it is said that nobody listens', () => desk.rows('listening').length === 0);
    // Each has gone on hearing the other, and nothing else.
    await hearsInPage(colleague, 'only', CALLER);
    await asterisk.hears('caller', COLLEAGUE);
  });

  it('can begin with speaking to the colleague alone, or to both', async () => {
    await colleagueTalks(pbx);
    const whispering = await listens(pbx, 'whisper');
    await colleagueHears(DESK);
    expect(loud(asterisk.heard('caller', TONES), DESK)).toBeLessThan(0.002);
    await must(desk.command('call.hangUp', { callId: whispering }));
    await pbx.state(whispering, 'ended');
    const barging = await listens(pbx, 'barge');
    await colleagueHears(DESK);
    await callerHears(DESK);
    await hearsBoth(barging);
  });

  it('speaks to both at a call that the colleague dialled', async () => {
    await colleague.evaluate(`void dial('2065550142')`);
    await hearsInPage(colleague, 'only', CALLER);
    const barging = await listens(pbx, 'barge');
    await colleagueHears(DESK);
    await callerHears(DESK);
    await hearsBoth(barging);
  });

  it('is heard by both in every call, one after the other', async () => {
    for (let turn = 1; turn <= 8; turn++) {
      await colleagueTalks(pbx);
      const barging = await listens(pbx, turn % 2 ? 'barge' : 'listen');
      if (turn % 2 === 0) await must(desk.command('supervision.mode', { callId: barging, mode: 'barge' }));
      await colleagueHears(DESK);
      await callerHears(DESK);
      await hearsBoth(barging);
      await everybodyOut(pbx);
    }
  });

  it('is told of by a tone that the colleague hears and the caller does not, where the practice wants it so', async () => {
    const version = desk.row('site')?.version ?? 0;
    pbx.writeSite((document) => {
      asSupervisor(document);
      document.setIn(['supervision', 'announce'], 'tone');
    });
    await until('the site file is read', () => (desk.row('site')?.version ?? 0) > version);
    await colleagueTalks(pbx);
    const heardBefore = asterisk.secondsOf('caller');
    const id = await listens(pbx);
    await until(
      'the colleague hears the tone',
      async () => loud(await heardInPage(colleague, 'only', [TONE]), TONE) > 0.005,
    );
    await until('the caller has heard on', () => asterisk.secondsOf('caller') > heardBefore + 6);
    expect(loud(asterisk.heard('caller', [TONE], 6_000), TONE)).toBeLessThan(0.0005);
    expect(loud(await heardInPage(phone, id, TONES), CALLER)).toBeGreaterThan(0.01);
    await must(desk.command('call.hangUp', { callId: id }));
    await until('no tone any more', async () => {
      const channels = await asterisk.ask('CoreShowChannels', {}, 'CoreShowChannelsComplete');
      return !channels.some((one) => one.get('channel')?.includes('listen-tone'));
    });
    await hearsInPage(colleague, 'only', CALLER);
    pbx.writeSite(asSupervisor);
    await until('the site file is read', () => (desk.row('site')?.version ?? 0) > version + 1);
  });

  it('is over when the call is over', async () => {
    await colleagueTalks(pbx);
    const id = await listens(pbx);
    await hearsBoth(id);
    await colleague.evaluate('end()');
    await pbx.state(id, 'ended');
    expect(pbx.call(id)?.ended).toBe('callerHungUp');
  });

  it('is told when there is no call to join, no such phone, and no such service at the PBX', async () => {
    const ended = async (extension: string) => {
      const placed = await desk.command('supervision.listen', { extension, mode: 'listen' });
      if (!placed.ok) return placed.error.code;
      await pbx.state(placed.value.callId, 'ended');
      return pbx.call(placed.value.callId)?.ended;
    };
    // What the console knows it does not dial; the PBX says the same to who dials by hand.
    const dialled = await desk.command('call.dial', { target: '*55103' });
    if (!dialled.ok) throw new Error(dialled.error.code);
    await pbx.state(dialled.value.callId, 'ended');
    expect(pbx.call(dialled.value.callId)?.ended).toBe('noAnswer');
    expect(await ended('198')).toBe('notFound');
    expect(await ended('101')).toBe('listenYourself');
    const version = desk.row('site')?.version ?? 0;
    pbx.writeSite((document) => {
      asSupervisor(document);
      document.setIn(['supervision', 'listen'], '*75');
    });
    await until('the site file is read', () => (desk.row('site')?.version ?? 0) > version);
    expect(await ended('198')).toBe('notFound');
    pbx.writeSite(asSupervisor);
    await until('the site file is read', () => (desk.row('site')?.version ?? 0) > version + 1);
  });

  it('is refused by the PBX whose list does not name the phone', async () => {
    await colleagueTalks(pbx);
    await asterisk.ask('Command', { Command: 'dialplan remove extension 101@supervisors' });
    const placed = await desk.command('supervision.listen', { extension: '103', mode: 'listen' });
    if (!placed.ok) throw new Error(placed.error.code);
    await pbx.state(placed.value.callId, 'ended');
    expect(pbx.call(placed.value.callId)?.ended).toBe('refused');
    await asterisk.ask('Command', { Command: 'dialplan add extension 101,1,NoOp() into supervisors' });
    await asterisk.hears('caller', COLLEAGUE);
  });
});
