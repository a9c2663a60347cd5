// Who on the waiting list is offered a time, and in which order. Fair is: urgent first, then whoever has waited the longest;
// nobody is passed over for another reason than that the time does not suit them.
import { DateTime } from 'luxon';
import { openTimes } from './times.ts';
import type { Surroundings } from './times.ts';
import type { BookedVisit, Calendar, FreeSlot, OpenTime } from './types.ts';

/** Appointment.priority is iCalendar's: 1 is the most urgent, 9 the least, 0 or nothing says nothing (RFC 5545, 3.8.1.9). */
const ORDINARY = 5;
type Waits = Pick<BookedVisit, 'id' | 'priority' | 'since' | 'wishes'>;

const rankOf = ({ priority = 0 }: Pick<Waits, 'priority'>): number =>
  priority >= 1 && priority <= 9 ? priority : ORDINARY;
export const isUrgent = (visit: Pick<Waits, 'priority'>): boolean => rankOf(visit) < ORDINARY;

/** Of whom nobody knows since when they wait, comes after those of whom it is known. */
const sinceOf = ({ since }: Waits): number => since ?? Number.MAX_SAFE_INTEGER;

export function inTurn<W extends { readonly visit: Waits }>(waiting: readonly W[]): W[] {
  return [...waiting].sort(
    ({ visit: a }, { visit: b }) =>
      rankOf(a) - rankOf(b) || sinceOf(a) - sinceOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** At the practice's clock. What came of a call yesterday says nothing of whether they answer today. */
export const wasCalledToday = (
  { called }: { readonly called?: { readonly at: number } | undefined },
  now: number,
  zone: string,
): boolean =>
  called !== undefined && DateTime.fromMillis(called.at, { zone }).hasSame(DateTime.fromMillis(now, { zone }), 'day');

/** What is free around a time that has become free, with what became free in it. */
export interface Gap {
  /** Ids of the slots that have become free. */
  readonly freed: ReadonlySet<string>;
  /** Those, and what was free beside them: a longer visit may need both. */
  readonly slots: readonly FreeSlot[];
  readonly calendars: readonly Calendar[];
}

/** Who would take a time that has become free, each with the time that they would have; in turn. */
export function takersOf<W extends { readonly visit: Waits }>(
  waiting: readonly W[],
  { freed, slots, calendars }: Gap,
  {
    minutesOf,
    ...around
  }: Omit<Surroundings, 'minutes'> & {
    readonly minutesOf: (visitType: string | undefined) => number | undefined;
  },
): (W & { readonly time: OpenTime })[] {
  return inTurn(waiting).flatMap((one) => {
    const { wishes = {} } = one.visit;
    const minutes = minutesOf(wishes.visitType);
    const times = openTimes(slots, calendars, wishes, { ...around, minutes });
    const time = times.find((each) => each.slots.some((id) => freed.has(id)));
    return time === undefined ? [] : [{ ...one, time }];
  });
}
