// The parked callers as a pure reducer: what the PBX says, in any order, becomes who waits in which slot.
import { z } from 'zod';
import { assertNever } from '../../result/result.ts';

export const ParkedCaller = z.object({
  /** The number to dial to take this caller. */
  slot: z.string(),
  /** The PBX's unique id of the caller's channel. */
  entry: z.string(),
  linkedId: z.string(),
  number: z.string(),
  name: z.string(),
  withheld: z.boolean(),
  /** Epoch ms. */
  parkedAt: z.number(),
  /** Epoch ms at which the caller goes back to whoever parked; absent: never. */
  recallAt: z.number().optional(),
  /** Extension of whoever parked, where the PBX knows it. */
  parkedBy: z.string().optional(),
});
export type ParkedCaller = z.infer<typeof ParkedCaller>;

/** How a caller left a slot. `retrievedBy` is an extension. */
export type LeftSlot =
  | { readonly how: 'retrieved'; readonly retrievedBy?: string | undefined }
  | { readonly how: 'timedOut' }
  | { readonly how: 'gaveUp' };

export type ParkingEvent =
  | { readonly type: 'snapshot'; readonly callers: readonly ParkedCaller[] }
  | { readonly type: 'parked'; readonly caller: ParkedCaller }
  | ({ readonly type: 'left'; readonly slot: string; readonly entry: string } & LeftSlot)
  /** An attended transfer put another caller into the slot; the time goes on. */
  | { readonly type: 'swapped'; readonly slot: string; readonly caller: ParkedCaller };

/** By slot. */
export type ParkingBoard = ReadonlyMap<string, ParkedCaller>;

/** The board after `event`. A leave that comes after somebody else took the slot, or comes twice, changes nothing. */
export function reduceParking(board: ParkingBoard, event: ParkingEvent): ParkingBoard {
  switch (event.type) {
    case 'snapshot':
      return new Map(event.callers.map((caller) => [caller.slot, caller]));
    case 'parked':
      return new Map(board).set(event.caller.slot, event.caller);
    case 'left': {
      if (board.get(event.slot)?.entry !== event.entry) return board;
      const next = new Map(board);
      next.delete(event.slot);
      return next;
    }
    case 'swapped': {
      const before = board.get(event.slot);
      const { parkedAt, recallAt, parkedBy } = before ?? event.caller;
      return new Map(board).set(event.slot, { ...event.caller, parkedAt, recallAt, parkedBy });
    }
    default:
      return assertNever(event);
  }
}

/** What happened to a parked caller, for whoever follows the call. */
export interface ParkedFact {
  readonly type: 'parked' | 'retrieved' | 'timedOut' | 'gaveUp';
  readonly slot: string;
  readonly linkedId: string;
  readonly number: string;
  readonly withheld: boolean;
  readonly parkedBy?: string | undefined;
  readonly retrievedBy?: string | undefined;
}

/** The fact in `event` for a board as it was before; undefined when it tells nothing new. */
export function parkedFact(before: ParkingBoard, event: ParkingEvent): ParkedFact | undefined {
  if (event.type !== 'parked' && event.type !== 'left') return undefined;
  const known = before.get(event.type === 'parked' ? event.caller.slot : event.slot);
  if (event.type === 'parked') return known?.entry === event.caller.entry ? undefined : factOf(event.caller, 'parked');
  if (known?.entry !== event.entry) return undefined;
  const fact = factOf(known, event.how);
  return event.how === 'retrieved' ? { ...fact, retrievedBy: event.retrievedBy } : fact;
}

const factOf = (caller: ParkedCaller, type: ParkedFact['type']): ParkedFact => ({
  type,
  slot: caller.slot,
  linkedId: caller.linkedId,
  number: caller.number,
  withheld: caller.withheld,
  parkedBy: caller.parkedBy,
});
