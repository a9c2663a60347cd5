// What an operator sees besides the call in hand, against a real Asterisk 22: parked callers, whose phone rings for whom,
// voicemail; each with its sound.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRow } from '../../shared/contract/call.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import type { ContractClient } from '../support/host.ts';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import { PARKING_SECONDS } from './asterisk-setup.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk } from './desk.ts';

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
/** Every SIP message the PBX sent to our phone. */
let received: readonly string[];
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open(undefined, ['parked', 'ringing', 'voicemail', 'voicemailLamp']);
  ({ asterisk, client: desk, phone, colleague, received } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(async () => {
  await asterisk.hangUpCallers();
  await colleague.evaluate('end()');
  await until('nobody is parked', () => desk.rows('parked').length === 0);
  await pbx.quiet();
});

const live = () => pbx.live();
const state = (id: CallId, wanted: CallRow['state']) => pbx.state(id, wanted);
const presence = (extension: string) => desk.row('people', extension)?.presence;
async function must<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(given.error.code);
  return given.value;
}

async function answered(number: string, name: string): Promise<CallId> {
  const id = await pbx.answered(number, name);
  await hearsInPage(phone, id, 440);
  return id;
}

async function parked(number: string, name: string) {
  const id = await answered(number, name);
  await must(desk.command('call.park', { callId: id }));
  const row = await until('the board shows the caller', () => desk.rows('parked')[0]);
  await state(id, 'parked');
  await until('the call knows its slot', () => desk.row('calls', id)?.parkedSlot === row.slot);
  return { ...row, id };
}

describe('the parked board', () => {
  it('shows who is parked, where, by whom and until when; dialling the slot brings the caller back', async () => {
    const before = Date.now();
    const row = await parked('2065550111', 'Parked Caller');
    expect(row).toMatchObject({ slot: '901', number: '2065550111', withheld: false });
    expect(row).toMatchObject({ parkedBy: '101', parkedByName: 'Chloe Sanders' });
    expect(row.recallAt! - row.parkedAt).toBe(PARKING_SECONDS * 1000);
    expect(row.parkedAt).toBeGreaterThan(before);
    await asterisk.hears('caller', 600);
    const { callId } = await must(desk.command('call.retrieve', { slot: row.slot }));
    // One call all along: the patient, the note and the clock of its first answer.
    expect(callId).toBe(row.id);
    await until('the slot is empty', () => desk.rows('parked').length === 0);
    await state(callId, 'talking');
    expect(desk.row('calls', callId)).toMatchObject({ direction: 'incoming', queueName: 'Front desk' });
    await hearsInPage(phone, callId, 440);
    await asterisk.hears('caller', 1000);
  });

  it('lets a caller go who gives up', async () => {
    const { id } = await parked('2065550112', 'Gone Caller');
    await asterisk.hangUpCallers();
    await until('the slot is empty', () => desk.rows('parked').length === 0);
    await state(id, 'ended');
    expect(desk.row('calls', id)?.ended).toBe('callerHungUp');
  });

  it('sends a caller nobody takes back to whoever parked, and the phone learns where the caller was', async () => {
    const row = await parked('2065550113', 'Forgotten Caller');
    const back = await until('it rings again', () => live().find((call) => call.state === 'ringing'), 30_000);
    await until('the slot is empty', () => desk.rows('parked').length === 0);
    expect(back).toMatchObject({ id: row.id, recalled: true, remote: { number: '2065550113' } });
    // What the phone received is told to this test on a way of its own, now and then later than the call is shown.
    const fields = [`X-Parked-Slot: ${row.slot}`, 'X-Park-Return: timeout'];
    const saysWhere = (message: string) => fields.every((field) => message.includes(field));
    await until('the INVITE said where the caller was', () =>
      received.some((message) => message.startsWith('INVITE ') && saysWhere(message)),
    );
    await must(desk.command('call.answer', { callId: back.id }));
    // The page knows the new dialog by an id of its own.
    const [dialog = ''] = await phone.evaluate(() =>
      (window as unknown as { frontdeskPhone: { callIds(): string[] } }).frontdeskPhone.callIds(),
    );
    await hearsInPage(phone, dialog, 440);
    await asterisk.hears('caller', 1000);
  });

  it('is fetched by a colleague: the call is over here, and says who has it', async () => {
    const row = await parked('2065550115', 'Shared Caller');
    await colleague.evaluate(`dial('${row.slot}')`);
    await hearsInPage(colleague, 'only', 440);
    await state(row.id, 'ended');
    expect(desk.row('calls', row.id)?.ended).toBe('retrievedElsewhere');
    await asterisk.hears('caller', 1200);
  });

  it('is there again for somebody who signs in later', async () => {
    await parked('2065550114', 'Early Caller');
    await must(desk.command('session.signOut', {}));
    await until('nothing is shown', () => desk.rows('parked').length === 0);
    await pbx.signIn();
    await until('the caller is on the board', () => desk.rows('parked')[0]?.number === '2065550114');
    await until('registered again', () => desk.row('health')?.phone === 'registered');
  });
});

