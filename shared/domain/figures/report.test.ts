import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { FigureColumns } from './columns.ts';
import type { FigureRow } from './columns.ts';
import { missingOf, within } from './coverage.ts';
import { dateOf, dayOf, localTimes, weekdayOf } from './local-time.ts';
import { behind, reportOf, volumes } from './report.ts';
import { figureOf, meets } from './sums.ts';
import type { FigureName } from './sums.ts';

const ZONE = 'America/New_York';
const NOW = Date.parse('2026-01-20T12:00:00-05:00');
const measured = { shortSeconds: 5, targetSeconds: () => 30, now: NOW, resolutionDays: 7 };
const always = { from: 0, to: 60_000 };

const row = (change: Partial<FigureRow>): FigureRow => ({
  ...{ kind: 'queue', at: Date.parse('2026-01-05T09:10:00-05:00'), queue: 'front', agent: '', category: '' },
  ...{ transferred: false, tried: 0, bounced: 0, voicemail: false, note: 'none', matter: 'none', unanswered: {} },
  ...change,
});
const columnsOf = (...rows: FigureRow[]): FigureColumns => {
  const columns = new FigureColumns(localTimes(ZONE));
  rows.forEach((each, index) => columns.set(index, each));
  return columns;
};
const valueOf = (name: FigureName, columns: FigureColumns) =>
  figureOf(name, reportOf(columns, always, measured).all).value;

describe('the practice’s calendar', () => {
  it('is that of the zone, on days on which the clocks change too', () => {
    for (const zone of [ZONE, 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])
      fc.assert(
        fc.property(fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }), (second) => {
          const local = DateTime.fromSeconds(second, { zone });
          const { day, slot } = localTimes(zone)(second * 1000);
          expect([dateOf(day), slot, weekdayOf(day) + 1]).toEqual([
            local.toISODate(),
            local.hour * 2 + (local.minute >= 30 ? 1 : 0),
            local.weekday,
          ]);
        }),
        { numRuns: 60 },
      );
  });

  it('an hour that comes twice is one hour of the day', () => {
    const local = localTimes(ZONE);
    const first = Date.parse('2026-11-01T01:30:00-04:00');
    expect(local(first).slot).toBe(local(first + 3_600_000).slot);
    expect(dayOf('2026-11-01')).toBe(local(first).day);
  });
});

