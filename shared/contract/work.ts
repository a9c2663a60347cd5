import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { Delivery } from '../domain/note/types.ts';
import { PatientId } from '../domain/patient/types.ts';
import { AttemptOutcome, ClosedHow, WorkEvent, WorkSource } from '../domain/work/types.ts';
import { OpenTime } from '../domain/scheduling/types.ts';
import { command, topic } from './define.ts';

/**
 * Who sees it: `shared` every desk, through the EHR; `waiting` every desk as soon as the EHR answers again; `thisDesk`
 * only this one, because the EHR cannot hold it; `refused` only this one, because the EHR did not take it.
 */
export const Sharing = z.enum(['shared', 'waiting', 'thisDesk', 'refused']);
export type Sharing = z.infer<typeof Sharing>;

/** A thing to do as the list shows it; the latest first in `history`. */
export const WorkItem = WorkSource.omit({ key: true }).extend({
  /** Epoch ms of `due`, so that thousands are sorted without reading dates. */
  dueAt: z.number(),
  /** Nobody of the practice goes by the owner's name any more. */
  ownerGone: z.boolean(),
  state: z.enum(['open', 'done']),
  claim: z.object({ by: z.string(), name: z.string(), since: z.number() }).optional(),
  attempts: z.array(
    z.object({ at: z.number(), name: z.string(), outcome: AttemptOutcome, callId: z.string().optional() }),
  ),
  /** Missed calls in it. */
  count: z.number().int(),
  lastAt: z.number(),
  closed: z
    .object({ at: z.number(), by: z.string(), name: z.string(), how: ClosedHow, callId: z.string().optional() })
    .optional(),
  version: z.number().int(),
  history: z.array(WorkEvent),
  delivery: Delivery,
  /** What the EHR did not like about it, as the EHR names the field. */
  refusedField: z.string().optional(),
  /** Which of its writes met somebody else's change in the EHR. */
  conflictId: z.string().optional(),
  sharing: Sharing,
  /** What was changed here while the EHR was away, and did not stand: another desk had changed the same. */
  overruled: z.object({ due: z.string().optional(), owner: z.string().optional() }).optional(),
});
export type WorkItem = z.infer<typeof WorkItem>;

/** What is known at ring of earlier calls of the same person. Nothing of a note's text before the identity check. */
export const RepeatRow = z.object({
  callId: CallId,
  /** 3: the third call within `days`. */
  nth: z.number().int(),
  days: z.number().int(),
  last: z.object({
    at: z.number(),
    direction: z.enum(['incoming', 'outgoing']),
    answered: z.boolean(),
    category: z.string().optional(),
    /** The step that call left behind. */
    step: z.object({ state: z.enum(['open', 'done']), due: z.string(), dueAt: z.number() }).optional(),
  }),
  /** Once verified: calls about others of the household. */
  household: z.number().int().optional(),
  /** Once verified. */
  note: z
    .object({
      at: z.number(),
      author: z.string(),
      category: z.string().optional(),
      words: z.string(),
      told: z.string(),
      outcome: z.string().optional(),
      step: z.string().optional(),
      owner: z.string().optional(),
      /** The item in the list. */
      workId: z.string().optional(),
    })
    .optional(),
});
export type RepeatRow = z.infer<typeof RepeatRow>;

const Ids = z.array(z.string());
const Figures = z.object({ promised: Ids, keptInWindow: Ids, keptLate: Ids, overdue: Ids, open: Ids });
export const WorkReport = z.object({
  day: z.string(),
  all: Figures,
  byOwner: z.array(z.object({ owner: z.string(), figures: Figures })),
  moved: z.array(z.string()),
  /** The items behind the figures, open or done. */
  items: z.array(WorkItem),
  firstCall: z.object({ counted: z.number().int(), resolved: z.number().int(), days: z.number().int() }),
});
export type WorkReport = z.infer<typeof WorkReport>;

const Item = z.object({
  id: z.string().min(1).max(300),
  /** The version that was looked at; absent: whatever it is now. */
  version: z.number().int().optional(),
});
const Reason = z.string().trim().min(3).max(300);
const onItem = command({ input: Item, output: z.object({}), pages: ['console'], access: 'signedIn' });

export const workCommands = {
  'work.claim': onItem,
  /** Gives it back to whoever owned it. */
  'work.release': onItem,
  'work.done': onItem,
  'work.reopen': onItem,
  /** Calls the number; what came of it is written into the item when the call ends. */
  'work.call': command({ input: Item, output: z.object({ callId: CallId }), pages: ['console'], access: 'signedIn' }),
  /** What came of a call-back, where the end of the call alone could not tell. */
  'work.attempt': command({
    input: Item.extend({ callId: z.string().max(200), outcome: AttemptOutcome }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  'work.reassign': command({
    input: Item.extend({ owner: z.string().min(1).max(200), reason: Reason }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  'work.move': command({
    input: Item.extend({ due: z.string().min(1).max(40), reason: Reason }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Sends what the EHR refused once more. */
  'work.sendAgain': onItem,
  'work.report': command({
    /** A day at the clinic; absent: today. */
    input: z.object({ day: z.iso.date().optional() }),
    output: WorkReport,
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const workTopics = {
  worklist: topic({ row: WorkItem, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  repeats: topic({ row: RepeatRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  /** Calls that this desk made for a reason: which item, or whose place on the waiting list, the call belongs to. */
  workCalls: topic({
    row: z.object({
      callId: CallId,
      workId: z.string().optional(),
      waiting: z.object({ visitId: z.string(), time: OpenTime.optional() }).optional(),
      patientId: PatientId.optional(),
    }),
    pages: ['console'],
    access: 'signedIn',
    whenLocked: 'nothing',
  }),
};
