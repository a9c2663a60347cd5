import { DateTime } from 'luxon';

/** The clinic's calendar day (YYYY-MM-DD) at an instant (epoch ms). */
export function localDate(at: number, timeZone: string): string {
  return DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? new Date(at).toISOString().slice(0, 10);
}
