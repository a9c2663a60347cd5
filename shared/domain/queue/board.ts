// The queue board as a pure reducer: what the PBX says, in any order, becomes who waits where and who is there.
//
// Events alone do not keep it true. The PBX renumbers silently, says nothing of a priority that changes, and exchanges the
// channel of somebody who waits (attended transfer) without a word: joins and leaves then name two different ids for one
// caller. So the board keeps in `doubt` the queues whose truth has to be asked for, and `truth` brings it in line: rows stay
// the rows they were, with the time they have waited.
import { assertNever } from '../../result/result.ts';
import { depart, follow, settle } from './departures.ts';
import { bearerOf, changeCaller, countIn, departedAs, doubted, forget, memberKey, rowAt, without } from './state.ts';
import type { Board, Member, QueueTruth } from './state.ts';
import { applySnapshot, applyTruth, join, remembered } from './truth.ts';
import type { Presence, WaitingCaller } from './types.ts';

export { emptyBoard, rowAt } from './state.ts';
export type { Board, Departed, Member, QueueTruth } from './state.ts';

export type QueueEvent =
  /** Everything, after a gap. */
  | { readonly type: 'snapshot'; readonly queues: readonly QueueTruth[] }
  /** What the PBX has of one queue, asked for at `askedAt`. */
  | { readonly type: 'truth'; readonly truth: QueueTruth; readonly askedAt: number }
  /** `linkedId`: the same for everything that belongs to one call at the PBX. `movedBy`: the extension that sent them here. */
  | { readonly type: 'joined'; readonly caller: WaitingCaller; readonly linkedId?: string; readonly movedBy?: string }
  /** Left for whatever reason: answered, gave up, taken out. What follows tells which. `count`: who waits there still. */
  | { readonly type: 'left'; readonly caller: WaitingCaller; readonly count?: number | undefined }
  /**
   * Left without being answered: gave up, or was taken out by the PBX or by a desk; what follows tells which. The caller
   * stands in it: who missed the joining can still say who it was.
   */
  | { readonly type: 'abandoned'; readonly caller: WaitingCaller }
  /** A member has the caller. */
  | { readonly type: 'connected'; readonly caller: WaitingCaller; readonly extension: string; readonly name: string }
  /** A phone is rung for that channel: for a waiting caller by the queue, for one who has left by the dialplan. */
  | { readonly type: 'dialled'; readonly entry: string; readonly to: string }
  /** The channel is no more. */
  | { readonly type: 'hungUp'; readonly entry: string }
  /** Asked of a caller of whom nothing more was heard: whether the channel is there still. */
  | { readonly type: 'settled'; readonly entry: string; readonly isThere: boolean }
  /** Has been shown for long enough. */
  | { readonly type: 'forgotten'; readonly entry: string }
  /** Learned here of somebody who waits. */
  | { readonly type: 'known'; readonly entry: string; readonly change: Known }
  | { readonly type: 'rang'; readonly entry: string; readonly extension: string }
  | { readonly type: 'stoppedRinging'; readonly entry: string; readonly extension: string }
  | { readonly type: 'member'; readonly member: Member }
  | { readonly type: 'memberGone'; readonly queue: string; readonly extension: string }
  | { readonly type: 'presence'; readonly extension: string; readonly presence: Presence };

export type Known = Pick<WaitingCaller, 'match' | 'language' | 'why' | 'takenBy'>;

/** The board after `event` at `at` (epoch ms). Repeated events change nothing; what does not fit is asked about. */
export function reduceBoard(board: Board, event: QueueEvent, at: number): Board {
  switch (event.type) {
    case 'snapshot':
      return applySnapshot(board, event.queues, at);
    case 'truth':
      return applyTruth(board, event.truth, event.askedAt, at);
    case 'joined':
      return movedBy(join(board, event.caller, at), event);
    case 'left':
      return left(board, event, at);
    case 'abandoned':
      return depart(board, event.caller, { isUnanswered: true }, at);
    case 'connected':
      return depart(board, event.caller, { how: 'answered', to: event.extension, name: event.name }, at);
    case 'dialled':
      return follow(board, event.entry, event.to);
    case 'hungUp':
      return hungUp(board, event.entry);
    case 'settled':
      return settle(board, board.departed.get(event.entry), event.isThere ? 'sentAway' : 'gaveUp');
    case 'forgotten':
      return board.departed.has(event.entry) ? forget(board, event.entry) : board;
    case 'known':
      return changeCaller(board, rowAt(board, event.entry)?.entry, (caller) => ({ ...caller, ...event.change }));
    case 'rang':
    case 'stoppedRinging':
      return rings(board, event.entry, event.extension, event.type === 'rang');
    case 'member':
    case 'memberGone':
    case 'presence':
      return someone(board, event, at);
    default:
      return assertNever(event);
  }
}

/** The truth may have shown them there already: only their joining says who has moved them. */
function movedBy(board: Board, { caller, movedBy: by }: Extract<QueueEvent, { type: 'joined' }>): Board {
  if (by === undefined) return board;
  return changeCaller(board, bearerOf(board, caller.entry)?.entry, (row) => {
    if (row.queue !== caller.queue || !row.why?.some((reason) => reason.kind === 'moved' && reason.by !== by))
      return row;
    return { ...row, why: row.why.map((reason) => (reason.kind === 'moved' ? { ...reason, by } : reason)) };
  });
}

function left(board: Board, { caller, count }: Extract<QueueEvent, { type: 'left' }>, at: number): Board {
  const next = depart(board, caller, {}, at);
  // The PBX counts those who are left: whoever counts otherwise has missed something.
  return count === undefined || count === countIn(next, caller.queue) ? next : doubted(next, caller.queue);
}

function hungUp(board: Board, uniqueId: string): Board {
  const waiting = bearerOf(board, uniqueId);
  // They left and the PBX has not said so yet, or another channel stands in their place now.
  if (waiting) return doubted(board, waiting.queue);
  return settle(board, departedAs(board, uniqueId), 'gaveUp');
}

const rings = (board: Board, uniqueId: string, extension: string, isRinging: boolean): Board =>
  changeCaller(board, bearerOf(board, uniqueId)?.entry, (caller) => {
    if (caller.ringingAt.includes(extension) === isRinging) return caller;
    const others = caller.ringingAt.filter((one) => one !== extension);
    return { ...caller, ringingAt: isRinging ? [...others, extension] : others };
  });

function someone(
  board: Board,
  event: Extract<QueueEvent, { type: 'member' | 'memberGone' | 'presence' }>,
  at: number,
): Board {
  if (event.type === 'memberGone')
    return { ...board, members: without(board.members, memberKey(event.queue, event.extension)) };
  if (event.type === 'presence') {
    const { extension, presence } = event;
    if (board.lamps.get(extension)?.presence === presence) return board;
    return { ...board, lamps: new Map(board.lamps).set(extension, { presence, since: at }) };
  }
  const { queue, extension } = event.member;
  return {
    ...board,
    members: new Map(board.members).set(memberKey(queue, extension), remembered(board, event.member)),
  };
}
