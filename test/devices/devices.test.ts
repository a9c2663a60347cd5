// Real sound devices, plugged and unplugged while a caller is on the line: what the caller hears and what comes out of
// which loudspeaker is measured.
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import type { SoundChoice } from '../../shared/domain/sound/sound.ts';
import { ClinicControl } from '../support/clinic.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { changeDemoSite } from '../support/site.ts';
import { Pulse } from '../support/pulse.ts';
import { until } from '../support/until.ts';

/** The aim is one second (what it takes is printed: half of that); with both cores busy beside a PBX it stays below this. */
const FALLBACK_MS = 2_500;
const HEADSET_VOICE = 1000;
const DESK_VOICE = 1200;
const CALLER = 440;
const RING = 988;
const REMINDER = 660;

let pulse: Pulse;
let host: Host;
let clinic: ClinicControl;
let desk: ContractClient;
let browser: Browser;
let phone: Page;
let headsetEar: string;
let headsetMicrophone: string;

const plugEar = () => (headsetEar = pulse.plugSpeaker('headset', 'Headset'));
const plugMicrophone = () => (headsetMicrophone = pulse.plugMicrophone('headset_mic', 'Headset-mic', 'headset_voice'));
const sound = () => desk.row('sound');

async function choose(part: Partial<Record<'microphone' | 'speaker' | 'ringer', string>>): Promise<void> {
  const device = (role: 'microphone' | 'speaker' | 'ringer') => {
    const list = role === 'microphone' ? sound()?.microphones : sound()?.speakers;
    const found = list?.find((entry) => entry.label === part[role]);
    return found ? { [role]: found } : {};
  };
  const choice: SoundChoice = {
    ...device('microphone'),
    ...device('speaker'),
    ...device('ringer'),
    echoCancellation: false,
    // Noise reduction takes a steady tone for noise.
    noiseSuppression: false,
    autoGain: false,
  };
  expect(await desk.command('sound.choose', choice)).toMatchObject({ ok: true });
}

beforeAll(async () => {
  pulse = await Pulse.start();
  // The system's loudspeaker first: streams that play on the one before it would move to it.
  pulse.plugSpeaker('speakers', 'Speakers');
  pulse.voice('headset_voice', HEADSET_VOICE);
  pulse.voice('desk_voice', DESK_VOICE);
  pulse.plugMicrophone('desk_mic', 'Desk-mic', 'desk_voice');
  pulse.makeDefault('speakers', 'desk_mic');
  pulse.keepAwake('desk_mic');
  plugEar();
  plugMicrophone();
  host = await Host.start(['--quiet']);
  clinic = new ClinicControl(host.info.clinic);
  changeDemoSite(host.info.folder, (document) => document.setIn(['phone', 'holdAlerts'], [1, 120]));
  desk = await ContractClient.open(host.info.window, host.info.origin, ['calls', 'health', 'sound', 'soundLevel']);
  ({ browser } = await launch({ devicesOf: pulse.env }));
  phone = await browser.newPage();
  await phone.goto(host.info.phone);
  await until('registered', () => desk.row('health')?.phone === 'registered');
  await until('the devices by name', () => sound()?.microphones.some((device) => device.label === 'Headset-mic'));
});

afterAll(async () => {
  desk?.close();
  await browser?.close();
  await host?.stop();
  pulse?.stop();
});

async function talking(): Promise<{ id: CallId; call: string }> {
  const { id, call } = await ringing();
  expect(await desk.command('call.answer', { callId: id })).toMatchObject({ ok: true });
  await until('talking', () => desk.row('calls', id)?.state === 'talking');
  return { id, call };
}

async function ringing(): Promise<{ id: CallId; call: string }> {
  const call = await clinic.call({ queue: 'front-desk', number: '+14155550199', tone: CALLER });
  const row = await until('it rings', () => desk.rows('calls').find((entry) => entry.state === 'ringing'));
  return { id: row.id, call };
}

/** This test's result: the one before it is shown until it begins. */
const done = (kind: 'ring' | 'speak' | 'echo') => {
  const test = sound()?.test;
  return test?.kind === kind && test.state === 'done' ? test : undefined;
};

const callerHears = (call: string, hz: number) =>
  until(`the caller hears ${hz} Hz`, async () => (await clinic.callerHears(call)) === hz);

async function timed(act: () => void, heard: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  act();
  await heard();
  return Math.round(performance.now() - began);
}