describe('colleagues', () => {
  it('have a lamp for each state of their phone', async () => {
    await until('free', () => presence('103') === 'free');
    expect(presence('102')).toBe('unregistered');
    await asterisk.call('2065550121', 'Direct Caller', '113');
    await until('ringing', () => presence('103') === 'ringing');
    await colleague.getByRole('button', { name: /Answer/ }).waitFor();
    await colleague.evaluate('answer()');
    await until('busy', () => presence('103') === 'busy');
    await until('nobody rings there any more', () => desk.row('ringing', '103') === undefined);
    await asterisk.hangUpCallers();
    await until('free again', () => presence('103') === 'free');
    await must(desk.command('agent.setReady', { ready: false, reason: 'lunch' }));
    await until('paused', () => desk.row('people', '101')?.presence === 'paused');
    expect(desk.row('people', '101')?.pauseReason).toBe('lunch');
    await must(desk.command('agent.setReady', { ready: true }));
    await until('ready', () => presence('101') === 'free');
  });

  it('show who is calling while they ring; picking up brings that caller here, as who they are', async () => {
    await asterisk.call('2065550122', 'Lost Caller', '113');
    const ringing = await until('who is calling', () => desk.row('ringing', '103'));
    expect(ringing).toMatchObject({ number: '2065550122', name: 'Lost Caller', withheld: false });
    const { callId } = await must(desk.command('directory.pickUp', { extension: '103' }));
    await state(callId, 'talking');
    expect(desk.row('calls', callId)?.remote).toEqual({ number: '2065550122', name: 'Lost Caller', withheld: false });
    await hearsInPage(phone, callId, 440);
    await asterisk.hears('caller', 1000);
    await until('the colleague is free', () => presence('103') === 'free');
    await until('nothing rings there', () => desk.row('ringing', '103') === undefined);
  });

  it('are relieved of a caller of a queue in the same way, who keeps the queue', async () => {
    const member = { Queue: 'billing', Interface: 'PJSIP/103' };
    await asterisk.ask('QueueAdd', member);
    await asterisk.call('2065550123', 'Queued Caller', '701');
    const ringing = await until('who is calling', () => desk.row('ringing', '103'));
    expect(ringing).toMatchObject({ number: '2065550123', queueName: 'Billing' });
    const { callId } = await must(desk.command('directory.pickUp', { extension: '103' }));
    await state(callId, 'talking');
    expect(desk.row('calls', callId)).toMatchObject({ queueName: 'Billing', remote: { number: '2065550123' } });
    await hearsInPage(phone, callId, 440);
    await asterisk.hears('caller', 1000);
    await until('nobody waits', () => desk.rows('waiting').length === 0);
    await asterisk.ask('QueueRemove', member);
  });

  it('cannot be picked up when nothing rings there', async () => {
    expect(await desk.command('directory.pickUp', { extension: '103' })).toMatchObject({
      ok: false,
      error: { code: 'callGone' },
    });
  });
});

describe('voicemail', () => {
  it('shows a message a caller left, plays it, hands it over once, and puts it away', async () => {
    await until('an empty box', () => desk.row('voicemailLamp')?.newCount === 0);
    await asterisk.call('2065550131', 'Maria Lopez', '790');
    await until('five seconds have been said', () => asterisk.secondsOf('caller') > 5);
    await asterisk.hangUpCallers();
    const message = await until('the message is listed', () => desk.rows('voicemail')[0]);
    expect(message).toMatchObject({ box: 'Front desk', number: '2065550131', name: 'Maria Lopez', folder: 'new' });
    expect(message.durationSeconds).toBeGreaterThan(2);
    expect(Math.abs(message.at - Date.now())).toBeLessThan(60_000);
    await until('the lamp', () => desk.row('voicemailLamp')?.newCount === 1);

    const key = `${message.mailbox}@${message.context}/${message.id}`;
    const { callId } = await must(desk.command('voicemail.play', { message: key }));
    await state(callId, 'talking');
    await hearsInPage(phone, callId, 440);
    await must(desk.command('call.hangUp', { callId }));

    const step = { text: 'Call back about the refill', owner: 'Nurse line', due: '2099-01-01' };
    await must(desk.command('voicemail.handOver', { message: key, ...step }));
    await must(desk.command('voicemail.handOver', { message: key, ...step, owner: 'Billing' }));
    const handed = () => desk.rows('worklist').filter(({ kind }) => kind === 'voicemail');
    await until('it is a thing to do', () => handed().length > 0);
    expect(handed()).toMatchObject([
      { ...step, about: 'Maria Lopez', number: '2065550131', voicemail: { message: key, at: message.at } },
    ]);
    await until('who has it', () => desk.row('voicemail', key)?.handedTo?.owner === 'Nurse line');

    await must(desk.command('voicemail.markDone', { message: key }));
    await until('it is among the heard ones', () => desk.row('voicemail', key)?.folder === 'old');
    await until('the lamp is off', () => desk.row('voicemailLamp')?.newCount === 0);
    await until('one heard message', () => desk.row('voicemailLamp')?.oldCount === 1);
    expect(desk.row('voicemail', key)?.handedTo?.owner).toBe('Nurse line');
    await must(desk.command('voicemail.markNew', { message: key }));
    await until('it is new again', () => desk.row('voicemail', key)?.folder === 'new');
    await must(desk.command('voicemail.remove', { message: key }));
    await until('it is gone', () => desk.rows('voicemail').length === 0);
    expect(await desk.command('voicemail.play', { message: key })).toMatchObject({
      error: { code: 'voicemailGone' },
    });
  });
});
