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
