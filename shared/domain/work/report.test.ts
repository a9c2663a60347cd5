import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceWork } from './reduce.ts';
import { FIGURES, dayReport } from './report.ts';
import type { Work, WorkEvent } from './types.ts';

const ZONE = 'America/New_York';
const work = (id: string, due: string, events: WorkEvent[] = [], owner = 'Front desk'): Work =>
  reduceWork({ id, kind: 'followUp', text: 't', about: '', owner, due, createdAt: 0, createdBy: 'ana' }, events);
const closedAt = (iso: string): WorkEvent => ({
  at: Date.parse(iso),
  by: 'ana',
  name: 'Ana',
  what: 'closed',
  how: 'done',
});
const NOON = Date.parse('2026-11-20T12:00:00-05:00');

describe('the day', () => {
  it('says what was promised and kept, by whom', () => {
    const works = [
      work('kept', '2026-11-20T10:00:00-05:00', [closedAt('2026-11-20T09:59:00-05:00')]),
      work('late', '2026-11-20T10:00:00-05:00', [closedAt('2026-11-20T10:01:00-05:00')], 'Billing'),
      work('overdue', '2026-11-20T10:00:00-05:00'),
      work('open', '2026-11-20'),
      work('tomorrow', '2026-11-21'),
    ];
    const report = dayReport(works, { day: '2026-11-20', zone: ZONE, now: NOON });
    expect(report.all).toEqual({
      promised: ['kept', 'late', 'overdue', 'open'],
      keptInWindow: ['kept'],
      keptLate: ['late'],
      overdue: ['overdue'],
      open: ['open'],
    });
    expect(report.byOwner.map(({ owner, figures }) => [owner, figures.promised.length])).toEqual([
      ['Billing', 1],
      ['Front desk', 3],
    ]);
  });

  it('a promise that was moved counts on its new day, and the day it was moved says so', () => {
    const moved = work('m', '2026-11-20', [
      { at: NOON, by: 'ana', name: 'Ana', what: 'moved', due: '2026-11-23', reason: 'asked for Monday' },
    ]);
    const day = dayReport([moved], { day: '2026-11-20', zone: ZONE, now: NOON });
    expect([day.all.promised, day.moved]).toEqual([[], ['m']]);
    expect(dayReport([moved], { day: '2026-11-23', zone: ZONE, now: NOON }).all.promised).toEqual(['m']);
  });

  it('belongs to the clinic, on the day the clocks change too', () => {
    const lastMinute = work('x', '2026-11-01T23:59:00-05:00');
    expect(dayReport([lastMinute], { day: '2026-11-01', zone: ZONE, now: NOON }).all.promised).toEqual(['x']);
    const secondTwo = work('y', '2026-11-01T01:30:00-05:00', [closedAt('2026-11-01T01:30:00-04:00')]);
    expect(dayReport([secondTwo], { day: '2026-11-01', zone: ZONE, now: NOON }).all.keptInWindow).toEqual(['y']);
  });

  it('every promise of the day is in exactly one of the other figures, and with exactly one owner', () => {
    const item = fc.record({
      due: fc.constantFrom(
        '2026-11-20',
        '2026-11-20T08:00:00-05:00',
        '2026-11-20T18:00:00-05:00',
        '2026-11-21',
        'soon',
      ),
      owner: fc.constantFrom('A', 'B'),
      closed: fc.option(fc.integer({ min: NOON - 86_400_000, max: NOON }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), (items) => {
        const works = items.map(({ due, owner, closed }, index) =>
          work(`${index}`, due, closed === undefined ? [] : [closedAt(new Date(closed).toISOString())], owner),
        );
        const { all, byOwner } = dayReport(works, { day: '2026-11-20', zone: ZONE, now: NOON });
        const parts = FIGURES.filter((name) => name !== 'promised').flatMap((name) => all[name]);
        expect([...parts].sort()).toEqual([...all.promised].sort());
        expect(byOwner.flatMap(({ figures }) => figures.promised).sort()).toEqual([...all.promised].sort());
      }),
    );
  });
});
