import { beforeEach, describe, expect, it } from 'vitest';
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { SoundReport } from '../../../shared/contract/devices.ts';
import type { Call } from '../../../shared/domain/call/call.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { SoundCounters } from '../../../shared/domain/quality/quality.ts';
import { DEFAULT_SOUND } from '../../../shared/domain/sound/defaults.ts';
import type { Result } from '../../../shared/result/result.ts';
import { FakeClock, FakeTopics, countingIds, testSite } from '../../../test/fakes/parts.ts';
import { QualityService } from './quality-service.ts';
import { SoundService } from './sound-service.ts';

const callId = CallId.parse('call');
const call: Call = {
  id: callId,
  line: 1,
  direction: 'incoming',
  state: 'ringing',
  remote: { number: '101', name: '', withheld: false },
  startedAt: 1,
  muted: false,
  remoteHold: false,
  silenced: false,
};
const second = (index: number, lost = 0): SoundCounters => ({
  at: index * 1000,
  packetsReceived: index * 50 - lost,
  packetsLost: lost,
  jitter: 0.002,
  samples: index * 48_000,
  concealedSamples: 0,
  roundTrip: 0.02,
  codec: 'audio/opus',
});

let calls: Call[];
let ran: unknown[];
let saved: unknown[];
let changed: number;
let topics: FakeTopics;
let clock: FakeClock;
let quality: QualityService;
let sound: SoundService;
const caller = { page: 'console', userId: 'ana', role: 'receptionist' } as const;
const run = (name: string, input: unknown) =>
  (sound.handlers as Record<string, (value: unknown, from: typeof caller) => Result<unknown>>)[name]!(input, caller);
const report = (entry: SoundReport) => run('phone.sound', entry);
const setup = () => topics.get('soundSetup', ONLY_KEY);
const view = () => topics.get('sound', ONLY_KEY);

beforeEach(() => {
  calls = [];
  ran = [];
  saved = [];
  changed = 0;
  topics = new FakeTopics();
  clock = new FakeClock();
  quality = new QualityService(
    (id) => calls.find((entry) => entry.id === id)?.state === 'talking',
    () => changed++,
  );
  const site = testSite();
  sound = new SoundService({
    callFromPage: (pageId) => pageId,
    topics,
    clock,
    ids: countingIds(),
    site: () => ({ ...site, phone: { ...site.phone, echoNumber: '601' } }),
    calls: () => calls,
    quality,
    saveChoice: (choice) => saved.push(choice),
    run: (name, input) => ran.push([name, input]),
  });
});

describe('the desk’s sound', () => {
  it('keeps the choice and tells the phone page', () => {
    const choice = { ...DEFAULT_SOUND, microphone: { id: 'm', label: 'Headset' } };
    expect(run('sound.choose', choice)).toMatchObject({ ok: true });
    expect(saved).toEqual([choice]);
    expect(setup()?.choice).toEqual(choice);
  });
  it('shows a level only while it is asked for', () => {
    report({ kind: 'level', level: 0.5 });
    expect(topics.get('soundLevel', ONLY_KEY)).toBeUndefined();
    run('sound.meter', { on: true });
    report({ kind: 'level', level: 0.5 });
    expect(topics.get('soundLevel', ONLY_KEY)).toEqual({ level: 0.5 });
    run('sound.meter', { on: false });
    expect(setup()?.metering).toBe(false);
    expect(topics.get('soundLevel', ONLY_KEY)).toBeUndefined();
  });
  it('runs one test at a time, to the site’s number, and takes only its own answer', () => {
    run('sound.test', { kind: 'echo' });
    const { id } = setup()!.test!;
    expect(setup()?.test).toMatchObject({ kind: 'echo', number: '601' });
    report({ kind: 'test', test: { id: 'another', kind: 'echo', state: 'done', verdict: 'ok' } });
    expect(view()?.test?.state).toBe('running');
    report({ kind: 'test', test: { id, kind: 'echo', state: 'done', verdict: 'ok', roundTripMs: 90 } });
    expect(view()?.test).toMatchObject({ verdict: 'ok', roundTripMs: 90 });
    expect(setup()?.test).toBeUndefined();
  });
  it('does not wait for ever for a test', () => {
    run('sound.test', { kind: 'speak' });
    clock.advance(30_000);
    expect(view()?.test).toMatchObject({ state: 'done', verdict: 'notReady' });
  });
  it('forgets devices that left with the phone page', () => {
    report({ kind: 'headset', headset: { name: 'Headset', state: 'ready' } });
    sound.phonePageLost();
    expect(view()).toBeUndefined();
  });
  it('turns keys of the headset into commands, and lights its lamps', () => {
    calls = [call];
    sound.callsChanged();
    expect(setup()?.lamps).toMatchObject({ ring: true, offHook: false });
    report({ kind: 'headsetKey', key: 'hookOff' });
    expect(ran).toEqual([['call.answer', { callId }]]);
    calls = [{ ...call, state: 'talking' }];
    sound.callsChanged();
    report({ kind: 'headsetKey', key: 'mute' });
    report({ kind: 'headsetKey', key: 'hookOn' });
    expect(ran.slice(1)).toEqual([
      ['call.mute', { callId, muted: true }],
      ['call.hangUp', { callId }],
    ]);
  });
});

describe('how a call sounds', () => {
  it('is shown when there is something new to read, and summed up at the end', () => {
    calls = [{ ...call, state: 'talking' }];
    for (let index = 1; index <= 12; index++) report({ kind: 'quality', callId, counters: second(index) });
    expect(quality.view(callId)).toMatchObject({ step: 'excellent', cause: 'none' });
    expect(changed).toBe(1);
    expect(quality.summary(callId)).toMatchObject({ seconds: 10, lossIn: 0, codec: 'audio/opus' });
    quality.forget(callId);
    expect(quality.summary(callId)).toBeUndefined();
  });
  it('is not judged on hold', () => {
    calls = [{ ...call, state: 'held' }];
    for (let index = 1; index <= 5; index++) report({ kind: 'quality', callId, counters: second(index) });
    expect(quality.view(callId)).toBeUndefined();
  });
});
