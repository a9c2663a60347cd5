import { expect, it } from 'vitest';
import { dueAt, openWork } from './due.ts';

const item = (due: string, state: 'open' | 'done' = 'open') => ({ due, state });

it('works the overdue first and leaves out what is done', () => {
  const [late, today, soon] = [item('2026-11-20'), item('2026-11-24'), item('2026-11-24T09:00:00-05:00')];
  expect(openWork([today, item('2026-01-01', 'done'), late, soon], 'America/New_York')).toEqual([late, soon, today]);
});

it('counts a day as due at its end, and an unreadable date as due now', () => {
  expect(dueAt(item('2026-11-24'), 'America/New_York')).toBe(Date.parse('2026-11-25T05:00:00Z') - 1);
  expect(dueAt(item('sometime'), 'America/New_York')).toBe(0);
});
