// When a rule applies. Every line of an `if` must hold; within one list one entry is enough. What is not known (yet) about a
// caller never makes a rule apply, and never makes a `not` apply either.
import { z } from 'zod';
import { ReferralState } from '../patient/types.ts';
import { WEEKDAYS } from '../schedule/weekdays.ts';
import { Id } from './basics.ts';
import { ClockTime } from './hours.ts';
import { Role } from './roles.ts';

/** Digits, `?` for any one digit, `*` for any rest. No regular expressions: nothing a site writes can take long. */
export const NumberPattern = z
  .string()
  .max(20)
  .regex(/^\+?[0-9?]*\*?$/, 'Write digits, ? for any one digit and * at the end, such as "206555*"')
  .refine((pattern) => /[0-9?]/.test(pattern), { message: 'Write at least one digit, such as "206*"' });

const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Write the date in quotes as "2026-12-25"');
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1, 'Name at least one, or take the line out');
const Language = z.string().regex(/^[a-z]{2}$/, 'Use a two-letter language code such as en');
const count = z.number().int().min(0);

export const TimeCondition = z.strictObject({
  office: z.enum(['open', 'closed']).optional(),
  /** Only on a holiday of the practice, or only on other days. */
  holiday: z.boolean().optional(),
  days: some(z.enum(WEEKDAYS)).optional(),
  /** At the clinic. An end before the start is on the next day: from 22:00 to 06:00. The end does not belong to it. */
  from: ClockTime.optional(),
  to: ClockTime.optional(),
  /** First and last day. */
  dates: z.strictObject({ from: IsoDate.optional(), to: IsoDate.optional() }).optional(),
});
export type TimeCondition = z.infer<typeof TimeCondition>;

/** Known only once the caller is verified, save `restricted`, which the chooser shows as well. */
export const PatientCondition = z.strictObject({
  /** Whole years, both ends included. */
  age: z.strictObject({ from: count.optional(), to: count.optional() }).optional(),
  /** Words in one of the chart's flags. */
  flag: some(z.string().min(2)).optional(),
  /** The next visit is at most so many days away. */
  visitWithinDays: count.optional(),
  referral: some(ReferralState).optional(),
  restricted: z.boolean().optional(),
  interpreter: z.boolean().optional(),
});
export type PatientCondition = z.infer<typeof PatientCondition>;

const plain = {
  caller: z.enum(['known', 'new']).optional(),
  /** Without country code unless it begins with +; an extension as it is dialled. */
  number: some(NumberPattern).optional(),
  area: some(z.string().regex(/^\d{2,5}$/, 'Write the area code in quotes, such as "206"')).optional(),
  withheld: z.boolean().optional(),
  /** The same person called within the days of `work.repeatDays`. */
  repeat: z.boolean().optional(),
  queue: some(Id).optional(),
  /** The call rings this desk and no queue. */
  direct: z.boolean().optional(),
  location: some(z.string().min(1)).optional(),
  language: some(Language).optional(),
  category: some(Id).optional(),
  /** In the caller's words as typed; a phrase matches where a word begins. */
  words: some(z.string().min(2)).optional(),
  time: TimeCondition.optional(),
  patient: PatientCondition.optional(),
  /** How many of those with the skill (or of the named) are free just now. */
  staff: z
    .strictObject({
      skill: Id.optional(),
      entries: some(Id).optional(),
      freeAtLeast: count.optional(),
      freeAtMost: count.optional(),
    })
    .optional(),
  /** How many callers wait in the queue; without a queue, in all. */
  waiting: z.strictObject({ queue: Id.optional(), atLeast: count.optional(), atMost: count.optional() }).optional(),
  /** Of whoever has the call. */
  role: some(Role).optional(),
};

export const PlainCondition = z.strictObject(plain);
export type PlainCondition = z.infer<typeof PlainCondition>;

export const Condition = z.strictObject({
  ...plain,
  /** Not when all of this holds. */
  not: PlainCondition.optional(),
  /** And at least one of these. */
  any: some(PlainCondition).optional(),
});
export type Condition = z.infer<typeof Condition>;
