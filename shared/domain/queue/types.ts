// What waits, and who is there to take it. Times are epoch milliseconds of the main process's clock.
import { z } from 'zod';
import { AskedBack } from '../call/call.ts';

export const Queue = z.object({
  id: z.string(),
  name: z.string(),
  /** Seconds within which a caller should be answered (service level). */
  targetSeconds: z.number(),
  strategy: z.string(),
});
export type Queue = z.infer<typeof Queue>;

export const WaitingCaller = z.object({
  /** The PBX's unique id of the caller's channel. */
  entry: z.string(),
  queue: z.string(),
  /** 1 is next. */
  position: z.number().int(),
  number: z.string(),
  name: z.string(),
  withheld: z.boolean(),
  priority: z.number().int(),
  joinedAt: z.number(),
  /** Extensions this caller is ringing at just now. */
  ringingAt: z.array(z.string()),
  /** Initials or a count, once the EHR has answered; never a name. */
  match: z.string().optional(),
  /** Nobody is on the line: the caller hung up and is called back when the turn comes. */
  callback: AskedBack.optional(),
});
export type WaitingCaller = z.infer<typeof WaitingCaller>;

export const Presence = z.enum(['free', 'ringing', 'busy', 'paused', 'wrapUp', 'away', 'unregistered', 'unknown']);
export type Presence = z.infer<typeof Presence>;

/** A person or place with a lamp: queue agents and directory entries alike, keyed by extension. */
export const Person = z.object({
  extension: z.string(),
  name: z.string(),
  presence: Presence,
  since: z.number().optional(),
  pauseReason: z.string().optional(),
  queues: z.array(z.string()),
});
export type Person = z.infer<typeof Person>;