describe('devices of this desk', () => {
  beforeEach(async () => {
    await choose({ microphone: 'Headset-mic', speaker: 'Headset', ringer: 'Speakers' });
    await until('the choice is in use', () => sound()?.use.speaker.state === 'chosen');
  });
  afterEach(async () => {
    for (const { id } of await clinic.calls()) await clinic.hangUp(id).catch(() => undefined);
    await until('all calls over', () => desk.rows('calls').every((call) => call.state === 'ended'));
    for (const call of desk.rows('calls')) await desk.command('call.dismiss', { callId: call.id });
  });

  it('rings on the loudspeakers and talks on the headset', async () => {
    const speakers = await pulse.ear('speakers');
    const headset = await pulse.ear('headset');
    const caller = await ringing();
    await until('the ring on the loudspeakers', () => (speakers.hears([RING]).share[RING] ?? 0) > 0.2);
    expect(headset.heardLately(RING)).toBe(false);
    await desk.command('call.answer', { callId: caller.id });
    await until('the caller on the headset', () => headset.isHearing(CALLER));
    await callerHears(caller.call, HEADSET_VOICE);
    await until('the ring is over', () => speakers.hears([]).rms < 0.001);
    expect(speakers.heardLately(RING)).toBe(true);
    expect(speakers.heardLately(CALLER)).toBe(false);
  });

  it('goes on with another microphone when the headset is unplugged in a call, and back when it is plugged in', async () => {
    const caller = await talking();
    await callerHears(caller.call, HEADSET_VOICE);
    const lost = await timed(
      () => pulse.unplug(headsetMicrophone),
      () => callerHears(caller.call, DESK_VOICE),
    );
    await until('it is said', () => sound()?.use.microphone.state === 'fallback');
    expect(sound()?.use.microphone).toMatchObject({ missing: 'Headset-mic', label: 'Desk-mic' });
    const back = await timed(plugMicrophone, () => callerHears(caller.call, HEADSET_VOICE));
    await until('it is said', () => sound()?.use.microphone.state === 'chosen');
    console.log(`microphone: on the other one after ${lost} ms, back after ${back} ms`);
    expect(lost).toBeLessThan(FALLBACK_MS);
    await expect.poll(() => desk.row('health')?.microphone).toBe('ok');
  });

  it('lets the caller be heard on the loudspeakers when the headset is unplugged in a call, and back again', async () => {
    const speakers = await pulse.ear('speakers');
    await talking();
    const before = await pulse.ear('headset');
    await until('the caller on the headset', () => before.isHearing(CALLER));
    const lost = await timed(
      () => pulse.unplug(headsetEar),
      () => until('the caller on the loudspeakers', () => speakers.isHearing(CALLER)),
    );
    await until('it is said', () => sound()?.use.speaker.state === 'fallback');
    expect(sound()?.use.speaker.missing).toBe('Headset');
    plugEar();
    const back = await timed(
      () => undefined,
      async () => {
        const after = await pulse.ear('headset');
        await until('the caller on the headset again', () => after.isHearing(CALLER));
      },
    );
    console.log(`loudspeaker: on the other one after ${lost} ms, back after ${back} ms`);
    expect(lost).toBeLessThan(FALLBACK_MS);
    expect(sound()?.use.speaker.state).toBe('chosen');
  });

  it('changes the microphone of a call that is going on, without a word to the PBX', async () => {
    const caller = await talking();
    await callerHears(caller.call, HEADSET_VOICE);
    await choose({ microphone: 'Desk-mic', speaker: 'Headset' });
    await callerHears(caller.call, DESK_VOICE);
    expect(desk.row('calls', caller.id)?.state).toBe('talking');
    await desk.command('call.mute', { callId: caller.id, muted: true });
    await choose({ microphone: 'Headset-mic', speaker: 'Headset' });
    await until('silence at the caller', async () => (await clinic.callerHears(caller.call)) === null);
    await desk.command('call.mute', { callId: caller.id, muted: false });
    await callerHears(caller.call, HEADSET_VOICE);
    const { quality } = await until('how it sounds', () => {
      const row = desk.row('calls', caller.id);
      return row?.quality ? row : undefined;
    });
    console.log(`a clean line: MOS ${quality?.mos}, ${quality?.loss} % lost, ${quality?.roundTrip ?? '-'} ms`);
    // In this machine nothing is lost on the way.
    expect(quality?.mos).toBeGreaterThan(4);
  });

  it('sounds a reminder on the headset alone when somebody has been on hold for too long', async () => {
    const speakers = await pulse.ear('speakers');
    const headset = await pulse.ear('headset');
    const { id } = await talking();
    await until('the caller on the headset', () => headset.isHearing(CALLER));
    await desk.command('call.hold', { callId: id });
    await until('the reminder', () => headset.isHearing(REMINDER));
    expect(desk.row('calls', id)?.holdAlert).toBe(1);
    expect(speakers.hears([REMINDER]).share[REMINDER] ?? 0).toBeLessThan(0.2);
  });

  it('shows the level while somebody looks, and not after', async () => {
    await desk.command('sound.meter', { on: true });
    await until('a level', () => (desk.row('soundLevel')?.level ?? 0) > 0.05);
    await desk.command('sound.meter', { on: false });
    await until('no level any more', () => desk.row('soundLevel') === undefined);
  });

  it('rings where it should when it is tried', async () => {
    const speakers = await pulse.ear('speakers');
    await desk.command('sound.test', { kind: 'ring' });
    await until('the ring', () => (speakers.hears([RING]).share[RING] ?? 0) > 0.2);
    await until('the test is over', () => done('ring'));
  });

  it('lets one hear oneself on the headset', async () => {
    const headset = await pulse.ear('headset');
    await desk.command('sound.test', { kind: 'speak' });
    await until('our own voice', () => headset.isHearing(HEADSET_VOICE));
    await until('the test is over', () => done('speak')?.verdict === 'ok');
  });

  it('measures the way to the PBX and back', async () => {
    await desk.command('sound.test', { kind: 'echo' });
    const test = await until('a verdict', () => done('echo'));
    console.log(`echo test: ${test.verdict} ${test.roundTripMs ?? '-'} ms`);
    expect(test.verdict).toBe('ok');
    expect(test.roundTripMs).toBeGreaterThan(10);
    // Jitter buffers of a busy machine are in it; a burst later than this counts as lost.
    expect(test.roundTripMs).toBeLessThan(1_500);
    expect(desk.rows('calls')).toEqual([]);
  });
});
