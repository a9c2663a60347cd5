// A due date as two fields, and back: a day alone stays a day, a day with a time is an instant in the clinic's zone. Pure.
import { DateTime } from 'luxon';

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
