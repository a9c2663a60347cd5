// A thing to do: where it came from (never changes) and what happened to it since (events, only ever added). Everything
// that is shown of it is worked out from these two by `reduceWork`. Times are epoch milliseconds of the main process.
import { z } from 'zod';
import { CallId } from '../call/call.ts';
import { STEP_KINDS } from '../note/request-kinds.ts';
import { PatientId } from '../patient/types.ts';
import { ATTEMPT_OUTCOMES, WORK_KINDS } from './kinds.ts';

export const WorkKind = z.enum(WORK_KINDS);
export type WorkKind = z.infer<typeof WorkKind>;

export const AttemptOutcome = z.enum(ATTEMPT_OUTCOMES);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

export const WorkSource = z.object({
  /** The same for the same thing on every desk: `<callId>/task`, `abandoned/<queue entry>`, `voicemail/<message>`. */
  id: z.string().min(1).max(300),
  kind: WorkKind,
  /** What is to be done, as somebody wrote it; empty where the kind says it. */
  text: z.string(),
  /** Verified name, or the number, or nothing. */
  about: z.string(),
  number: z.string().optional(),
  /** The comparable form of `number`. */
  key: z.string().optional(),
  callId: CallId.optional(),
  patientId: PatientId.optional(),
  category: z.string().optional(),
  /** What the next step of a note is. */
  step: z.enum(STEP_KINDS).optional(),
  /** Name of the queue the caller waited in. */
  queue: z.string().optional(),
  /** A team, a queue or a person, by the name it is called by. */
  owner: z.string(),
  /** ISO day or instant by which it was promised. */
  due: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  voicemail: z.object({ message: z.string(), at: z.number(), durationSeconds: z.number().int() }).optional(),
});
export type WorkSource = z.infer<typeof WorkSource>;

/** Why it is closed: by hand, by a call to or from the same person, at another desk, or as part of another item. */
export const ClosedHow = z.enum(['done', 'calledBack', 'calledAgain', 'elsewhere', 'merged']);
export type ClosedHow = z.infer<typeof ClosedHow>;

const step = {
  /** Rises within one item, so that the order of events is never in doubt. */
  at: z.number(),
  /** User id; empty: nobody, it followed from something else. */
  by: z.string(),
  /** Who that is, as shown. */
  name: z.string(),
  /** Learned from the EHR: happened at another desk. */
  remote: z.boolean().optional(),
};

export const WorkEvent = z.discriminatedUnion('what', [
  z.object({ ...step, what: z.literal('claimed') }),
  z.object({ ...step, what: z.literal('released') }),
  z.object({ ...step, what: z.literal('attempt'), outcome: AttemptOutcome, callId: z.string().optional() }),
  z.object({ ...step, what: z.literal('reassigned'), owner: z.string(), reason: z.string() }),
  z.object({ ...step, what: z.literal('moved'), due: z.string(), reason: z.string() }),
  /** The note it came from was corrected. */
  z.object({ ...step, what: z.literal('reworded'), text: z.string(), reason: z.string() }),
  /** The same caller was missed once more; `ref` names the call. */
  z.object({ ...step, what: z.literal('again'), ref: z.string() }),
  z.object({ ...step, what: z.literal('closed'), how: ClosedHow, callId: z.string().optional() }),
  z.object({ ...step, what: z.literal('reopened') }),
  /** What the EHR keeps of it is what is here, up to this moment. */
  z.object({ ...step, what: z.literal('pushed'), reference: z.string() }),
  /** The EHR does not take the change; `field` as the EHR names it. */
  z.object({ ...step, what: z.literal('pushRefused'), field: z.string().optional() }),
]);
export type WorkEvent = z.infer<typeof WorkEvent>;

export interface Attempt {
  readonly at: number;
  readonly name: string;
  readonly outcome: AttemptOutcome;
  readonly callId?: string | undefined;
}

/** How it stands now: `owner` and `due` as they were changed last. */
export interface Work extends WorkSource {
  readonly source: WorkSource;
  readonly state: 'open' | 'done';
  readonly claim?: { readonly by: string; readonly name: string; readonly since: number } | undefined;
  readonly attempts: readonly Attempt[];
  /** How many calls were missed; 1 for everything else. */
  readonly count: number;
  /** The latest missed call, or when it was made. */
  readonly lastAt: number;
  readonly closed?:
    | {
        readonly at: number;
        readonly by: string;
        readonly name: string;
        readonly how: ClosedHow;
        readonly callId?: string | undefined;
      }
    | undefined;
  /** Where the EHR keeps it. */
  readonly reference?: string | undefined;
  /** Something happened here that the EHR does not know yet. */
  readonly unpushed: boolean;
  /** The EHR does not take the last change. */
  readonly pushRefused?: { readonly field?: string | undefined } | undefined;
  /** Rises with every event: who changes something names the version that was looked at. */
  readonly version: number;
  readonly history: readonly WorkEvent[];
}
