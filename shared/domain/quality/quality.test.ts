import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QualitySample, QualityState, SoundCounters } from './quality.ts';
import { mosOf, nextQuality, sampleOf, summaryOf, viewOf } from './quality.ts';
import { QUALITY_STEPS } from './steps.ts';

const clean = { loss: 0, jitter: 2, roundTrip: 30, codec: 'audio/opus' };
const percent = fc.double({ min: 0, max: 100, noNaN: true });
const ms = fc.double({ min: 0, max: 5000, noNaN: true });
const impairments = fc.record({ loss: percent, jitter: ms, roundTrip: ms });

describe('the figure', () => {
  it('is what the E-model gives: about 4.4 on a clean line, below 3 with 10 % lost', () => {
    expect(mosOf(clean)).toBeGreaterThan(4.3);
    expect(mosOf({ ...clean, loss: 2, codec: 'audio/PCMU' })).toBeCloseTo(4.21, 1);
    expect(mosOf({ ...clean, loss: 10 })).toBeLessThan(3.2);
    expect(mosOf({ ...clean, roundTrip: 800 })).toBeLessThan(3.6);
  });
  it('stays between 1 and 4.5 and never rises when something gets worse', () => {
    fc.assert(
      fc.property(impairments, fc.constantFrom('loss', 'jitter', 'roundTrip'), ms, (line, what, more) => {
        const before = mosOf(line);
        expect(before).toBeGreaterThanOrEqual(1);
        expect(before).toBeLessThanOrEqual(4.5);
        expect(mosOf({ ...line, [what]: line[what as 'loss'] + more })).toBeLessThanOrEqual(before + 0.03);
      }),
    );
  });
});

/** Two readings a second apart, as Chromium gave them on a clean call of 50 packets a second. */
const first: SoundCounters = {
  at: 1000,
  packetsReceived: 500,
  packetsLost: 0,
  jitter: 0.002,
  samples: 480_000,
  concealedSamples: 0,
  codec: 'audio/opus',
  roundTrip: 0.03,
  remoteLossShare: 0,
  remoteJitter: 0.001,
};
const second = (part: Partial<SoundCounters> = {}): SoundCounters => ({
  ...first,
  at: 2000,
  packetsReceived: 550,
  samples: 528_000,
  ...part,
});

describe('a second of a call', () => {
  it('counts what is new since the reading before', () => {
    expect(sampleOf(first, second())).toMatchObject({ lossIn: 0, lossOut: 0, jitter: 2, roundTrip: 30 });
    expect(sampleOf(first, second({ packetsReceived: 545, packetsLost: 5 })).lossIn).toBe(10);
  });
  it('does not count below nothing when late packets arrive after all', () => {
    expect(sampleOf({ ...first, packetsLost: 4 }, second({ packetsLost: 2 })).lossIn).toBe(0);
  });
  it('tells sound that was broken before it reached us from what our network lost', () => {
    const brokenThere = second({ concealedSamples: 9600 });
    expect(sampleOf(first, brokenThere).brokenThere).toBe(20);
    expect(sampleOf(first, { ...brokenThere, packetsReceived: 545, packetsLost: 5 }).brokenThere).toBe(0);
  });
});

const sample = (part: Partial<QualitySample> = {}): QualitySample => ({
  lossIn: 0,
  lossOut: 0,
  jitter: 2,
  roundTrip: 30,
  brokenThere: 0,
  mos: 4.4,
  ...part,
});
const lossy = (loss: number) => sample({ lossIn: loss, mos: mosOf({ ...clean, loss }) });
const play = (seconds: readonly QualitySample[]): QualityState[] => {
  let state: QualityState | undefined;
  return seconds.map((each) => (state = nextQuality(state, each)));
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('what is shown', () => {
  it('is excellent on a clean line', () => {
    expect(viewOf(play(times(5, sample())).at(-1)!)).toEqual({
      step: 'excellent',
      cause: 'none',
      mos: 4.4,
      loss: 0,
      roundTrip: 30,
    });
  });
  it('gets bad within a few seconds of real trouble and says which', () => {
    const states = play([...times(10, sample()), ...times(9, lossy(20))]);
    expect(viewOf(states.at(-1)!)).toMatchObject({ step: 'bad', cause: 'lossIn' });
    const out = play(times(8, sample({ lossOut: 12, mos: mosOf({ ...clean, loss: 12 }) })));
    expect(out.at(-1)!.cause).toBe('lossOut');
    const slow = play(times(8, sample({ roundTrip: 900, mos: mosOf({ ...clean, roundTrip: 900 }) })));
    expect(slow.at(-1)!.cause).toBe('delay');
    const uneven = play(times(8, sample({ jitter: 200, mos: mosOf({ ...clean, jitter: 200 }) })));
    expect(uneven.at(-1)!.cause).toBe('jitter');
    expect(play(times(8, sample({ brokenThere: 30 }))).at(-1)!).toMatchObject({ cause: 'farEnd' });
  });
  it('is fair within four seconds where a network loses 6 %, however well that is concealed', () => {
    const states = play([...times(10, sample()), ...times(4, lossy(6))]);
    expect(viewOf(states.at(-1)!)).toMatchObject({ step: 'fair', cause: 'lossIn' });
    expect(play(times(10, sample({ lossOut: 6 }))).at(-1)!).toMatchObject({ step: 'fair', cause: 'lossOut' });
    expect(play(times(20, lossy(2))).at(-1)!).toMatchObject({ step: 'excellent', cause: 'none' });
  });
  it('does not move for a single lost second', () => {
    const steps = play([...times(5, sample()), lossy(6), ...times(5, sample())]).map((state) => state.step);
    expect(new Set(steps)).toEqual(new Set(['excellent']));
  });
  it('does not flicker around an edge: it changes at most once in six seconds for the better', () => {
    const edge = fc.double({ min: 3.5, max: 3.7, noNaN: true }).map((mos) => sample({ mos }));
    fc.assert(
      fc.property(fc.array(edge, { minLength: 20, maxLength: 60 }), (seconds) => {
        const steps = play(seconds).map((state) => QUALITY_STEPS.indexOf(state.step));
        const changes = steps.filter((step, index) => index > 0 && step !== steps[index - 1]).length;
        expect(changes).toBe(0);
      }),
    );
  });
  it('comes back after the trouble', () => {
    expect(play([...times(8, lossy(20)), ...times(30, sample())]).at(-1)!.step).toBe('excellent');
  });
});

it('keeps the worst, the averages and the codec with the call', () => {
  const states = play([
    ...times(8, sample({ codec: 'audio/opus' })),
    ...times(2, { ...lossy(10), codec: 'audio/opus' }),
  ]);
  expect(summaryOf(states.at(-1)!)).toMatchObject({
    seconds: 10,
    lossIn: 2,
    jitterAvg: 2,
    roundTripAvg: 30,
    codec: 'audio/opus',
  });
  const { mosMin, mosAvg } = summaryOf(states.at(-1)!);
  expect(mosMin).toBeLessThan(mosAvg);
});
