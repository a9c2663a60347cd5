// Being called back instead of waiting, against a real Asterisk 22: from the key that the caller presses in the queue to the
// two talking, with the sound measured at both ends.
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { heardInPage, hearsInPage } from '../support/host.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { spanishDigit } from './asterisk-setup.ts';
import { PbxDesk, must } from './desk.ts';

const CUSTOMER = '2065550142';

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let window: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open();
  ({ asterisk, client: desk, phone, window } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(async () => {
  for (const item of desk.rows('worklist')) if (item.state === 'open') await desk.command('work.done', { id: item.id });
  await pbx.quiet();
});

const waiting = () => desk.rows('waiting');
const callback = () => desk.rows('worklist').find(({ kind, state }) => kind === 'callback' && state === 'open');

/** Nobody is rung: everybody in the queue is paused. */
async function pause(paused: boolean): Promise<void> {
  for (const extension of ['101', '102'])
    await asterisk.ask('QueuePause', { Interface: `PJSIP/${extension}`, Paused: String(paused) });
}

const outside = async () => {
  const channels = await asterisk.ask('CoreShowChannels', {}, 'CoreShowChannelsComplete');
  return channels.map((one) => one.get('channel') ?? '').filter((name) => name.startsWith('PJSIP/outside'));
};

/** A caller who waits. @returns the channel whose keys reach the PBX as RFC 4733 from outside */
async function joins(number: string, queue = '700'): Promise<string> {
  const before = new Set(waiting().map(({ entry }) => entry));
  const channels = new Set(await outside());
  await asterisk.call(number, 'Test Caller', queue);
  await until('the caller waits', () => waiting().find(({ entry }) => !before.has(entry)));
  const own = (await outside()).find((name) => !channels.has(name));
  if (own === undefined) throw new Error('no channel');
  return own;
}

/** Somebody's channel is at that application of the dialplan. */
const does = async (application: string) => {
  const channels = await asterisk.ask('CoreShowChannels', {}, 'CoreShowChannelsComplete');
  return channels.some((one) => one.get('application') === application);
};

/** How much of what the caller hears is the tone that asks for a number. */
const dialTone = (): number => {
  const { share } = asterisk.heard('caller', [350, 440]);
  return (share[350] ?? 0) + (share[440] ?? 0);
};

/** The caller hears a voice: neither the dial tone before it nor silence. */
async function isReadBack(): Promise<void> {
  await until('the caller hears it', () => {
    const { rms } = asterisk.heard('caller', []);
    return rms > 0.01 && dialTone() < 0.1;
  });
}

/**
 * Pressed as by a finger that is lifted in between. Without any pause one key of eleven was lost now and then on a busy machine:
 * two keys told apart by their RTP timestamp alone (RFC 4733, 2.2.1) need sound between them.
 */
async function presses(channel: string, digits: string): Promise<void> {
  for (const Digit of digits) {
    await asterisk.ask('PlayDTMF', { Channel: channel, Digit, Duration: '120' });
    await setTimeout(100);
  }
}

describe('a caller who would rather be called back', () => {
  it('presses 1, keeps the place, is called when the turn comes, and both talk', async () => {
    await pause(true);
    await joins('2065550110');
    const customer = await joins(CUSTOMER);
    await joins('2065550120');
    await presses(customer, '1');
    const place = await until('the place is kept', () => waiting().find((one) => one.callback));
    expect(place).toMatchObject({ number: CUSTOMER, position: 2, callback: { number: CUSTOMER } });
    expect(waiting().map(({ number }) => number)).toHaveLength(3);
    const item = await until('it is a thing to do', callback);
    expect(item).toMatchObject({ number: CUSTOMER, queue: 'Front desk', owner: 'Front desk' });
    expect(item.dueAt - item.createdAt).toBeGreaterThan(59 * 60_000);
    await asterisk.hangUpCallers();
    await until('only the place is left', () => waiting().length === 1);

    await pause(false);
    const turn = await until('the turn rings', () => pbx.live().find(({ state }) => state === 'ringing'));
    expect(turn).toMatchObject({ purpose: 'callback', remote: { number: CUSTOMER } });
    expect(turn.callBackBy).toBe(item.due);
    await window.getByText(/Asked .* promised by/).waitFor();
    await window.keyboard.press('F2');
    const call = await until('the customer is called', () =>
      pbx.live().find(({ direction }) => direction === 'outgoing'),
    );
    expect(call.remote.number).toContain(CUSTOMER);
    expect(call.queueName).toBe('Front desk');
    await until('it rings there', () => pbx.call(call.id)?.state === 'remoteRinging');
    await pbx.state(call.id, 'talking');
    await hearsInPage(phone, call.id, 440);
    await asterisk.hears('caller', 1000);
    await expect.poll(() => desk.row('notes', call.id)).toBeDefined();
    await must(desk.command('call.hangUp', { callId: call.id }));
    await until('it is done', () => desk.row('worklist', item.id)?.state === 'done');
    expect(desk.row('worklist', item.id)?.closed).toMatchObject({ how: 'calledBack', callId: call.id });
    expect(desk.rows('worklist').filter(({ kind, number }) => kind === 'abandoned' && number === CUSTOMER)).toEqual([]);
  });

  it('is taken from the board out of turn like anybody who waits', async () => {
    await pause(true);
    await presses(await joins(CUSTOMER), '1');
    const item = await until('it is a thing to do', callback);
    const place = await until('the place is kept', () => waiting().find((one) => one.callback));
    await must(desk.command('queue.take', { entry: place.entry }));
    const turn = await until('the turn rings', () => pbx.live().find(({ state }) => state === 'ringing'));
    expect(turn).toMatchObject({ purpose: 'callback', remote: { number: CUSTOMER } });
    await must(desk.command('call.answer', { callId: turn.id }));
    const call = await until('the customer is called', () =>
      pbx.live().find(({ direction }) => direction === 'outgoing'),
    );
    await pbx.state(call.id, 'talking');
    await hearsInPage(phone, call.id, 440);
    await must(desk.command('call.hangUp', { callId: call.id }));
    await until('it is done', () => desk.row('worklist', item.id)?.state === 'done');
  });

  it('whose line is busy stays a thing to do with the promise', async () => {
    await pause(true);
    const busy = '2065550143';
    await presses(await joins(busy), '1');
    const item = await until('it is a thing to do', callback);
    await asterisk.hangUpCallers();
    await pause(false);
    const turn = await until('the turn rings', () => pbx.live().find(({ state }) => state === 'ringing'));
    await must(desk.command('call.answer', { callId: turn.id }));
    await until('it was tried', () => (desk.row('worklist', item.id)?.attempts.length ?? 0) > 0);
    expect(desk.row('worklist', item.id)).toMatchObject({
      state: 'open',
      due: item.due,
      attempts: [{ outcome: 'busy' }],
    });
    await until('the place is gone', () => waiting().length === 0);
  });

  it('who enters another number is called there; without any number they wait on where they were', async () => {
    await pause(true);
    await presses(await joins('anonymous'), '1');
    // Whose ear is measured is the last who called.
    const caller = await joins('2065550110');
    await until('still waits', () => waiting().length === 2 && waiting().every((one) => !one.callback));
    await presses(caller, '1');
    await until('is asked', () => dialTone() > 0.9);
    await presses(caller, '2065550188#');
    await isReadBack();
    await presses(caller, '2');
    await until('is asked again', () => dialTone() > 0.9);
    await presses(caller, '2065550177#');
    await isReadBack();
    await presses(caller, '1');
    const place = await until('the place is kept', () => waiting().find((one) => one.callback));
    expect(place).toMatchObject({ position: 2, callback: { number: '2065550177' } });
    await until('it is a thing to do', callback);
  });

  it('whose queue is Spanish has the number read back in Spanish', async () => {
    await pause(true);
    const caller = await joins('2065550110', '702');
    await presses(caller, '1');
    await until('is asked', () => dialTone() > 0.9);
    await presses(caller, '2065550177#');
    const tones = [2, 0, 6, 5].map(spanishDigit);
    // Each is heard for a second of twelve.
    await until('its digits are said', () => {
      const { share } = asterisk.heard('caller', tones, 12_000);
      return tones.every((hz) => (share[hz] ?? 0) > 0.002);
    });
    await presses(caller, '1');
    await until('the place is kept', () =>
      waiting().some((one) => one.queue === 'espanol' && one.callback?.number === '2065550177'),
    );
    await asterisk.ask('Hangup', { Channel: '/^Local\\/.*@callback-.*/' });
  });

  it('a phone without a console that gets the turn hears whom to call', async () => {
    await pause(true);
    await presses(await joins(CUSTOMER, '702'), '1');
    await until('the place is kept', () => waiting().some((one) => one.callback));
    await asterisk.hangUpCallers();
    const member = { Queue: 'espanol', Interface: 'PJSIP/103' };
    await asterisk.ask('QueueAdd', member);
    await pbx.colleague.getByRole('button', { name: /Answer/ }).waitFor();
    await pbx.colleague.evaluate('answer()');
    // The voice of the PBX is no tone: it is enough that somebody speaks there, and it is the number that is said.
    await until('the number is said', () => does('SayDigits'));
    await until('they hear it', async () => (await heardInPage(pbx.colleague, 'only', [440])).rms > 0.01);
    await pbx.colleague.evaluate('end()');
    await asterisk.ask('QueueRemove', member);
  });

  it('who calls again meanwhile is known to wait, and the call-back can be let go', async () => {
    await pause(true);
    await presses(await joins(CUSTOMER), '1');
    const item = await until('it is a thing to do', callback);
    await asterisk.hangUpCallers();
    await asterisk.dialDesk('101', CUSTOMER);
    const again = await until('it rings', () => pbx.live().find(({ state }) => state === 'ringing'));
    await must(desk.command('call.answer', { callId: again.id }));
    await pbx.state(again.id, 'talking');
    await window.getByRole('region', { name: 'Waits to be called back' }).waitFor();
    expect(desk.row('worklist', item.id)?.state).toBe('open');
    await must(desk.command('callback.withdraw', { workId: item.id }));
    await until('the place is given up', () => waiting().length === 0);
    await expect.poll(() => desk.row('worklist', item.id)).toMatchObject({ state: 'done' });
    expect((await heardInPage(phone, again.id, [440])).rms).toBeGreaterThan(0.01);
  });
});
