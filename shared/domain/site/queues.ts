// The queues of the PBX that the practice follows.
import { z } from 'zod';
import { Extension, Id, Text } from './basics.ts';
import { OwnHours } from './hours.ts';

export const SiteQueue = z.strictObject({
  id: Id,
  name: z.string(),
  targetSeconds: z.number().positive().default(30),
  language: z.string().optional(),
  /** Where its callers want to come: the id of a location; its hours are that location's unless it has its own. */
  location: z.string().optional(),
  hours: OwnHours.optional(),
  /** What a call is transferred to so that it waits in this queue; absent: no rule can send calls there. */
  number: Extension.optional(),
  /** With which penalty who signs in, by extension; absent: 0. Those with a lower one are rung first. */
  penalties: z.record(Extension, z.number().int().min(0).max(1000)).optional(),
});
export type SiteQueue = z.infer<typeof SiteQueue>;

export const Queues = z.array(SiteQueue);

/** Why somebody takes no calls just now, as offered at the desk; absent: break, lunch, paperwork, patient, meeting. */
export const PauseReasons = z.array(z.strictObject({ id: Id, label: Text })).min(1);
export type PauseReasons = z.infer<typeof PauseReasons>;

/**
 * The dialplan context for callers that a desk takes out of a queue, moves or sends on, as in the sample (`queue-taken`).
 * Absent: the dialplan is not made for it, and a caller taken out would be hung up; then it is not offered.
 */
export const TakenContext = z.string().regex(/^[\w-]{1,80}$/, 'Use the name of the context, such as queue-taken');
