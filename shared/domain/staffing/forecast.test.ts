import { describe, expect, it } from 'vitest';
import { peopleNeeded } from './erlang.ts';
import { forecast } from './forecast.ts';
import type { PastHalfHour } from './forecast.ts';

const wanted = { targetSeconds: 30, targetShare: 0.8 };
/** Monday the 23rd of November 2026 is asked about. */
const day = '2026-11-23';
const row = (date: string, half: number, calls: number, handle = 180): PastHalfHour => ({
  date,
  half,
  calls,
  answered: calls,
  handledSeconds: calls * handle,
});

describe('a forecast', () => {
  it('is the mean of the same weekday, the newest weeks counting most', () => {
    const past = [row('2026-11-16', 16, 50), row('2026-11-09', 16, 30), row('2026-11-17', 16, 500)];
    const { halves, basedOn } = forecast(past, { day, weeks: 8, wanted });
    expect(basedOn).toEqual(['2026-11-16', '2026-11-09']);
    expect(halves).toHaveLength(1);
    expect(halves[0]).toMatchObject({ half: 16, least: 30, most: 50, handleSeconds: 180 });
    expect(halves[0]?.calls).toBeCloseTo((50 + 30 * 0.8) / 1.8, 6);
    const callsPerHour = (halves[0]?.calls ?? 0) * 2;
    expect(halves[0]?.people).toBe(peopleNeeded({ ...wanted, callsPerHour, handleSeconds: 180 }));
  });

  it('leaves out closed days and days nothing is known of, and takes a quiet half hour of a known day as quiet', () => {
    const past = [
      row('2026-11-16', 20, 0),
      row('2026-11-09', 16, 10),
      row('2026-11-09', 20, 8),
      row('2026-11-02', 20, 90),
    ];
    const { halves, basedOn } = forecast(past, { day, weeks: 8, wanted, without: new Set(['2026-11-02']) });
    expect(basedOn).toEqual(['2026-11-16', '2026-11-09']);
    expect(halves.map(({ half, least, most }) => [half, least, most])).toEqual([
      [16, 0, 10],
      [20, 0, 8],
    ]);
  });

  it('of a half hour nobody was answered in reckons with the length of the others', () => {
    const past = [row('2026-11-16', 16, 10, 120), { ...row('2026-11-16', 17, 4), answered: 0, handledSeconds: 0 }];
    expect(forecast(past, { day, weeks: 1, wanted }).halves[1]?.handleSeconds).toBe(120);
  });

  it('of a day nothing is known of is empty, and says so', () => {
    expect(forecast([], { day, weeks: 8, wanted })).toEqual({ halves: [], basedOn: [] });
    expect(forecast([row('2026-11-16', 16, 5)], { day: 'tomorrow', weeks: 8, wanted }).basedOn).toEqual([]);
  });
});
