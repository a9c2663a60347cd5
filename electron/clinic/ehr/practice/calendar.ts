// The practice's days: working hours in its own time zone, visits of twenty minutes, each provider's slot given once.
import { DateTime } from 'luxon';
import type { Provider } from './vocabulary.ts';

export const CLINIC_ZONE = 'America/Los_Angeles';
export const VISIT_MINUTES = 20;

const MORNING = { from: 8 * 60 + 20, to: 12 * 60 };
const AFTERNOON = { from: 13 * 60, to: 17 * 60 };

/** Starts of the day's visits in minutes after midnight. */
export const STARTS: readonly number[] = [MORNING, AFTERNOON].flatMap(({ from, to }) =>
  Array.from({ length: Math.floor((to - from) / VISIT_MINUTES) }, (_, i) => from + i * VISIT_MINUTES),
);

/** A provider's times, each handed out once. */
export class Calendar {
  readonly now: DateTime;
  readonly #taken = new Set<string>();

  constructor(today: Date) {
    this.now = DateTime.fromJSDate(today, { zone: CLINIC_ZONE });
  }

  /** Midnight (clinic time) of the day `offset` days from today. */
  day(offset: number): DateTime {
    return this.now.startOf('day').plus({ days: offset });
  }

  /** As `day`, moved on to Monday where it falls on a weekend (back to Friday for the past). */
  workday(offset: number): DateTime {
    let day = this.day(offset);
    while (day.weekday > 5) day = day.plus({ days: offset < 0 ? -1 : 1 });
    return day;
  }

  at(day: DateTime, minutes: number): DateTime {
    return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  }

  isFree(provider: Provider, start: DateTime): boolean {
    return !this.#taken.has(`${provider.id} ${start.toMillis()}`);
  }

  /** Takes the first free start on `day` at or after the `from`-th of the day, wrapping around; undefined on a full day. */
  take(provider: Provider, day: DateTime, from: number): DateTime | undefined {
    for (let i = 0; i < STARTS.length; i++) {
      const start = this.at(day, STARTS[(from + i) % STARTS.length] ?? 0);
      if (!this.isFree(provider, start)) continue;
      this.#taken.add(`${provider.id} ${start.toMillis()}`);
      return start;
    }
    return undefined;
  }
}

/** FHIR instant in UTC, as servers compare them. */
export const instant = (time: DateTime): string => time.toUTC().toISO({ suppressMilliseconds: false }) ?? '';
/** FHIR date, in clinic time. */
export const dateOnly = (time: DateTime): string => time.toISODate() ?? '';
