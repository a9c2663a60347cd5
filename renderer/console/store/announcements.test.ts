import { describe, expect, it } from 'vitest';
import { announcementsFor } from './announcements.ts';
import { callMap, callRow } from './test-rows.ts';

const ringing = callRow('a', { state: 'ringing', queueName: 'Front desk' });

describe('announcements', () => {
  it('speaks a ringing call at once, and only once while its card fills', () => {
    const first = announcementsFor(new Map(), callMap(ringing));
    expect(first).toEqual([
      { level: 'assertive', key: 'ringing', values: { who: '(555) 123-4567', queue: 'Front desk' } },
    ]);
    const filled = { ...ringing, match: { state: 'none' as const, count: 0, candidates: [] } };
    expect(announcementsFor(callMap(ringing), callMap(filled))).toEqual([]);
  });
  it('says one polite sentence for each event', () => {
    const talking = callRow('a');
    expect(announcementsFor(callMap(ringing), callMap(talking)).map((said) => said.key)).toEqual(['talking']);
    const over = { ...talking, state: 'ended' as const, ended: 'callerHungUp' as const };
    expect(announcementsFor(callMap(talking), callMap(over))).toMatchObject([
      { level: 'polite', key: 'ended', values: { cause: 'callerHungUp' } },
    ]);
    expect(announcementsFor(callMap(talking), callMap(talking))).toEqual([]);
  });
  it('names nobody who withheld the number', () => {
    const hidden = { ...ringing, remote: { number: '', name: 'X', withheld: true } };
    expect(announcementsFor(new Map(), callMap(hidden))[0]?.values).toEqual({ who: '', queue: 'Front desk' });
  });
});

describe('how a call sounds', () => {
  const quality = { step: 'good', cause: 'none', mos: 4.2, loss: 0, roundTrip: 30 } as const;
  const good = callRow('a', { quality });
  const bad = callRow('a', { quality: { step: 'poor', cause: 'lossIn', mos: 2.9, loss: 12, roundTrip: 80 } });

  it('is said once when it gets bad, with the cause and its figure', () => {
    expect(announcementsFor(callMap(good), callMap(bad))).toEqual([
      { level: 'polite', key: 'quality.lossIn', values: { loss: '12', delay: '80' } },
    ]);
    const worse = { ...bad, quality: { ...bad.quality!, step: 'bad' as const, loss: 20 } };
    expect(announcementsFor(callMap(bad), callMap(worse))).toEqual([]);
  });
  it('is not said while it is only fair, nor when it is good again', () => {
    const fair = { ...good, quality: { ...quality, step: 'fair' as const } };
    expect(announcementsFor(callMap(good), callMap(fair))).toEqual([]);
    expect(announcementsFor(callMap(bad), callMap(good))).toEqual([]);
  });
});
