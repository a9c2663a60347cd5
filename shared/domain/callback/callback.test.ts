import { describe, expect, it } from 'vitest';
import { askedBack, askedBackOf, promisedBy, workIdOf } from './callback.ts';

describe('a caller who asked to be called back', () => {
  it('is read from the header and from the name of the channel that keeps the place', () => {
    const asked = { askedAt: 1_763_793_120_000, number: '2065550142' };
    expect(askedBack('1763793120*2065550142')).toEqual(asked);
    expect(askedBackOf('Local/1763793120*2065550142@callback-0000000a;1')).toEqual(asked);
    expect(askedBackOf('Local/1763793120*+12065550142@callback-0000000a;2')?.number).toBe('+12065550142');
    expect(workIdOf(asked)).toBe('callback/1763793120000*2065550142');
  });

  it.each(['', 'x', '1763793120*', '*2065550142', '1763793120*206;hangup', '9'.repeat(40)])('is not %j', (text) => {
    expect(askedBack(text)).toBeUndefined();
  });

  it.each([undefined, 'PJSIP/101-0000000a', 'Local/101@from-desk-0000000a;1', 'Local/x@callback-0000000a;1'])(
    'is not behind the channel %j',
    (channel) => {
      expect(askedBackOf(channel)).toBeUndefined();
    },
  );

  it('is promised what the queue promises, in office time, else what holds for missed calls', () => {
    const day = [{ from: '08:00', to: '17:00' }];
    const site = {
      hours: { weekly: { mon: day, tue: day }, holidays: [], closures: [] },
      clinic: { timeZone: 'America/Los_Angeles' },
      callback: { queues: [{ queue: 'front-desk', promiseMinutes: 60 }] },
      work: { callBackMinutes: 120 },
    } as unknown as Parameters<typeof promisedBy>[2];
    const monday = Date.parse('2026-11-23T09:12:00-08:00');
    expect(promisedBy('front-desk', monday, site)).toBe('2026-11-23T10:12:00-08:00');
    expect(promisedBy('billing', monday, site)).toBe('2026-11-23T11:12:00-08:00');
    // Asked just before closing: the night does not count.
    expect(promisedBy('front-desk', Date.parse('2026-11-23T16:40:00-08:00'), site)).toBe('2026-11-24T09:00:00-08:00');
  });
});
