// What waits, and who is there to take it. Times are epoch milliseconds of the main process's clock.
import { z } from 'zod';
import { AskedBack } from '../call/call.ts';

export const Queue = z.object({
  id: z.string(),
  name: z.string(),
  /** Seconds within which a caller should be answered (service level). */
  targetSeconds: z.number(),
  /** As the PBX names it: ringall, leastrecent, fewestcalls, linear …; empty while the PBX has not said. */
  strategy: z.string(),
  /** How many people take this queue's calls, and how many of them could be rung just now; absent while not known. */
  signedIn: z.number().int().optional(),
  free: z.number().int().optional(),
});
export type Queue = z.infer<typeof Queue>;

/** Why somebody stands where they stand. */
export const WaitingReason = z.discriminatedUnion('kind', [
  /** A rule of the practice has seen a red flag, or gives this caller a priority. */
  z.object({ kind: z.literal('redFlag') }),
  z.object({ kind: z.literal('rule') }),
  /** Somebody at a desk has raised the caller; by name where it was this desk. */
  z.object({ kind: z.literal('raised'), by: z.string().optional() }),
  /** Sent here by a desk out of a call. */
  z.object({ kind: z.literal('sent'), by: z.string() }),
  /** Waited in another queue before; by the extension of whoever has moved them, where the PBX says it. */
  z.object({ kind: z.literal('moved'), from: z.string(), by: z.string().optional() }),
  /** Was taken and not answered: back in the same queue. */
  z.object({ kind: z.literal('returned') }),
  /** Gave up before, or called within the site's days. */
  z.object({ kind: z.literal('again') }),
]);
export type WaitingReason = z.infer<typeof WaitingReason>;

export const WaitingCaller = z.object({
  /** The PBX's unique id of the channel that joined: who it is on this board, whatever the PBX exchanges underneath. */
  entry: z.string(),
  /** The unique id the PBX gives them now, where a transfer has put another channel in the place of the first. */
  uniqueId: z.string().optional(),
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
  /** Initials, or how many people it may be, once the EHR has answered; never a name. */
  match: z.object({ count: z.number().int(), initials: z.string().optional() }).optional(),
  /** Two letters: the queue's, or what the EHR says of the caller. */
  language: z.string().optional(),
  why: z.array(WaitingReason).optional(),
  /** Somebody has clicked: the caller is on the way there. */
  takenBy: z.string().optional(),
  /** Nobody is on the line: the caller hung up and is called back when the turn comes. */
  callback: AskedBack.optional(),
});
export type WaitingCaller = z.infer<typeof WaitingCaller>;

/** What became of a caller who waits no more. `left`: not known yet, the PBX has only said that they are gone from there. */
export const DepartureHow = z.enum(['left', 'answered', 'gaveUp', 'taken', 'moved', 'sentOn', 'sentAway']);
export type DepartureHow = z.infer<typeof DepartureHow>;

/** A caller who has just left a queue: stands on the board for a few seconds more, with what became of them. */
export const Departure = z.object({
  entry: z.string(),
  queue: z.string(),
  position: z.number().int(),
  number: z.string(),
  withheld: z.boolean(),
  joinedAt: z.number(),
  leftAt: z.number(),
  how: DepartureHow,
  /** Extension of whoever has the caller, the number they were sent to, or the queue they were moved to. */
  to: z.string().optional(),
  /** Its name, where it has one. */
  name: z.string().optional(),
});
export type Departure = z.infer<typeof Departure>;

export const Presence = z.enum(['free', 'ringing', 'busy', 'paused', 'wrapUp', 'away', 'unregistered', 'unknown']);
export type Presence = z.infer<typeof Presence>;

/** One person in one queue, as the PBX has it. */
export const Membership = z.object({
  queue: z.string(),
  /** `static` members stand in the PBX's configuration: nobody can sign them out. */
  kind: z.enum(['static', 'dynamic', 'realtime']),
  /** Those with a lower one are rung first. */
  penalty: z.number().int(),
  paused: z.boolean(),
  pauseReason: z.string().optional(),
});
export type Membership = z.infer<typeof Membership>;

/** A person or place with a lamp: queue agents and directory entries alike, keyed by extension. */
export const Person = z.object({
  extension: z.string(),
  name: z.string(),
  presence: Presence,
  since: z.number().optional(),
  pauseReason: z.string().optional(),
  queues: z.array(z.string()),
  memberships: z.array(Membership).optional(),
  /** Epoch ms at which wrap-up is over by itself. */
  wrapUpUntil: z.number().optional(),
});
export type Person = z.infer<typeof Person>;
