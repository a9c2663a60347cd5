// Free times and booked visits as the desk sees them: plain data, no FHIR shapes. Instants are epoch ms, days ISO dates.
import { z } from 'zod';
import { CANCEL_REASONS, DAY_PARTS } from './lists.ts';

export const VisitType = z.object({
  /** As the EHR codes it. */
  code: z.string().min(1).max(200),
  system: z.string().max(300).optional(),
  name: z.string().max(300),
});
export type VisitType = z.infer<typeof VisitType>;

/** Somebody's calendar at one place. */
export const Calendar = z.object({
  id: z.string().min(1).max(200),
  /** Who sees patients in it: the same person may have several calendars. */
  providerId: z.string().max(200),
  provider: z.string().max(300),
  placeId: z.string().max(200),
  place: z.string().max(300),
  /** Primary tags, lower case; empty: the EHR does not say. */
  languages: z.array(z.string().max(20)),
  /** Codes; empty: any kind of visit. */
  visitTypes: z.array(z.string().max(200)),
});
export type Calendar = z.infer<typeof Calendar>;

/** One free piece of a calendar, as the EHR cuts it. */
export interface FreeSlot {
  readonly id: string;
  readonly calendar: string;
  readonly start: number;
  readonly end: number;
  /** Codes; empty: whatever the calendar is for. */
  readonly visitTypes: readonly string[];
}

/** A time that can be offered: one slot, or several in a row where the visit is longer. */
export const OpenTime = z.object({
  /** Ids of the slots, the earliest first. */
  slots: z.array(z.string().min(1).max(200)).min(1).max(24),
  calendar: z.string().max(200),
  start: z.number(),
  end: z.number(),
  provider: z.string().max(300),
  place: z.string().max(300),
  languages: z.array(z.string().max(20)),
});
export type OpenTime = z.infer<typeof OpenTime>;

export const DayPart = z.enum(DAY_PARTS);
export type DayPart = z.infer<typeof DayPart>;

/** What the caller would like; absent: all the same. */
export const Wishes = z.object({
  visitType: z.string().max(200).optional(),
  providerId: z.string().max(200).optional(),
  placeId: z.string().max(200).optional(),
  language: z.string().max(20).optional(),
  /** The first and the last day. */
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  part: DayPart.optional(),
});
export type Wishes = z.infer<typeof Wishes>;

/** `asked`: requested, not yet agreed to by the practice. `waiting`: on the waiting list, without a time. */
export const VisitState = z.enum(['booked', 'asked', 'waiting', 'arrived', 'over', 'cancelled']);
export type VisitState = z.infer<typeof VisitState>;

/** A visit of one patient. */
export const BookedVisit = z.object({
  id: z.string().min(1).max(200),
  state: VisitState,
  start: z.number().optional(),
  end: z.number().optional(),
  what: z.string().max(300),
  visitType: z.string().max(200).optional(),
  provider: z.string().max(300),
  providerId: z.string().max(200).optional(),
  place: z.string().max(300),
  /** The patient has said that they come. */
  confirmed: z.boolean(),
  /** What somebody on the waiting list would like. */
  wishes: Wishes.optional(),
  /** On the waiting list since. */
  since: z.number().optional(),
  /** As the EHR has it: 1 is the most urgent, 9 the least. */
  priority: z.number().int().optional(),
});
export type BookedVisit = z.infer<typeof BookedVisit>;

export const CancelReason = z.enum(CANCEL_REASONS);
export type CancelReason = z.infer<typeof CancelReason>;

/**
 * How a time is booked here. `held`: it can be kept for the caller while one talks, and the slot decides who has it;
 * `atOnce`: the EHR decides when it is booked; `not`: only in the EHR itself.
 */
export const Booking = z.enum(['held', 'atOnce', 'not']);
export type Booking = z.infer<typeof Booking>;

export const SchedulingSupport = z.object({
  /** Free times can be read. */
  times: z.boolean(),
  book: Booking,
  cancel: z.boolean(),
  confirm: z.boolean(),
  waitingList: z.boolean(),
  /** Free times can only be read for a kind of visit. */
  needsVisitType: z.boolean(),
});
export type SchedulingSupport = z.infer<typeof SchedulingSupport>;
