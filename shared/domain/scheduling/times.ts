// Which times can be offered to a caller: those that fit, long enough, never in the past, the earliest first. A visit that
// is longer than the EHR's slots takes several in a row of one calendar.
import { DateTime } from 'luxon';
import type { Calendar, DayPart, FreeSlot, OpenTime, Wishes } from './types.ts';

export interface Surroundings {
  /** IANA zone of the practice. */
  readonly zone: string;
  /** Epoch ms. */
  readonly now: number;
  /** How long the visit takes; absent: as long as the EHR's slots are. */
  readonly minutes?: number | undefined;
}

/** Before noon at the practice, or after; its own clock, whatever this computer's says. */
export function isInPart(start: number, part: DayPart | undefined, zone: string): boolean {
  if (part === undefined || part === 'any') return true;
  const isMorning = DateTime.fromMillis(start, { zone }).hour < 12;
  return part === 'morning' ? isMorning : !isMorning;
}

export const dayOf = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toISODate() ?? '';

function isWanted(calendar: Calendar, { providerId, placeId, language }: Wishes): boolean {
  return (
    (providerId === undefined || calendar.providerId === providerId) &&
    (placeId === undefined || calendar.placeId === placeId) &&
    (language === undefined || calendar.languages.includes(language))
  );
}

function isFor(slot: FreeSlot, calendar: Calendar, visitType: string | undefined): boolean {
  const kinds = slot.visitTypes.length > 0 ? slot.visitTypes : calendar.visitTypes;
  return visitType === undefined || kinds.length === 0 || kinds.includes(visitType);
}

function isWhen({ start }: FreeSlot, { from, until, part }: Wishes, zone: string): boolean {
  const day = dayOf(start, zone);
  return (from === undefined || day >= from) && (until === undefined || day <= until) && isInPart(start, part, zone);
}

/** The slots from `first` on that together are long enough; undefined where they end or have a gap. */
function row(slots: readonly FreeSlot[], first: number, ms: number): FreeSlot[] | undefined {
  const taken: FreeSlot[] = [];
  for (let at = first; at < slots.length; at++) {
    const slot = slots[at]!;
    const before = taken.at(-1);
    // The same time twice in a calendar: another room, or a mistake; it is no continuation.
    if (before && slot.start === before.start) continue;
    if (before && slot.start !== before.end) return undefined;
    taken.push(slot);
    if (slot.end - taken[0]!.start >= ms) return taken;
  }
  return undefined;
}

/** Times that can be offered, the earliest first; at the same time by name. */
export function openTimes(
  slots: readonly FreeSlot[],
  calendars: readonly Calendar[],
  wishes: Wishes,
  { zone, now, minutes = 0 }: Surroundings,
): OpenTime[] {
  const byCalendar = Map.groupBy(slots, ({ calendar }) => calendar);
  const wanted = calendars.filter((calendar) => isWanted(calendar, wishes));
  const times = wanted.flatMap((calendar) => {
    const { provider, place, languages } = calendar;
    const free = (byCalendar.get(calendar.id) ?? [])
      .filter((slot) => slot.start > now && slot.end > slot.start && isFor(slot, calendar, wishes.visitType))
      .sort((a, b) => a.start - b.start || a.id.localeCompare(b.id));
    return free.flatMap((slot, index): OpenTime[] => {
      if (!isWhen(slot, wishes, zone)) return [];
      const taken = row(free, index, minutes * 60_000);
      if (!taken) return [];
      const end = taken.at(-1)!.end;
      const ids = taken.map(({ id }) => id);
      return [{ slots: ids, calendar: calendar.id, start: slot.start, end, provider, place, languages }];
    });
  });
  return times.sort((a, b) => a.start - b.start || a.provider.localeCompare(b.provider));
}

/** Times by the practice's days, in the order given. */
export function byDay(
  times: readonly OpenTime[],
  zone: string,
): { readonly day: string; readonly times: OpenTime[] }[] {
  return [...Map.groupBy(times, ({ start }) => dayOf(start, zone))].map(([day, of]) => ({ day, times: of }));
}

/** What to offer in place of a time that is gone: near it, and the same person before others. */
export function instead(times: readonly OpenTime[], lost: Pick<OpenTime, 'start' | 'provider'>, most = 3): OpenTime[] {
  const HOUR = 3_600_000;
  const far = (time: OpenTime): number =>
    Math.abs(time.start - lost.start) + (time.provider === lost.provider ? 0 : 2 * HOUR);
  return [...times]
    .sort((a, b) => far(a) - far(b) || a.start - b.start)
    .slice(0, most)
    .sort((a, b) => a.start - b.start);
}
