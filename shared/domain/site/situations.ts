// The practice's own tests of its rules, as it writes them: who calls, when, about what, and what ought to happen.
import { z } from 'zod';
import { ReferralState } from '../patient/types.ts';
import { Presence } from '../queue/types.ts';
import { Role } from './roles.ts';
import { TransferPolicy } from './rules.ts';

const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1))]);

/** Everything that is left out is not known, or is as it usually is. */
export const Situation = z.strictObject({
  name: z.string().min(3),
  /** On the clinic's wall: "2026-11-23 10:15". */
  at: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$/, 'Write day and time in quotes as "2026-11-23 10:15"'),
  caller: z
    .strictObject({
      number: z.string().optional(),
      known: z.boolean().optional(),
      withheld: z.boolean().default(false),
      repeat: z.boolean().optional(),
      language: z.string().optional(),
    })
    .prefault({}),
  patient: z
    .strictObject({
      age: z.number().int().min(0).optional(),
      flags: z.array(z.string()).optional(),
      /** Days until the next visit. */
      visitInDays: z.number().optional(),
      referral: z.array(ReferralState).optional(),
      restricted: z.boolean().optional(),
      interpreter: z.boolean().optional(),
    })
    .optional(),
  queue: z.string().optional(),
  location: z.string().optional(),
  category: z.string().optional(),
  words: z.string().default(''),
  role: Role.default('receptionist'),
  /** How colleagues are, by their id in the directory; who is not named is free. */
  staff: z.record(z.string(), Presence).default({}),
  /** How many wait, by queue. */
  waiting: z.record(z.string(), z.number().int().min(0)).optional(),
  expect: z.strictObject({
    /** Destinations from the first on, by id; `message: Owner` for a message. */
    to: oneOrMore.optional(),
    /** Among the destinations, wherever. */
    among: oneOrMore.optional(),
    /** Not offered. */
    never: oneOrMore.optional(),
    rule: z.string().optional(),
    priority: z.number().int().optional(),
    emergency: z.boolean().optional(),
    open: z.boolean().optional(),
    transfer: TransferPolicy.optional(),
    /** Part of a banner, in any language. */
    banner: z.string().optional(),
    say: z.string().optional(),
    require: oneOrMore.optional(),
    /** The escalation that is offered first; `none`: no rule wants one. */
    escalate: z.string().optional(),
    /** The number or name the call is sent on to at once; `voicemail` for a call that is not taken. */
    atOnce: z.string().optional(),
    /** Who owes the task that the call leaves behind. */
    task: z.string().optional(),
  }),
});
export type Situation = z.infer<typeof Situation>;
export const Situations = z.array(Situation);
