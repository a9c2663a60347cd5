// The queue board as a pure reducer: what the PBX says, in any order, becomes who waits where and who is there.
import { assertNever } from '../../result/result.ts';
import type { Person, Presence, WaitingCaller } from './types.ts';

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
}

export type QueueEvent =
  | { readonly type: 'snapshot'; readonly waiting: readonly WaitingCaller[]; readonly members: readonly Member[] }
  /** `linkedId`: the same for everything that belongs to one call at the PBX. */
  | { readonly type: 'joined'; readonly caller: WaitingCaller; readonly linkedId?: string }
  /** Left for whatever reason: answered, gave up, taken out. What follows tells which. */
  | { readonly type: 'left'; readonly entry: string }
  /** Gave up waiting. The caller stands in it: who missed the joining can still say who it was. */
  | { readonly type: 'abandoned'; readonly caller: WaitingCaller }
  /** A member has the caller. */
  | { readonly type: 'connected'; readonly caller: WaitingCaller; readonly extension: string; readonly name: string }
  | { readonly type: 'rang'; readonly entry: string; readonly extension: string }
  | { readonly type: 'stoppedRinging'; readonly entry: string; readonly extension: string }
  | { readonly type: 'priority'; readonly entry: string; readonly priority: number; readonly position: number }
  | { readonly type: 'member'; readonly member: Member }
  | { readonly type: 'memberGone'; readonly queue: string; readonly extension: string }
  | { readonly type: 'presence'; readonly extension: string; readonly presence: Presence };

export interface Board {
  readonly waiting: ReadonlyMap<string, WaitingCaller>;
  /** Keyed `queue extension`. */
  readonly members: ReadonlyMap<string, Member>;
  /** Device lamps by extension; agents and colleagues alike. */
  readonly lamps: ReadonlyMap<string, { readonly presence: Presence; readonly since: number }>;
}

export const emptyBoard: Board = { waiting: new Map(), members: new Map(), lamps: new Map() };

const memberKey = (queue: string, extension: string) => `${queue} ${extension}`;

/** The board after `event` at `at` (epoch ms). Unknown callers and repeated events change nothing. */
export function reduceBoard(board: Board, event: QueueEvent, at: number): Board {
  switch (event.type) {
    case 'snapshot':
      return {
        ...board,
        waiting: renumber(new Map(event.waiting.map((caller) => [caller.entry, caller]))),
        members: new Map(event.members.map((member) => [memberKey(member.queue, member.extension), member])),
      };
    case 'joined':
      return { ...board, waiting: renumber(makeRoom(board.waiting, event.caller)) };
    case 'left':
      return withoutCaller(board, event.entry);
    case 'abandoned':
    case 'connected':
      return withoutCaller(board, event.caller.entry);
    case 'rang':
      return changeCaller(board, event.entry, (caller) => ({
        ...caller,
        ringingAt: [...new Set([...caller.ringingAt, event.extension])],
      }));
    case 'stoppedRinging':
      return changeCaller(board, event.entry, (caller) => ({
        ...caller,
        ringingAt: caller.ringingAt.filter((extension) => extension !== event.extension),
      }));
    case 'priority':
      return changeCaller(board, event.entry, (caller) => ({
        ...caller,
        priority: event.priority,
        position: event.position - 0.5,
      }));
    case 'member': {
      const key = memberKey(event.member.queue, event.member.extension);
      const before = board.members.get(key);
      const pauseReason = event.member.paused ? event.member.pauseReason || before?.pauseReason : undefined;
      return { ...board, members: new Map(board.members).set(key, { ...event.member, pauseReason }) };
    }
    case 'memberGone':
      return { ...board, members: without(board.members, memberKey(event.queue, event.extension)) };
    case 'presence': {
      if (board.lamps.get(event.extension)?.presence === event.presence) return board;
      return { ...board, lamps: new Map(board.lamps).set(event.extension, { presence: event.presence, since: at }) };
    }
    default:
      return assertNever(event);
  }
}

function without<T>(map: ReadonlyMap<string, T>, key: string): Map<string, T> {
  const next = new Map(map);
  next.delete(key);
  return next;
}

const withoutCaller = (board: Board, entry: string): Board =>
  board.waiting.has(entry) ? { ...board, waiting: renumber(without(board.waiting, entry)) } : board;

function changeCaller(board: Board, entry: string, change: (caller: WaitingCaller) => WaitingCaller): Board {
  const caller = board.waiting.get(entry);
  return caller ? { ...board, waiting: renumber(new Map(board.waiting).set(entry, change(caller))) } : board;
}

/** Someone who joins at a position pushes those behind one place back. */
function makeRoom(waiting: ReadonlyMap<string, WaitingCaller>, caller: WaitingCaller): Map<string, WaitingCaller> {
  const next = new Map(waiting);
  next.delete(caller.entry);
  for (const [entry, other] of next)
    if (other.queue === caller.queue && other.position >= caller.position)
      next.set(entry, { ...other, position: other.position + 1 });
  return next.set(caller.entry, caller);
}

/** The PBX renumbers silently: positions are always 1…n without gaps, in order of position, then of joining. */
function renumber(waiting: ReadonlyMap<string, WaitingCaller>): Map<string, WaitingCaller> {
  const next = new Map<string, WaitingCaller>();
  const counts = new Map<string, number>();
  const ordered = [...waiting.values()].sort((a, b) => a.position - b.position || a.joinedAt - b.joinedAt);
  for (const caller of ordered) {
    const position = (counts.get(caller.queue) ?? 0) + 1;
    counts.set(caller.queue, position);
    next.set(caller.entry, caller.position === position ? caller : { ...caller, position });
  }
  return next;
}

/** One person: an agent's pause and wrap-up win over the lamp of the phone, except while it rings or talks. */
export function personOf(board: Board, extension: string, name: string | undefined, now: number): Person {
  return describe(
    board,
    extension,
    [...board.members.values()].filter((member) => member.extension === extension),
    name,
    now,
  );
}

/** Everybody who is named, has a lamp or is in a queue. */
export function peopleOf(
  board: Board,
  named: Iterable<string>,
  nameOf: (extension: string) => string | undefined,
  now: number,
): Person[] {
  // Grouped once: looking through all members for each of thousands of people would be felt on every event.
  const byExtension = Map.groupBy(board.members.values(), (member) => member.extension);
  const extensions = new Set([...named, ...board.lamps.keys(), ...byExtension.keys()]);
  return [...extensions].map((extension) =>
    describe(board, extension, byExtension.get(extension) ?? [], nameOf(extension), now),
  );
}

function describe(
  board: Board,
  extension: string,
  memberships: readonly Member[],
  name: string | undefined,
  now: number,
): Person {
  const lamp = board.lamps.get(extension);
  const paused = memberships.find((member) => member.paused);
  const phone = lamp?.presence ?? memberships[0]?.presence ?? 'unknown';
  const wrapping = memberships.some((member) => (member.wrapUpUntil ?? 0) > now);
  const presence = phone === 'free' ? (paused ? 'paused' : wrapping ? 'wrapUp' : 'free') : phone;
  return {
    extension,
    name: name ?? memberships[0]?.name ?? extension,
    presence,
    ...(lamp ? { since: lamp.since } : {}),
    ...(paused?.pauseReason ? { pauseReason: paused.pauseReason } : {}),
    queues: memberships.map((member) => member.queue),
  };
}
