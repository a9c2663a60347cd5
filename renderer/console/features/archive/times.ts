// Times of notes, which may be years old: the year is said when it is not this one.
import { DateTime } from 'luxon';
import type { ArchiveHit } from '../../../../shared/contract/archive.ts';

export function noteTime(at: number, locale: string, zone: string, now: number): string {
  const time = DateTime.fromMillis(at, { zone });
  const isThisYear = time.hasSame(DateTime.fromMillis(now, { zone }), 'year');
  return time.setLocale(locale).toLocaleString({
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
  });
}

/** Owed, and its time is over: a day is over at its end. */
export function isLate({ step, due }: Pick<ArchiveHit, 'step' | 'due'>, zone: string, now: number): boolean {
  if (step !== 'open' || due === undefined) return false;
  const at = DateTime.fromISO(due, { zone });
  return at.isValid && (due.includes('T') ? at : at.endOf('day')).toMillis() < now;
}
