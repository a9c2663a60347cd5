// What an operator sees besides the call in hand, against a real Asterisk 22: parked callers, whose phone rings for whom,
// voicemail; each with its sound.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRow } from '../../shared/contract/call.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import { serveBarePages } from '../support/bare-pages.ts';
import { ContractClient, Host, hearsInPage, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { AMI_PASSWORD, AMI_PORT, Asterisk, PARKING_SECONDS, PASSWORD_101, PASSWORD_103, WSS_PORT } from './asterisk.ts';

const TOPICS = [
  ...(['calls', 'health', 'people', 'waiting', 'worklist'] as const),
  ...(['parked', 'ringing', 'voicemail', 'voicemailLamp'] as const),
];

let asterisk: Asterisk;
let host: Host;
let desk: ContractClient;
let browser: Browser;
let phone: Page;
/** Every SIP message the PBX sent to our phone. */
const received: string[] = [];
let colleague: Page;
let colleagueBrowser: Browser;
let bareServer: Awaited<ReturnType<typeof serveBarePages>>;

const signIn = async () => {
  const secrets = { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD };
  await must(desk.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets }));
  await until('AMI over TLS', () => desk.row('health')?.queues === 'ok');
};

beforeAll(async () => {
  asterisk = await Asterisk.start();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-boards-'));
  const site = writeSite(folder, {
    servers: [`wss://127.0.0.1:${WSS_PORT}/ws`],
    domain: '127.0.0.1',
    pbx: { host: '127.0.0.1', port: AMI_PORT, tls: true, ca: asterisk.certificateFile, username: 'frontdesk' },
  });
  host = await Host.start(['--site', site], folder);
  desk = await ContractClient.open(host.info.window, host.info.origin, TOPICS);
  const launched = await launch({ microphone: toneFile(1000), trust: asterisk.certificatePin });
  browser = launched.browser;
  phone = await launched.context.newPage();
  phone.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  await phone.goto(host.info.phone);
  bareServer = await serveBarePages();
  const other = await launch({ microphone: toneFile(1200), trust: asterisk.certificatePin });
  colleagueBrowser = other.browser;
  colleague = await other.context.newPage();
  await colleague.goto(`${bareServer.origin}/`);
  await colleague.evaluate(`start('wss://127.0.0.1:${WSS_PORT}/ws', '127.0.0.1', '103', '${PASSWORD_103}')`);
  await must(desk.command('session.passphrase', { passphrase: 'a passphrase of the test' }));
  await signIn();
  await until('registered over WSS', () => desk.row('health')?.phone === 'registered');
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await colleagueBrowser?.close();
  await bareServer?.close();
  desk?.close();
  await host?.stop();
  await asterisk?.stop();
});

afterEach(async () => {
  await asterisk.hangUpCallers();
  await colleague.evaluate('end()');
  for (const call of live()) await desk.command('call.hangUp', { callId: call.id });
  await until('all calls over', () => live().length === 0);
  for (const call of desk.rows('calls')) await desk.command('call.dismiss', { callId: call.id });
  await until('nobody is parked', () => desk.rows('parked').length === 0);
});

const live = () => desk.rows('calls').filter((call) => call.state !== 'ended');
const state = (id: CallId, wanted: CallRow['state']) =>
  until(`call is ${wanted}`, () => desk.row('calls', id)?.state === wanted);
const presence = (extension: string) => desk.row('people', extension)?.presence;
async function must<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(given.error.code);
  return given.value;
}

async function answered(number: string, name: string): Promise<CallId> {
  await asterisk.call(number, name);
  const row = await until('it rings', () => live().find((entry) => entry.state === 'ringing'));
  await must(desk.command('call.answer', { callId: row.id }));
  await state(row.id, 'talking');
  await hearsInPage(phone, row.id, 440);
  return row.id;
}

async function parked(number: string, name: string) {
  const id = await answered(number, name);
  await must(desk.command('call.transferBlind', { callId: id, target: '900' }));
  return until('the board shows the caller', () => desk.rows('parked')[0]);
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
    const { callId } = await must(desk.command('call.dial', { target: row.slot }));
    await until('the slot is empty', () => desk.rows('parked').length === 0);
    await state(callId, 'talking');
    await hearsInPage(phone, callId, 440);
    await asterisk.hears('caller', 1000);
  });

  it('lets a caller go who gives up', async () => {
    await parked('2065550112', 'Gone Caller');
    await asterisk.hangUpCallers();
    await until('the slot is empty', () => desk.rows('parked').length === 0);
  });

  it('sends a caller nobody takes back to whoever parked, and the phone learns where the caller was', async () => {
    const row = await parked('2065550113', 'Forgotten Caller');
    const back = await until('it rings again', () => live().find((call) => call.state === 'ringing'), 30_000);
    expect(desk.rows('parked')).toEqual([]);
    expect(back.remote.number).toBe('2065550113');
    const invite = received.filter((message) => message.startsWith('INVITE ')).at(-1) ?? '';
    expect(invite).toContain(`X-Parked-Slot: ${row.slot}`);
    expect(invite).toContain('X-Park-Return: timeout');
    await must(desk.command('call.answer', { callId: back.id }));
    await hearsInPage(phone, back.id, 440);
    await asterisk.hears('caller', 1000);
  });

  it('is there again for somebody who signs in later', async () => {
    await parked('2065550114', 'Early Caller');
    await must(desk.command('session.signOut', {}));
    await until('nothing is shown', () => desk.rows('parked').length === 0);
    await signIn();
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
    expect(desk.row('ringing', '103')).toBeUndefined();
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
    await until('it is a thing to do', () => desk.rows('worklist').length > 0);
    expect(desk.rows('worklist')).toMatchObject([
      { ...step, about: 'Maria Lopez', number: '2065550131', voicemail: { message: key, at: message.at } },
    ]);
    await until('who has it', () => desk.row('voicemail', key)?.handedTo?.owner === 'Nurse line');

    await must(desk.command('voicemail.markDone', { message: key }));
    await until('it is among the heard ones', () => desk.row('voicemail', key)?.folder === 'old');
    await until('the lamp is off', () => desk.row('voicemailLamp')?.newCount === 0);
    expect(desk.row('voicemailLamp')).toEqual({ newCount: 0, oldCount: 1 });
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
