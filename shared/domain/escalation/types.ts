// An escalation as it runs: whom it rings, how far it is, and every step with its time.
import { z } from 'zod';
import { CallId } from '../call/call.ts';
import { EscalationEntry } from '../note/types.ts';
import { Text } from '../site/basics.ts';

/**
 *   ringing ──answered──► answered ──joining──► connecting ──connected──► connected
 *     │  ▲                    │                     │
 *     │  └── hung up, next ───┘◄─── joinFailed ─────┘
 *     │ nobody left to ring
 *     ▼
 *   capturing ──captured──► promised
 *
 * Any of the first four and `capturing` may become `cancelled` (at this desk) or `callerGone` (the caller hung up).
 */
export const EscalationPhase = z.enum([
  'ringing',
  'answered',
  'connecting',
  'connected',
  'capturing',
  'promised',
  'cancelled',
  'callerGone',
]);
export type EscalationPhase = z.infer<typeof EscalationPhase>;

export const RungTarget = z.object({
  entry: z.string(),
  label: z.string(),
  role: z.string().optional(),
  /** What is dialled. */
  number: z.string(),
  ringSeconds: z.number(),
  keepRinging: z.boolean(),
});
export type RungTarget = z.infer<typeof RungTarget>;

/**
 * The call to one target. `leaving`: it has been asked to end; what it says until then counts no more. `over`: it ended
 * while the caller was being joined with it.
 */
export const Leg = z.object({
  /** Index of the target: each is rung once. */
  target: z.number().int(),
  state: z.enum(['dialling', 'ringing', 'answered', 'leaving', 'over']),
  /** Epoch ms, for the clock in the window. */
  since: z.number(),
});
export type Leg = z.infer<typeof Leg>;

export const RunningEscalation = z.object({
  /** The caller who waits. */
  callId: CallId,
  escalation: z.string(),
  name: z.string(),
  startedAt: z.number(),
  phase: EscalationPhase,
  targets: z.array(RungTarget),
  legs: z.array(Leg),
  /** How many targets have been rung. */
  rung: z.number().int(),
  connect: z.enum(['introduce', 'atOnce']),
  callBack: z.object({ owner: z.string(), within: z.string() }),
  say: Text,
  sayNobody: Text,
  steps: z.array(EscalationEntry),
});
export type RunningEscalation = z.infer<typeof RunningEscalation>;
