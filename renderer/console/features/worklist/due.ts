// When a promise is due, and in which order the open ones are worked. Pure.
import { DateTime } from 'luxon';

interface Promised {
  readonly due: string;
  readonly state: 'open' | 'done';
}

/** Epoch ms; a day without a time is due at its end, an unreadable date at once. */
export function dueAt(item: Pick<Promised, 'due'>, zone: string): number {
  const parsed = DateTime.fromISO(item.due, { zone });
  if (!parsed.isValid) return 0;
  return (item.due.includes('T') ? parsed : parsed.endOf('day')).toMillis();
}

export const openWork = <T extends Promised>(items: readonly T[], zone: string): T[] =>
  items.filter((item) => item.state === 'open').sort((a, b) => dueAt(a, zone) - dueAt(b, zone));
