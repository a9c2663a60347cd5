// Who has left a queue and what became of them. The PBX says "left" first and lets one find out: what follows decides.
import { doubted, idOf, keyOf, without, withoutCaller } from './state.ts';
import type { Board, Departed } from './state.ts';
import type { DepartureHow, WaitingCaller } from './types.ts';

interface Known {
  readonly isUnanswered?: boolean;
  readonly how?: DepartureHow;
  readonly to?: string;
  readonly name?: string;
}

/**
 * Somebody is out of a queue, or more is known of it. `said` is the caller as the event has them: the board may never have
 * known the caller, or under another id; then the PBX is asked what else happened.
 */
export function depart(board: Board, said: WaitingCaller, known: Known, at: number): Board {
  const entry = keyOf(board, said.entry);
  const row = board.waiting.get(entry);
  if (row?.queue === said.queue)
    return idOf(row) === said.entry ? leave(board, row, known, at) : departApart(board, said, row, { known, at });
  const before = board.departed.get(entry);
  if (before?.queue === said.queue) return withDeparted(board, { ...before, ...changeOf(before, known) });
  // Waits in another queue by now: an old word of the queue before, which has ended already.
  if (row) return doubted(board, said.queue);
  // Nobody of that name waited here: it is somebody whom the board knows by another one, or never saw.
  return doubted(withDeparted(board, departedOf({ ...said, entry }, known, at)), said.queue);
}

/** Out of the queue as far as the truth goes, which knows no reason. */
export const leave = (board: Board, row: WaitingCaller, known: Known, at: number): Board =>
  withDeparted(withoutCaller(board, row.entry), departedOf(row, known, at));

/**
 * The PBX names an id that was thought to be exchanged for another: once exchanged it would never be heard again, so these
 * are two callers. Whoever waits keeps waiting, under a row of their own.
 */
function departApart(
  board: Board,
  said: WaitingCaller,
  row: WaitingCaller,
  { known, at }: { known: Known; at: number },
): Board {
  const { uniqueId, ...rest } = row;
  if (uniqueId === undefined) return board;
  const stays = { ...rest, entry: uniqueId };
  const freed = withoutCaller(board, row.entry);
  const split = {
    ...freed,
    renamed: without(freed.renamed, uniqueId),
    waiting: new Map(freed.waiting).set(uniqueId, stays),
    arrived: new Map(freed.arrived).set(uniqueId, at),
  };
  const left = { ...said, position: row.position, joinedAt: Math.min(said.joinedAt, row.joinedAt) };
  return doubted(withDeparted(split, departedOf(left, known, at)), said.queue);
}

/** A caller who has left is on the way to somebody: the PBX rings there. */
export function follow(board: Board, uniqueId: string, to: string): Board {
  const departed = board.departed.get(keyOf(board, uniqueId));
  return departed && isOpen(departed) ? withDeparted(board, { ...departed, how: 'taken', to }) : board;
}

/** Nothing more will be heard of a caller who had left. */
export function settle(board: Board, uniqueId: string, how: 'gaveUp' | 'sentAway'): Board {
  const departed = board.departed.get(keyOf(board, uniqueId));
  return departed && isOpen(departed) ? withDeparted(board, { ...departed, how }) : board;
}

/** Waits again: what was thought of the leaving is settled by it. */
export function rejoined(board: Board, { entry, queue }: WaitingCaller): Board {
  const departed = board.departed.get(entry);
  if (!departed || !isOpen(departed)) return board;
  if (departed.queue === queue) return { ...board, departed: without(board.departed, entry) };
  return withDeparted(board, { ...departed, how: 'moved', to: queue });
}

const isOpen = ({ how }: Departed): boolean => how === 'left';

function departedOf(caller: WaitingCaller, known: Known, at: number): Departed {
  const { entry, queue, position, number, withheld, joinedAt } = caller;
  return {
    ...{ entry, queue, position, number, withheld, joinedAt, caller, leftAt: at, how: 'left', isUnanswered: false },
    ...definedOf(known),
  };
}

const definedOf = ({ isUnanswered, how, to, name }: Known): Partial<Departed> => ({
  ...(isUnanswered ? { isUnanswered } : {}),
  ...(how ? { how } : {}),
  ...(to ? { to } : {}),
  ...(name ? { name } : {}),
});

/** What is settled stays; that a member has the caller is the last word. */
const changeOf = (before: Departed, known: Known): Partial<Departed> =>
  isOpen(before) || known.how === 'answered' ? definedOf(known) : known.isUnanswered ? { isUnanswered: true } : {};

const withDeparted = (board: Board, departed: Departed): Board => ({
  ...board,
  departed: new Map(board.departed).set(departed.entry, departed),
});
