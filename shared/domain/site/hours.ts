// When the practice is open, and who is on call.
import { z } from 'zod';
import { WEEKDAYS } from '../schedule/weekdays.ts';
import { Id } from './basics.ts';

export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write the time in quotes as "08:30"');
const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Write the date in quotes as "2026-12-25"');

const Span = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .refine((span) => span.from < span.to, { message: 'The end must be later than the start', path: ['to'] });
export const Hours = z.strictObject({
  weekly: z.partialRecord(z.enum(WEEKDAYS), z.array(Span)),
  holidays: z.array(z.strictObject({ date: IsoDate, name: z.string() })).default([]),
  /** One-off closures, such as a snow day until noon. */
  closures: z
    .array(z.strictObject({ date: IsoDate, from: ClockTime.optional(), to: ClockTime.optional(), reason: z.string() }))
    .default([]),
});
export type Hours = z.infer<typeof Hours>;

/** One turn on call; the end does not belong to it. */
export const OnCallTurn = z.strictObject({ entry: Id, from: z.string(), to: z.string() });
export type OnCallTurn = z.infer<typeof OnCallTurn>;
