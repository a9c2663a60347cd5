// How many calls a day will bring, by half hour, from the same weekday of the weeks before, and how many people that takes.
// Days the practice was closed, or of which the PBX told nothing, are no quiet days: they do not count. Pure.
import { DateTime } from 'luxon';
import { peopleNeeded } from './erlang.ts';
import type { Wanted } from './erlang.ts';

export const HALF_HOURS = 48;
const SECONDS_PER_HALF_HOUR = 1800;
/** Each week back counts this much of the week after it. */
const FADE = 0.8;

/** One half hour of a past day, in the clinic's own time. */
export interface PastHalfHour {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 0 is midnight to half past; 47 the last. */
  readonly half: number;
  readonly calls: number;
  /** Talk, hold and wrap-up of all of them, seconds. */
  readonly handledSeconds: number;
  /** How many of them were answered: those that `handledSeconds` is about. */
  readonly answered: number;
}

export interface ForecastOptions {
  /** YYYY-MM-DD: the day that is asked about. */
  readonly day: string;
  /** How many weeks back are looked at. */
  readonly weeks: number;
  /** Days that are to be left out: closed, or not told of. */
  readonly without?: ReadonlySet<string> | undefined;
  /** The target and what else people are reckoned by; the calls and their length come from the past. */
  readonly wanted: Omit<Wanted, 'callsPerHour' | 'handleSeconds'>;
}

export interface ExpectedHalfHour {
  readonly half: number;
  readonly calls: number;
  /** The fewest and the most that such a half hour brought. */
  readonly least: number;
  readonly most: number;
  readonly handleSeconds: number;
  readonly people: number;
}

export interface Forecast {
  readonly halves: readonly ExpectedHalfHour[];
  /** The days it rests on, newest first; none: nothing is known of such a day. */
  readonly basedOn: readonly string[];
}

/** Expected calls and people for each half hour in which such days had calls. */
export function forecast(past: readonly PastHalfHour[], options: ForecastOptions): Forecast {
  const dates = daysBefore(options.day, options.weeks);
  const isUsable = (date: string) => !options.without?.has(date) && past.some((row) => row.date === date);
  const basedOn = dates.filter(isUsable);
  const rows = past.filter((row) => basedOn.includes(row.date));
  const overall = meanHandle(rows);
  const byHalf = Map.groupBy(rows, ({ half }) => half);
  const halves = [...byHalf.entries()]
    .filter(([half, some]) => half >= 0 && half < HALF_HOURS && some.some(({ calls }) => calls > 0))
    .sort(([a], [b]) => a - b)
    .map(([half, some]) => expected(half, some, { basedOn, dates, overall, wanted: options.wanted }));
  return { halves, basedOn };
}

interface Basis {
  readonly basedOn: readonly string[];
  readonly dates: readonly string[];
  /** Mean handle time over all half hours, for those without an answered call. */
  readonly overall: number;
  readonly wanted: ForecastOptions['wanted'];
}

function expected(half: number, rows: readonly PastHalfHour[], basis: Basis): ExpectedHalfHour {
  const counts = basis.basedOn.map((date) => ({
    calls: rows.filter((row) => row.date === date).reduce((sum, row) => sum + row.calls, 0),
    // Weeks that are missing keep their distance: the week before the last weighs the same whether the last is there or not.
    weight: FADE ** basis.dates.indexOf(date),
  }));
  const weights = counts.reduce((sum, { weight }) => sum + weight, 0);
  const calls = counts.reduce((sum, one) => sum + one.calls * one.weight, 0) / weights;
  const handleSeconds = meanHandle(rows) || basis.overall;
  return {
    half,
    calls,
    least: Math.min(...counts.map((one) => one.calls)),
    most: Math.max(...counts.map((one) => one.calls)),
    handleSeconds,
    people: peopleNeeded({ ...basis.wanted, callsPerHour: (calls * 3600) / SECONDS_PER_HALF_HOUR, handleSeconds }),
  };
}

function meanHandle(rows: readonly PastHalfHour[]): number {
  const answered = rows.reduce((sum, row) => sum + row.answered, 0);
  return answered > 0 ? rows.reduce((sum, row) => sum + row.handledSeconds, 0) / answered : 0;
}

/** The same weekday of the weeks before, newest first. */
function daysBefore(day: string, weeks: number): string[] {
  const from = DateTime.fromISO(day, { zone: 'utc' });
  if (!from.isValid) return [];
  return Array.from({ length: Math.max(0, weeks) }, (_, index) => from.minus({ weeks: index + 1 }).toISODate());
}
