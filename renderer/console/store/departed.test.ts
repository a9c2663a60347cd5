import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TopicRow } from '../../../shared/contract/index.ts';
import type { Announcement } from './announcements.ts';
import { TOGETHER_MS, departuresSpeaker } from './departed.ts';

type Departure = TopicRow<'departures'>;
const gone = (entry: string, part: Partial<Departure> = {}): Departure => ({
  ...{
    entry,
    queue: 'front',
    position: 1,
    number: '2065550142',
    withheld: false,
    joinedAt: 0,
    leftAt: 1,
    how: 'gaveUp',
  },
  ...part,
});
const rows = (...all: Departure[]) => new Map(all.map((one) => [one.entry, one]));

describe('callers who wait no more', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function speaker() {
    const said: Announcement[] = [];
    return { said, tell: departuresSpeaker((one) => said.push(one)) };
  }

  it('are told of politely, once it is known what became of them', () => {
    const { said, tell } = speaker();
    tell(rows(), rows(gone('1', { how: 'left' })), '101');
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(said).toEqual([]);
    tell(rows(gone('1', { how: 'left' })), rows(gone('1', { how: 'answered', to: '102', name: 'Imani' })), '101');
    vi.advanceTimersByTime(TOGETHER_MS);
    const values = { number: '2065550142', who: 'Imani' };
    expect(said).toEqual([{ level: 'polite', key: 'departed.answered', values }]);
    tell(rows(gone('1')), rows(), '101');
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(said).toHaveLength(1);
  });

  it('are one sentence where fifty leave together, and never more than one in two seconds', () => {
    const { said, tell } = speaker();
    for (let turn = 0; turn < 50; turn++) {
      tell(rows(), rows(gone(String(turn))), '101');
      vi.advanceTimersByTime(30);
    }
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(said).toEqual([{ level: 'polite', key: 'departed.several', values: { count: '50' } }]);
  });

  it('are not told of to whoever has them, and nobody says a number that was withheld', () => {
    const { said, tell } = speaker();
    tell(rows(), rows(gone('1', { how: 'taken', to: '101' })), '101');
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(said).toEqual([]);
    tell(rows(), rows(gone('2', { withheld: true, number: '2065550142' })), '101');
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(said[0]?.values['number']).toBe('');
  });
});
