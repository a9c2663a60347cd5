// What a supervisor sees of the people in the queues, and what goes wrong there. Times are epoch milliseconds of the main
// process's clock.
import { z } from 'zod';
import { CallId } from '../call/call.ts';
import { ALERT_KINDS, LISTEN_MODES, PERSON_STATES } from './kinds.ts';

export const ListenMode = z.enum(LISTEN_MODES);
export type ListenMode = z.infer<typeof ListenMode>;

export const PersonState = z.enum(PERSON_STATES);
export type PersonState = z.infer<typeof PersonState>;

/** Whom somebody talks with, as the queue board would show the caller: never a patient's name. */
export const Talk = z.object({
  number: z.string(),
  withheld: z.boolean(),
  /** From the practice's own directory. */
  directoryName: z.string().optional(),
  queue: z.string().optional(),
  since: z.number(),
});
export type Talk = z.infer<typeof Talk>;

export const Membership = z.object({
  queue: z.string(),
  since: z.number().optional(),
  paused: z.boolean(),
  reason: z.string().optional(),
  pausedSince: z.number().optional(),
  /** The PBX's configuration puts them into the queue: they can be paused there, not signed out. */
  fixed: z.boolean(),
});
export type Membership = z.infer<typeof Membership>;

export const TeamRow = z.object({
  extension: z.string(),
  name: z.string(),
  state: PersonState,
  since: z.number().optional(),
  /** Why they are paused, and who paused them where that was not themselves. */
  reason: z.string().optional(),
  pausedBy: z.string().optional(),
  wrapUpUntil: z.number().optional(),
  memberships: z.array(Membership),
  talk: Talk.optional(),
  /** Supervisors at this person's call. */
  heardBy: z.array(z.object({ extension: z.string(), name: z.string(), since: z.number() })),
});
export type TeamRow = z.infer<typeof TeamRow>;

/** A supervisor of this desk at somebody's call. */
export const Listening = z.object({
  callId: CallId,
  extension: z.string(),
  name: z.string(),
  mode: ListenMode,
  since: z.number(),
  /** A tone tells them that somebody is there. */
  hasTone: z.boolean(),
});
export type Listening = z.infer<typeof Listening>;

export const Alert = z.object({
  /** `kind/queue` or `kind/queue/extension`. */
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  queue: z.string(),
  queueName: z.string(),
  extension: z.string().optional(),
  name: z.string().optional(),
  /** Since when it has been so; absent for a share of the day. */
  since: z.number().optional(),
  /** Percent, for a share of the day. */
  percent: z.number().optional(),
  /** Seconds, or percent for a share. */
  limit: z.number().optional(),
  raisedAt: z.number(),
  /** When it was so last: an alert stays for a moment after that. */
  lastAt: z.number(),
  /** Who has seen it. */
  seenBy: z.string().optional(),
});
export type Alert = z.infer<typeof Alert>;

/** What the desk of an agent is told of a supervisor's doing. */
export const DeskNotice = z.object({
  id: z.string(),
  kind: z.enum(['heard', 'paused', 'signedOut']),
  by: z.string(),
  reason: z.string().optional(),
  queueName: z.string().optional(),
  at: z.number(),
});
export type DeskNotice = z.infer<typeof DeskNotice>;

export const WallboardQueue = z.object({
  id: z.string(),
  name: z.string(),
  targetSeconds: z.number(),
  waiting: z.number().int(),
  /** Of those, callers who wait at home. */
  callbacks: z.number().int(),
  /** When the one who has waited longest on the line came. */
  longestSince: z.number().optional(),
  signedIn: z.number().int(),
  free: z.number().int(),
  talking: z.number().int(),
  paused: z.number().int(),
  answered: z.number().int(),
  abandoned: z.number().int(),
  /** Answered within the target, among all who were answered or gave up; absent: nobody yet. */
  servicePercent: z.number().int().optional(),
  /** Mean wait of those who were answered. */
  answerSeconds: z.number().int().optional(),
  /** Only where the site wants names there. */
  people: z.array(z.object({ name: z.string(), state: PersonState })).optional(),
});
export type WallboardQueue = z.infer<typeof WallboardQueue>;
/** What a queue's day has come to, as the journal has it. */
export type WallboardDay = Pick<WallboardQueue, 'answered' | 'abandoned' | 'servicePercent' | 'answerSeconds'>;

export const Wallboard = z.object({
  clinic: z.string(),
  language: z.string(),
  timeZone: z.string(),
  /** `off`: nobody is signed in at this PC, so that the PBX is not asked. */
  link: z.enum(['ok', 'connecting', 'lost', 'off']),
  /** From when on the day's figures are whole; absent: nothing of the day is missing. */
  countedSince: z.number().optional(),
  queues: z.array(WallboardQueue),
});
export type Wallboard = z.infer<typeof Wallboard>;
