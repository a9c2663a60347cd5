// What the board holds, and the small changes that its parts share.
import type { Departure, Presence, WaitingCaller } from './types.ts';

/** A member of a queue as the PBX reports it. */
export interface Member {
  readonly extension: string;
  readonly name: string;
  readonly queue: string;
  readonly presence: Presence;
  readonly paused: boolean;
  /** Blank on unpause in Asterisk: kept from the pause. */
  readonly pauseReason?: string | undefined;
  /** Epoch ms until which wrap-up lasts, derived from the last call's end and the queue's wrap-up time. */
  readonly wrapUpUntil?: number | undefined;
  readonly kind?: 'static' | 'dynamic' | 'realtime' | undefined;
  readonly penalty?: number | undefined;
}

/** Everything the PBX has of one queue at one moment. */
export interface QueueTruth {
  readonly queue: string;
  /** As the PBX names it. */
  readonly strategy: string;
  readonly waiting: readonly WaitingCaller[];
  readonly members: readonly Member[];
}

/** Somebody who has left, and what is known of it so far. */
export interface Departed extends Departure {
  readonly caller: WaitingCaller;
  /** The PBX says that nobody answered. */
  readonly isUnanswered: boolean;
}

export interface Board {
  /** By the id they joined with, which they keep. */
  readonly waiting: ReadonlyMap<string, WaitingCaller>;
  /** When each of them came into view. */
  readonly arrived: ReadonlyMap<string, number>;
  /** Who stands under another id by now: the PBX's id of today → the id they joined with. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly departed: ReadonlyMap<string, Departed>;
  /** Queues of which more happened than events have told: the PBX is to be asked. */
  readonly doubt: ReadonlySet<string>;
  /** Keyed `queue extension`. */
  readonly members: ReadonlyMap<string, Member>;
  readonly strategies: ReadonlyMap<string, string>;
  /** Device lamps by extension; agents and colleagues alike. */
  readonly lamps: ReadonlyMap<string, { readonly presence: Presence; readonly since: number }>;
}

export const emptyBoard: Board = {
  waiting: new Map(),
  arrived: new Map(),
  renamed: new Map(),
  departed: new Map(),
  doubt: new Set(),
  members: new Map(),
  strategies: new Map(),
  lamps: new Map(),
};

export const memberKey = (queue: string, extension: string): string => `${queue} ${extension}`;

/** What the PBX calls the caller just now. */
export const idOf = ({ entry, uniqueId }: WaitingCaller): string => uniqueId ?? entry;

/** Whoever bears this id at the PBX now; one who only bore it before does not count. */
export const bearerOf = (board: Board, uniqueId: string): WaitingCaller | undefined =>
  [board.renamed.get(uniqueId), uniqueId]
    .map((entry) => (entry === undefined ? undefined : board.waiting.get(entry)))
    .find((row) => row && idOf(row) === uniqueId);

/** Whoever left under that id. */
export const departedAs = (board: Board, uniqueId: string): Departed | undefined =>
  [board.renamed.get(uniqueId), uniqueId]
    .map((entry) => (entry === undefined ? undefined : board.departed.get(entry)))
    .find((departed) => departed && idOf(departed.caller) === uniqueId);

/** A row by its key, which the board gave out, or by the PBX's id. */
export const rowAt = (board: Board, entry: string): WaitingCaller | undefined =>
  board.waiting.get(entry) ?? bearerOf(board, entry);

/**
 * The key for a row of that id: the one of before, or the id itself. Where another one stands there, who came with that id and
 * was exchanged since, it is one that nobody has: two callers never share a row, whatever was thought of them.
 */
export function keyFor(board: Board, uniqueId: string): string {
  const before = departedAs(board, uniqueId)?.entry;
  const isFree = (key: string) =>
    !board.waiting.has(key) && (key === before || !board.departed.has(key)) && !isName(board, key, uniqueId);
  for (let turn = 1, key = before ?? uniqueId; ; turn++, key = `${uniqueId}~${turn}`) if (isFree(key)) return key;
}

/** Somebody else is known by it. */
const isName = (board: Board, key: string, uniqueId: string): boolean =>
  key !== uniqueId && bearerOf(board, key) !== undefined;

export const doubted = (board: Board, queue: string): Board =>
  board.doubt.has(queue) ? board : { ...board, doubt: new Set(board.doubt).add(queue) };

export function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

/** How many the board has in that queue. */
export function countIn(board: Board, queue: string): number {
  let count = 0;
  for (const caller of board.waiting.values()) if (caller.queue === queue) count++;
  return count;
}

export function changeCaller(
  board: Board,
  entry: string | undefined,
  change: (caller: WaitingCaller) => WaitingCaller,
): Board {
  const caller = entry === undefined ? undefined : board.waiting.get(entry);
  return caller ? { ...board, waiting: new Map(board.waiting).set(caller.entry, change(caller)) } : board;
}

export function withoutCaller(board: Board, entry: string): Board {
  const caller = board.waiting.get(entry);
  if (!caller) return board;
  const waiting = renumber(without(board.waiting, entry), caller.queue);
  return { ...board, waiting, arrived: without(board.arrived, entry) };
}

/** What is said of a caller who has left names the id they had last: it stands for them until they are forgotten. */
export function forget(board: Board, entry: string): Board {
  const departed = without(board.departed, entry);
  if (board.waiting.has(entry)) return { ...board, departed };
  const names = [...board.renamed].filter(([, of]) => of === entry);
  const renamed = names.reduce<ReadonlyMap<string, string>>((rest, [name]) => without(rest, name), board.renamed);
  return { ...board, departed, renamed };
}

/** The PBX renumbers silently: positions are always 1…n without gaps, in order of position, then of joining. */
export function renumber(
  waiting: ReadonlyMap<string, WaitingCaller>,
  queue: string,
): ReadonlyMap<string, WaitingCaller> {
  const inQueue = [...waiting.values()].filter((caller) => caller.queue === queue);
  const ordered = inQueue.sort((a, b) => a.position - b.position || a.joinedAt - b.joinedAt);
  if (ordered.every((caller, index) => caller.position === index + 1)) return waiting;
  const next = new Map(waiting);
  ordered.forEach((caller, index) => {
    if (caller.position !== index + 1) next.set(caller.entry, { ...caller, position: index + 1 });
  });
  return next;
}
