// Who has left a queue and what became of them. The PBX says "left" first and lets one find out: what follows decides.
import { bearerOf, departedAs, doubted, keyFor, without, withoutCaller } from './state.ts';
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
  const row = bearerOf(board, said.entry);
  if (row?.queue === said.queue) return leave(board, row, known, at);
  const gone = departedAs(board, said.entry);
  if (gone?.queue === said.queue) return withDeparted(board, { ...gone, ...changeOf(gone, known) });
  // Waits in another queue by now: an old word of the queue before, which has ended already.
  if (row) return doubted(board, said.queue);
  // Nobody of that name waited here: it is somebody whom the board knows by another one, or never saw. Whoever stands in the row
  // that was taken for theirs had come as early.
  const taken = board.waiting.get(said.entry);
  const joinedAt = taken?.queue === said.queue ? Math.min(said.joinedAt, taken.joinedAt) : said.joinedAt;
  const entry = keyFor(board, said.entry);
  const left = { ...said, entry, joinedAt, ...(entry === said.entry ? {} : { uniqueId: said.entry }) };
  const renamed = entry === said.entry ? board.renamed : new Map(board.renamed).set(said.entry, entry);
  return doubted(withDeparted({ ...board, renamed }, departedOf(left, known, at)), said.queue);
}

/** Out of the queue as far as the truth goes, which knows no reason. */
export const leave = (board: Board, row: WaitingCaller, known: Known, at: number): Board =>
  withDeparted(withoutCaller(board, row.entry), departedOf(row, known, at));

/** A caller who has left is on the way to somebody: the PBX rings there. */
export function follow(board: Board, uniqueId: string, to: string): Board {
  const departed = departedAs(board, uniqueId);
  return departed && isOpen(departed) ? withDeparted(board, { ...departed, how: 'taken', to }) : board;
}

/** Nothing more will be heard of a caller who had left. */
export function settle(board: Board, departed: Departed | undefined, how: 'gaveUp' | 'sentAway'): Board {
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
