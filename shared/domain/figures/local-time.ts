// The practice's calendar for a million calls: the zone is asked once for each half hour, since no zone changes in between.
import { DateTime, IANAZone } from 'luxon';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

export interface LocalTime {
  /** Days since 1970-01-01 in the zone. */
  readonly day: number;
  /** Half hours since midnight by the clock on the wall, 0…47. */
  readonly slot: number;
}

export function localTimes(zone: string): (at: number) => LocalTime {
  const asked = IANAZone.create(zone);
  const offsets = new Map<number, number>();
  return (at) => {
    const half = Math.floor(at / HALF_HOUR_MS);
    let offset = offsets.get(half);
    if (offset === undefined) offsets.set(half, (offset = asked.offset(half * HALF_HOUR_MS) * 60_000));
    const local = at + offset;
    const day = Math.floor(local / DAY_MS);
    return { day, slot: Math.floor((local - day * DAY_MS) / HALF_HOUR_MS) };
  };
}

/** 0 is Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (day + 3) % 7;

export const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Epoch ms of the day's first moment in the zone: on a day on which the clocks change it may not be midnight. */
export const startOf = (date: string, zone: string): number =>
  DateTime.fromISO(date, { zone }).startOf('day').toMillis();
export const dateAt = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toISODate() ?? '';
