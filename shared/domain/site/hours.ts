// When the practice is open: the week, holidays, closures; for the practice, a location, a line.
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../schedule/weekdays.ts';
import { Id } from './basics.ts';

export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write the time in quotes as "08:30"');
export const IsoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'Write the date in quotes as "2026-12-25"')
  .refine((date) => DateTime.fromISO(date).isValid, { message: 'There is no such day in the calendar' });

const Span = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .refine((span) => span.from < span.to, { message: 'The end must be later than the start', path: ['to'] });

const Weekly = z.partialRecord(z.enum(WEEKDAYS), z.array(Span));

/** When a holiday is: one of these, never two. */
const WHEN = ['date', 'every', 'weekday', 'easter'] as const;
export const Holiday = z
  .strictObject({
    name: z.string().min(1),
    /** One day of one year. */
    date: IsoDate.optional(),
    /** The same day every year, such as "12-25". */
    every: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'Write month and day in quotes as "12-25"')
      .refine((day) => DateTime.fromISO(`2024-${day}`).isValid, { message: 'There is no such day in any year' })
      .optional(),
    /** A weekday of a month: `{ nth: 4, weekday: thu, month: 11 }` is Thanksgiving, `nth: last` the last one. */
    weekday: z.enum(WEEKDAYS).optional(),
    nth: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal('last')]).optional(),
    month: z.number().int().min(1).max(12).optional(),
    /** Days from Easter Sunday (western): -2 is Good Friday, 1 Easter Monday. */
    easter: z.number().int().min(-60).max(80).optional(),
    /** Days after the day that was worked out: 1 with Thanksgiving is the Friday after it. */
    plusDays: z.number().int().min(-30).max(30).optional(),
    /**
     * Where it falls on a weekend it is kept on a working day, too: `nearest` Saturday's on Friday and Sunday's on
     * Monday, `monday` both on Monday. The day itself stays a holiday.
     */
    observed: z.enum(['nearest', 'monday']).optional(),
    /** Open for these hours all the same, such as the morning of Christmas Eve. */
    open: z.array(Span).optional(),
  })
  .superRefine((holiday, context) => {
    const said = WHEN.filter((key) => holiday[key] !== undefined);
    const report = (message: string) => context.addIssue({ code: 'custom', path: [], message });
    if (said.length !== 1)
      report(
        'Say when it is, in one way: date: "2026-12-25", every: "12-25", weekday with nth and month, or easter: -2',
      );
    else if ((holiday.weekday !== undefined) !== (holiday.nth !== undefined && holiday.month !== undefined))
      report('Write weekday, nth and month together, such as { nth: 4, weekday: thu, month: 11 }');
  });
export type Holiday = z.infer<typeof Holiday>;

/** A one-off closure, such as a snow day until noon; over several days with `lastDate`. */
export const Closure = z
  .strictObject({
    date: IsoDate,
    /** Absent: from the beginning of the day. */
    from: ClockTime.optional(),
    /** The last day; absent: the same day. */
    lastDate: IsoDate.optional(),
    /** On the last day; absent: to its end. */
    to: ClockTime.optional(),
    reason: z.string().min(1),
  })
  .superRefine(({ date, from = '00:00', lastDate = date, to = '24:00' }, context) => {
    if (lastDate < date || (lastDate === date && to <= from))
      context.addIssue({ code: 'custom', path: ['to'], message: 'The closure must end after it begins' });
  });
export type Closure = z.infer<typeof Closure>;

/** Who closes the office at once from the window, and the reasons offered there. */
export const Closing = z.strictObject({
  by: z
    .array(z.enum(['receptionist', 'assistant', 'supervisor', 'administrator']))
    .default(['supervisor', 'administrator']),
  reasons: z.array(z.string().min(1).max(60)).min(1).default(['Weather', 'Power or network failure', 'Staff shortage']),
});

export const Hours = z.strictObject({
  weekly: Weekly,
  holidays: z.array(Holiday).default([]),
  closures: z.array(Closure).default([]),
  closing: Closing.optional(),
});
export type Hours = z.infer<typeof Hours>;

/** Hours of a location or a line: its own week where it has one; the practice's holidays and closures hold there, too. */
export const OwnHours = z.strictObject({
  weekly: Weekly.optional(),
  holidays: z.array(Holiday).default([]),
  closures: z.array(Closure).default([]),
});
export type OwnHours = z.infer<typeof OwnHours>;

export const Location = z.strictObject({
  id: Id,
  name: z.string().min(1),
  /** Where its clocks differ from the practice's. */
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), { message: 'Use a time zone such as America/Chicago' })
    .optional(),
  hours: OwnHours.optional(),
});
export type Location = z.infer<typeof Location>;
