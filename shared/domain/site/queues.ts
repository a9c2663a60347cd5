// The queues of the PBX that the practice follows.
import { z } from 'zod';
import { Extension, Id } from './basics.ts';
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
});
export type SiteQueue = z.infer<typeof SiteQueue>;

export const Queues = z.array(SiteQueue);
