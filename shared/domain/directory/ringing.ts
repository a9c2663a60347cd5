// Who is calling the colleague whose phone rings: what the PBX says of each dial, as a pure reducer.
import { z } from 'zod';

export const RingingCaller = z.object({
  /** Whose phone rings. */
  extension: z.string(),
  number: z.string(),
  name: z.string(),
  withheld: z.boolean(),
  /** Epoch ms. */
  since: z.number(),
  /** The PBX's unique id of the caller's channel: the entry of the queue when the caller waits in one. */
  entry: z.string().optional(),
  linkedId: z.string().optional(),
});
export type RingingCaller = z.infer<typeof RingingCaller>;

export type DialEvent =
  | { readonly type: 'snapshot' }
  /** `leg`: the channel that rings, unique for as long as it does. */
  | { readonly type: 'began'; readonly leg: string; readonly caller: RingingCaller }
  | { readonly type: 'ended'; readonly leg: string };

/** Callers by the leg that rings for them. */
export type Dials = ReadonlyMap<string, RingingCaller>;

/** More legs than this never ring at once in a practice: the oldest are forgotten, so that a lost end keeps nothing for ever. */
const MOST = 500;

export function reduceDials(dials: Dials, event: DialEvent): Dials {
  if (event.type === 'snapshot') return new Map();
  const next = new Map(dials);
  next.delete(event.leg);
  if (event.type === 'began') next.set(event.leg, event.caller);
  else if (!dials.has(event.leg)) return dials;
  const [oldest] = next.keys();
  if (next.size > MOST && oldest !== undefined) next.delete(oldest);
  return next;
}

/** One caller an extension: the one who has rung longest, whom a pick-up takes. */
export function ringingBy(dials: Dials): Map<string, RingingCaller> {
  const callers = new Map<string, RingingCaller>();
  for (const caller of dials.values()) {
    const known = callers.get(caller.extension);
    if (!known || caller.since < known.since) callers.set(caller.extension, caller);
  }
  return callers;
}
