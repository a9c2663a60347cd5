// Is the office open? Everything is reckoned in the clinic's own time zone, whatever the PC's clock says.
import { DateTime } from 'luxon';
import type { Hours } from '../site/site.ts';
import type { OfficeState } from '../rules/types.ts';
import { holidayOn } from './holidays.ts';
import { WEEKDAYS } from './weekdays.ts';

const LOOK_AHEAD_DAYS = 14;

interface Span {
  readonly from: string;
  readonly to: string;
}

/** "08:30" on the day of `date` as an instant; a time skipped by daylight saving becomes the first one after it. */
function at(date: DateTime, clock: string): DateTime {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const midnight = date.startOf('day');
  if (hour === 24) return midnight.plus({ days: 1 }).startOf('day');
  const wanted = midnight.set({ hour, minute });
  // Luxon pushes a skipped time on by the length of the gap: 02:30 becomes 03:30, an hour that is there is left out.
  return wanted.hour === hour && wanted.minute === minute ? wanted : endOfGap(wanted);
}

function endOfGap(pushed: DateTime): DateTime {
  let first = pushed;
  while (first.minus({ minutes: 1 }).offset === pushed.offset) first = first.minus({ minutes: 1 });
  return first;
}

function subtract(spans: readonly Span[], cut: Span): Span[] {
  return spans.flatMap((span) => {
    if (cut.to <= span.from || cut.from >= span.to) return [span];
    const before = { from: span.from, to: cut.from };
    const after = { from: cut.to, to: span.to };
    return [before, after].filter((piece) => piece.from < piece.to);
  });
}

interface Day {
  readonly spans: readonly Span[];
  /** What they would be without closures. */
  readonly weekly: readonly Span[];
  readonly holiday?: string | undefined;
  readonly closures: readonly (Span & { reason: string })[];
}

function dayOf(hours: Hours, date: DateTime): Day {
  const iso = date.toISODate() ?? '';
  const holiday = holidayOn(hours.holidays, iso);
  const closures = hours.closures
    .filter((entry) => entry.date <= iso && iso <= (entry.lastDate ?? entry.date))
    .map((entry) => ({
      from: entry.date === iso ? (entry.from ?? '00:00') : '00:00',
      to: (entry.lastDate ?? entry.date) === iso ? (entry.to ?? '24:00') : '24:00',
      reason: entry.reason,
    }));
  const weekday = WEEKDAYS[date.weekday - 1] ?? 'mon';
  const weekly: readonly Span[] = holiday ? (holiday.open ?? []) : (hours.weekly[weekday] ?? []);
  return { spans: closures.reduce<readonly Span[]>(subtract, weekly), weekly, holiday: holiday?.name, closures };
}

export interface OpenSpan {
  readonly from: DateTime;
  readonly to: DateTime;
}

/** When the office is open on the day of `date` (in the clinic's zone), in order; what overlaps is joined. */
export function openSpansOf(hours: Hours, date: DateTime): OpenSpan[] {
  const spans = dayOf(hours, date)
    .spans.map((span) => ({ from: at(date, span.from), to: at(date, span.to) }))
    .filter((span) => span.from < span.to)
    .sort((a, b) => a.from.toMillis() - b.from.toMillis());
  return spans.reduce<OpenSpan[]>((joined, span) => {
    const last = joined.at(-1);
    if (!last || span.from > last.to) return [...joined, span];
    return [...joined.slice(0, -1), { from: last.from, to: span.to > last.to ? span.to : last.to }];
  }, []);
}

const isWithin = (now: DateTime, date: DateTime, span: Span) => now >= at(date, span.from) && now < at(date, span.to);

const isOpenAt = (hours: Hours, now: DateTime) => dayOf(hours, now).spans.some((span) => isWithin(now, now, span));

/** The first moment after `now` at which the office opens (or shuts), within 14 days. */
function nextChange(hours: Hours, now: DateTime, open: boolean): DateTime | undefined {
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const date = now.startOf('day').plus({ days: ahead });
    const edges = dayOf(hours, date)
      .spans.flatMap((span) => [at(date, span.from), at(date, span.to)])
      .filter((edge) => edge > now && isOpenAt(hours, edge) !== open)
      .sort((a, b) => a.toMillis() - b.toMillis());
    if (edges[0]) return edges[0];
  }
  return undefined;
}

interface Answer {
  readonly timeZone: string;
  /** From when until when it is the same, in epoch ms; the end does not belong to it. */
  readonly from: number;
  readonly until: number;
  readonly state: OfficeState;
}

/** The last answer for each set of hours: it changes a few times a day, and a card asks several times a second. */
const lastAnswer = new WeakMap<Hours, Answer>();

/** Whether the office is open at `instant` (ISO), why, and when that changes. */
export function officeState(hours: Hours, timeZone: string, instant: string): OfficeState {
  const asked = Date.parse(instant);
  const last = lastAnswer.get(hours);
  if (last?.timeZone === timeZone && last.from <= asked && asked < last.until) return last.state;
  const state = computeOfficeState(hours, timeZone, instant);
  const until = nextEdge(hours, DateTime.fromISO(instant, { zone: timeZone }));
  if (until !== undefined) lastAnswer.set(hours, { timeZone, from: asked, until, state });
  return state;
}

/** Until then nothing begins or ends, neither hours nor a closure nor the day; undefined: `now` is no time at all. */
function nextEdge(hours: Hours, now: DateTime): number | undefined {
  if (!now.isValid) return undefined;
  const { spans, weekly, closures } = dayOf(hours, now);
  const edges = [...spans, ...weekly, ...closures].flatMap(({ from, to }) => [at(now, from), at(now, to)]);
  const midnight = now.startOf('day').plus({ days: 1 }).startOf('day');
  return Math.min(...[...edges, midnight].map((edge) => edge.toMillis()).filter((edge) => edge > now.toMillis()));
}

/** Open before on this day and open again later. */
const isBetween = (spans: readonly Span[], now: DateTime): boolean =>
  spans.some((span) => at(now, span.to) <= now) && spans.some((span) => at(now, span.from) > now);

function computeOfficeState(hours: Hours, timeZone: string, instant: string): OfficeState {
  const now = DateTime.fromISO(instant, { zone: timeZone });
  const day = dayOf(hours, now);
  const open = isOpenAt(hours, now);
  const change = nextChange(hours, now, open)?.toISO() ?? undefined;
  const changesAt = change === undefined ? {} : { changesAt: change };
  if (open) return { open, reason: 'hours', ...changesAt };
  const closure = day.closures.find((entry) => isWithin(now, now, entry));
  if (day.holiday && day.weekly.length === 0) return { open, reason: 'holiday', name: day.holiday, ...changesAt };
  if (closure) return { open, reason: 'closure', name: closure.reason, ...changesAt };
  if (day.holiday) return { open, reason: 'holiday', name: day.holiday, ...changesAt };
  return { open, reason: isBetween(day.weekly, now) ? 'lunch' : 'outsideHours', ...changesAt };
}

export interface OfficeChange {
  readonly what: 'opens' | 'closes';
  readonly at: string;
  /** Full minutes until then, rounded up: at 11:59:30 it is one minute to noon. */
  readonly minutes: number;
}

/** What a caller asks first: when the office opens, or how long it is open still. */
export function officeChange({ open, changesAt }: OfficeState, now: number): OfficeChange | undefined {
  if (changesAt === undefined) return undefined;
  const minutes = Math.ceil((Date.parse(changesAt) - now) / 60_000);
  return { what: open ? 'closes' : 'opens', at: changesAt, minutes: Math.max(0, minutes) };
}
