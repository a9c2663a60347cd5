// Closures and stretches of time as they are read.
import type { TFunction } from 'i18next';
import { DateTime } from 'luxon';
import type { Closure } from '../../../../shared/domain/site/hours.ts';

interface Told {
  readonly t: TFunction;
  readonly language: string;
  readonly zone: string;
  readonly now: number;
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const TIME = { hour: 'numeric', minute: '2-digit' } as const;

/** "Closed today until 12:00 PM: Weather". */
export function closureWords(closure: Closure, { t, language, zone, now }: Told): string {
  const today = DateTime.fromMillis(now, { zone });
  const shown = (date: string, clock: string | undefined): string => {
    const day = DateTime.fromISO(date, { zone }).setLocale(language);
    const isToday = day.hasSame(today, 'day');
    const [hour = 0, minute = 0] = (clock ?? '').split(':').map(Number);
    const time = clock === undefined || clock === '24:00' ? undefined : day.set({ hour, minute }).toLocaleString(TIME);
    const name = isToday ? t('duty.today') : day.toLocaleString(DAY);
    return time === undefined ? name : isToday ? time : `${name}, ${time}`;
  };
  const last = closure.lastDate ?? closure.date;
  const isFullDay = closure.from === undefined && closure.to === undefined && last === closure.date;
  const { reason } = closure;
  if (isFullDay) return t('duty.closed.day', { day: shown(closure.date, undefined), reason });
  const from = closure.from === undefined ? shown(closure.date, undefined) : shown(closure.date, closure.from);
  if (closure.to === undefined && last === closure.date) return t('duty.closed.rest', { from, reason });
  return t('duty.closed.until', { from, to: shown(last, closure.to), reason });
}

/** When a turn on call ends or begins: a time today, else day and time. */
export function turnTime(at: number, language: string, zone: string, now: number): string {
  const time = DateTime.fromMillis(at, { zone }).setLocale(language);
  const isToday = time.hasSame(DateTime.fromMillis(now, { zone }), 'day');
  return time.toLocaleString(isToday ? TIME : { ...DAY, ...TIME });
}
