// Visits of whoever is on the line: free times, which are nobody's secret, and the patient's own, which need the check.
import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { PatientId } from '../domain/patient/types.ts';
import {
  BookedVisit,
  Calendar,
  CancelReason,
  OpenTime,
  SchedulingSupport,
  VisitType,
  Wishes,
} from '../domain/scheduling/types.ts';
import { Text } from '../domain/site/basics.ts';
import { AttemptOutcome } from '../domain/work/types.ts';
import { command, topic } from './define.ts';

const onCall = z.object({ callId: CallId });

/** A kind of visit, as the EHR has it and as the practice calls it. */
export const OfferedVisitType = VisitType.extend({ label: Text.optional(), minutes: z.number().optional() });
export type OfferedVisitType = z.infer<typeof OfferedVisitType>;

/** A visit as it was seen: what has changed since is told, not overwritten. */
const Seen = BookedVisit.pick({ id: true, state: true, start: true, providerId: true });

/** `taken`: somebody else has it; `instead` are the next best. */
const Taken = z.object({ state: z.literal('taken'), instead: z.array(OpenTime) });
/** Somebody has changed the visit meanwhile; nothing was done, and this is how it stands. */
const Changed = z.object({ state: z.literal('changed'), visit: BookedVisit });
/** Somebody on the waiting list, with the time that they would have. */
export const WaitingPerson = z.object({
  visit: BookedVisit,
  patientId: PatientId,
  patient: z.string(),
  time: OpenTime.optional(),
  /** When they were called from this desk about it, and what came of that. */
  called: z.object({ at: z.number(), outcome: AttemptOutcome }).optional(),
});
export type WaitingPerson = z.infer<typeof WaitingPerson>;

/** `waiting`: who on the waiting list would take what became free, in turn. */
const Done = z.object({ state: z.literal('done'), visit: BookedVisit, waiting: z.array(WaitingPerson) });

/** What is being arranged on one call. */
export const ArrangedTime = z.object({
  callId: CallId,
  time: OpenTime,
  visitType: z.string().optional(),
  what: z.string(),
  /** The visit that moves here. */
  moving: BookedVisit.optional(),
  /**
   * `kept`: nobody else gets it; `chosen`: this EHR keeps no times, it is decided when it is booked; `over`: kept no longer;
   * `unknown`: sent, and nobody knows what became of it.
   */
  state: z.enum(['kept', 'chosen', 'writing', 'unknown', 'over']),
  /** Epoch ms until which it is kept. */
  until: z.number().optional(),
});
export type ArrangedTime = z.infer<typeof ArrangedTime>;

export const schedulingCommands = {
  /** What this EHR can do, whose calendars there are, and, once verified, the patient's visits ahead. */
  'scheduling.open': command({
    input: onCall,
    output: z.object({
      support: SchedulingSupport,
      calendars: z.array(Calendar),
      visitTypes: z.array(OfferedVisitType),
      verified: z.boolean(),
      visits: z.array(BookedVisit),
      /** The patient's language, where somebody of the practice speaks it. */
      language: z.string().optional(),
    }),
    pages: ['console'],
    access: 'signedIn',
  }),
  'scheduling.find': command({
    input: onCall.extend({ wishes: Wishes }),
    output: z.object({ times: z.array(OpenTime), more: z.boolean() }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Keeps a time for this caller, in place of any other that is kept for them. Audited. */
  'scheduling.hold': command({
    input: onCall.extend({ time: OpenTime, wishes: Wishes, moving: Seen.optional() }),
    output: z.discriminatedUnion('state', [z.object({ state: z.literal('held') }), Taken]),
    pages: ['console'],
    access: 'signedIn',
  }),
  'scheduling.release': command({ input: onCall, output: z.object({}), pages: ['console'], access: 'signedIn' }),
  /** Books the time that is kept, or moves the visit there; asked again after an unknown outcome it looks first. Audited. */
  'scheduling.book': command({
    input: onCall,
    output: z.discriminatedUnion('state', [
      Done,
      Taken,
      Changed,
      /** The new time is booked, and the old visit could not be cancelled. */
      z.object({ state: z.literal('oldStands'), visit: BookedVisit }),
    ]),
    pages: ['console'],
    access: 'signedIn',
  }),
  'scheduling.cancel': command({
    input: onCall.extend({ visit: Seen, reason: CancelReason }),
    output: z.discriminatedUnion('state', [Done, Changed]),
    pages: ['console'],
    access: 'signedIn',
  }),
  'scheduling.confirm': command({
    input: onCall.extend({ visit: Seen }),
    output: z.discriminatedUnion('state', [Done, Changed]),
    pages: ['console'],
    access: 'signedIn',
  }),
  'scheduling.wait': command({
    input: onCall.extend({ wishes: Wishes }),
    output: z.object({ visit: BookedVisit }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /**
   * Everybody who waits, in turn, with the first free time that would suit; and the times that this desk has freed, each with
   * who would take it. Audited.
   */
  'scheduling.waitingList': command({
    input: z.object({}),
    output: z.object({
      waiting: z.array(WaitingPerson),
      freed: z.array(
        z.object({ start: z.number(), provider: z.string(), place: z.string(), people: z.array(WaitingPerson) }),
      ),
    }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Calls somebody of the list at the number on file, about a time where there is one. Audited. */
  'scheduling.callWaiting': command({
    input: z.object({ visitId: z.string().min(1).max(200), time: OpenTime.optional() }),
    output: z.object({ callId: CallId }),
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const schedulingTopics = {
  arranged: topic({ row: ArrangedTime, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};