describe('figures', () => {
  it('of calls in queues', () => {
    const columns = columnsOf(
      row({ end: 'answered', waited: 10, talk: 100, hold: 20, wrapUp: 30, agent: '201' }),
      row({ end: 'answered', waited: 50, talk: 200, agent: '201', transferred: true }),
      row({ end: 'gaveUp', waited: 5 }),
      row({ end: 'gaveUp', waited: 6 }),
      row({ end: 'timedOut', waited: 300 }),
      row({ end: 'moved', waited: 3 }),
      row({ end: 'unknown' }),
      row({}),
    );
    const { all } = reportOf(columns, always, measured);
    expect(all).toMatchObject({ entered: 8, counted: 4, shortGaveUp: 1, gaveUp: 1, moved: 1, unknown: 1, waiting: 1 });
    expect(valueOf('averageSpeedOfAnswer', columns)).toBe(30);
    expect(valueOf('longestWait', columns)).toBe(300);
    expect(valueOf('serviceLevel', columns)).toBe(0.25);
    expect(valueOf('abandonment', columns)).toBe(0.25);
    expect(valueOf('handleTime', columns)).toBe(180);
    expect(valueOf('hold', columns)).toBe(20);
    expect(valueOf('transfers', columns)).toBe(0.5);
  });

  it('of this desk: transfers that came back, notes, voicemail, first-call resolution', () => {
    const old = Date.parse('2026-01-05T09:10:00-05:00');
    const columns = columnsOf(
      row({ kind: 'desk', at: old, matter: 'first', note: 'complete', tried: 2, bounced: 1 }),
      row({ kind: 'desk', at: old, matter: 'again', note: 'owed', tried: 2 }),
      // Its seven days are not over.
      row({ kind: 'desk', at: NOW - 86_400_000, matter: 'first', note: 'complete' }),
      row({ kind: 'desk', at: old, voicemail: true }),
    );
    expect(valueOf('firstCallResolution', columns)).toBe(0.5);
    expect(valueOf('completeNotes', columns)).toBeCloseTo(2 / 3);
    expect(valueOf('bounceRate', columns)).toBe(0.25);
    expect(valueOf('voicemailShare', columns)).toBeCloseTo(1 / 3);
  });

  it('nothing to make it of is no figure and meets no target', () => {
    const targets = {
      averageSpeedOfAnswer: 30,
      abandonment: 0.05,
      serviceLevel: 0.8,
      voicemailShare: 0.1,
      firstCallResolution: 0.8,
      hold: 50,
      completeNotes: 1,
    };
    expect(valueOf('averageSpeedOfAnswer', columnsOf())).toBeUndefined();
    expect(meets({ name: 'hold', unit: 'seconds', of: 0 }, targets)).toBeUndefined();
    expect(meets({ name: 'abandonment', unit: 'share', value: 0.05, of: 9 }, targets)).toBe(false);
    expect(meets({ name: 'averageSpeedOfAnswer', unit: 'seconds', value: 30, of: 9 }, targets)).toBe(true);
  });

  it('a phone that rang in vain is counted where it stands, not at who answered', () => {
    const columns = columnsOf(row({ end: 'answered', waited: 9, agent: '201', unanswered: { '202': 2, '203': 1 } }));
    const { byAgent, all } = reportOf(columns, always, measured);
    expect(byAgent.map(({ key, sums }) => [key, sums.unanswered, sums.answered])).toEqual(
      [
        ['201', 0, 1],
        ['203', 1, 0],
        ['202', 2, 0],
      ].sort((a, b) => columns.agents.list.indexOf(String(a[0])) - columns.agents.list.indexOf(String(b[0]))),
    );
    expect(all.unanswered).toBe(3);
    expect(behind(columns, { ...always, agent: '202' }, measured, { figure: 'unanswered', limit: 9 }).total).toBe(1);
    // The call goes on: it rang once more.
    columns.set(0, row({ end: 'answered', waited: 9, agent: '201', unanswered: { '202': 3 } }));
    expect(reportOf(columns, always, measured).all.unanswered).toBe(3);
  });

  it('what is asked by queue, person, category, weekday and hour adds up to everything', () => {
    const some = fc.record({
      end: fc.constantFrom('answered' as const, 'gaveUp' as const, 'timedOut' as const, 'moved' as const, undefined),
      ...{ waited: fc.nat(100), queue: fc.constantFrom('a', 'b'), agent: fc.constantFrom('201', '202') },
      at: fc.integer({ min: NOW - 20 * 86_400_000, max: NOW }),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), (rows) => {
        const columns = columnsOf(...rows.map((each) => row(each)));
        const { all, byQueue, byAgent, byHour, byWeekday, heat, byDay } = reportOf(columns, always, measured);
        const parts = [byQueue.map(({ sums }) => sums), byAgent.map(({ sums }) => sums), byHour, byWeekday];
        for (const part of parts)
          for (const key of ['entered', 'counted', 'waitSum'] as const)
            expect(part.reduce((sum, one) => sum + one[key], 0)).toBe(all[key]);
        expect(heat.flat().reduce((sum, cell) => sum + cell.entered, 0)).toBe(all.entered);
        expect(byDay.reduce((sum, day) => sum + day.entered, 0)).toBe(all.entered);
        expect(behind(columns, always, measured, { figure: 'abandonment', limit: 999 }).rows.length).toBe(all.gaveUp);
        const halves = volumes(columns, always).reduce((sum, { calls }) => sum + calls, 0);
        expect(halves).toBe(all.entered - all.moved);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what nobody heard', () => {
  it('is what no span covers, within the hours that matter', () => {
    const minute = 60_000;
    const heard = [
      { from: 10 * minute, to: 30 * minute },
      { from: 20 * minute, to: 25 * minute },
      { from: 60 * minute, to: 90 * minute },
    ];
    const missing = missingOf(heard, { from: 0, to: 100 * minute });
    expect(missing).toEqual([
      { from: 0, to: 10 * minute },
      { from: 30 * minute, to: 60 * minute },
      { from: 90 * minute, to: 100 * minute },
    ]);
    expect(within(missing, [{ from: 40 * minute, to: 95 * minute }])).toEqual([
      { from: 40 * minute, to: 60 * minute },
      { from: 90 * minute, to: 95 * minute },
    ]);
    expect(missingOf([], { from: 5, to: 5 })).toEqual([]);
  });
});
