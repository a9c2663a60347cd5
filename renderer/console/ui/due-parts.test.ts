import { expect, it } from 'vitest';
import { dueFrom, dueParts } from './due-parts.ts';

const ZONE = 'America/New_York';

it('keeps a day a day and gives a time the offset of the clinic', () => {
  expect(dueFrom('2026-11-24', '', ZONE)).toBe('2026-11-24');
  expect(dueFrom('2026-11-24', '15:30', ZONE)).toBe('2026-11-24T15:30:00-05:00');
  expect(dueFrom('2026-07-01', '15:30', ZONE)).toBe('2026-07-01T15:30:00-04:00');
  expect(dueParts('2026-11-24T20:30:00Z', ZONE)).toEqual({ date: '2026-11-24', time: '15:30' });
  expect(dueParts('2026-11-24', ZONE)).toEqual({ date: '2026-11-24', time: '' });
  expect(dueParts('T', ZONE)).toEqual({ date: '', time: '' });
});
