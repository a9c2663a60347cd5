// A due date as two fields, and back: a day alone stays a day, a day with a time is an instant in the clinic's zone. Pure.
import { DateTime } from 'luxon';

export const QUICK_DUES = ['hour', 'today', 'tomorrow', 'week'] as const;
export type QuickDue = (typeof QUICK_DUES)[number];

export function dueParts(due: string, zone: string): { date: string; time: string } {
  if (!due.includes('T')) return { date: due, time: '' };
  const at = DateTime.fromISO(due, { setZone: true }).setZone(zone);
  return at.isValid ? { date: at.toFormat('yyyy-MM-dd'), time: at.toFormat('HH:mm') } : { date: '', time: '' };
}

export function dueFrom(date: string, time: string, zone: string): string {
  if (date === '' || time === '') return date;
  const at = DateTime.fromISO(`${date}T${time}`, { zone });
  return at.isValid ? (at.toISO({ suppressMilliseconds: true }) ?? date) : date;
}

export function quickDue(quick: QuickDue, zone: string, now: number): string {
  const at = DateTime.fromMillis(now, { zone });
  if (quick === 'hour') return at.plus({ hours: 1 }).startOf('minute').toISO({ suppressMilliseconds: true }) ?? '';
  return at.plus({ days: { today: 0, tomorrow: 1, week: 7 }[quick] }).toISODate() ?? '';
}
