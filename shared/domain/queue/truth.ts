// The board brought in line with what the PBX has: nobody stands on it who is not there, nobody is missing, and whoever
// waits under another id than before keeps the row, its time and what is known of them.
import { leave, rejoined } from './departures.ts';
import { bearerOf, departedAs, doubted, idOf, keyFor, memberKey, renumber, without, withoutCaller } from './state.ts';
import type { Board, QueueTruth } from './state.ts';
import type { WaitingCaller, WaitingReason } from './types.ts';

/**
 * Two spellings of one caller's waiting time differ by this much at most: the PBX counts whole seconds, and an event may
 * have been on the way for one. A channel that takes another's place keeps the time of its place.
 */
const SAME_WAIT_MS = 5_000;

export function join(board: Board, joining: WaitingCaller, at: number): Board {
  const { entry: uniqueId, queue } = joining;
  // Known already: the truth was asked for before its event arrived, and is newer.
  const isKnown = bearerOf(board, uniqueId)?.queue === queue;
  // Came with this id and was exchanged since, or left exchanged: the joining is older than that.
  const [row, departed] = [board.waiting.get(uniqueId), board.departed.get(uniqueId)?.caller];
  const isOld = [row, departed].some((one) => one?.queue === queue && idOf(one) !== uniqueId);
  // Only the truth has the priority of a place; and the id may be another's already.
  return doubted(isKnown || isOld ? board : enter(board, joining, at), queue);
}

/** A row for somebody who was not here. Whoever was moved or came back has waited since they first came. */
function enter(board: Board, said: WaitingCaller, at: number): Board {
  const uniqueId = said.entry;
  const elsewhere = bearerOf(board, uniqueId);
  const left = elsewhere ? leave(board, elsewhere, { how: 'moved', to: said.queue }, at) : board;
  const before = departedAs(left, uniqueId);
  const entry = keyFor(left, uniqueId);
  const caller: WaitingCaller = {
    ...{ ...said, entry },
    ...(entry === uniqueId ? {} : { uniqueId }),
    ...(before && before.how !== 'gaveUp' ? carriedOver(before.caller, said) : {}),
  };
  const settled = rejoined(left, caller);
  return {
    ...settled,
    waiting: renumber(makeRoom(settled.waiting, caller), caller.queue),
    arrived: new Map(settled.arrived).set(entry, at),
    renamed: named(settled.renamed, uniqueId, entry),
  };
}

/** Who bears that id stands in the row of that key. */
const named = (renamed: Board['renamed'], uniqueId: string, entry: string): Board['renamed'] =>
  entry === uniqueId ? without(renamed, uniqueId) : new Map(renamed).set(uniqueId, entry);

function carriedOver(before: WaitingCaller, { queue, number }: WaitingCaller): Partial<WaitingCaller> {
  const { joinedAt, why = [] } = before;
  // What was found out belongs to the number.
  const { match, language } = before.number === number ? before : {};
  const reason: WaitingReason = before.queue === queue ? { kind: 'returned' } : { kind: 'moved', from: before.queue };
  return {
    joinedAt,
    ...(match ? { match } : {}),
    ...(language ? { language } : {}),
    why: [...why.filter(({ kind }) => kind !== 'returned' && kind !== 'moved'), reason],
  };
}

/** Someone who joins at a position pushes those behind one place back. */
function makeRoom(waiting: ReadonlyMap<string, WaitingCaller>, caller: WaitingCaller): Map<string, WaitingCaller> {
  const next = new Map(waiting);
  for (const [entry, other] of next)
    if (other.queue === caller.queue && other.position >= caller.position)
      next.set(entry, { ...other, position: other.position + 1 });
  return next.set(caller.entry, caller);
}

export function applyTruth(board: Board, truth: QueueTruth, askedAt: number, at: number): Board {
  const { queue } = truth;
  const sure = { ...withMembers(board, truth), doubt: withoutDoubt(board, queue) };
  // Left after the question: the answer may be older than that.
  const isOld = (said: WaitingCaller) => {
    const departed = departedAs(board, said.entry);
    return departed?.queue === queue && departed.leftAt >= askedAt && !bearerOf(board, said.entry);
  };
  const said = truth.waiting.filter((one) => !isOld(one));
  const rows = [...board.waiting.values()].filter((caller) => caller.queue === queue);
  // Whoever waits under that id already is nobody's replacement; who has left may come back in another's place (a transfer).
  const isKnown = (id: string) => bearerOf(board, id) !== undefined;
  const { pairs, unsaid, unknown } = paired(rows, said, isKnown);
  const kept = unsaid.filter(({ entry }) => (board.arrived.get(entry) ?? 0) > askedAt);
  const gone = unsaid.filter((row) => !kept.includes(row));
  const left = gone.reduce((next, row) => leave(next, row, {}, at), sure);
  const updated = withPairs(left, pairs);
  const full = unknown.reduce((next, one) => enter(next, one, at), updated);
  const placed = { ...full, waiting: inOrder(full, said, queue) };
  return kept.length > 0 || said.length < truth.waiting.length ? doubted(placed, queue) : placed;
}

interface Pair {
  readonly row: WaitingCaller;
  readonly said: WaitingCaller;
}

/** Who is who: by the id, and of those left over by the time they came, since whoever takes a place keeps its time. */
function paired(rows: readonly WaitingCaller[], said: readonly WaitingCaller[], isKnown: (id: string) => boolean) {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  const pairs: Pair[] = [];
  const unknown: WaitingCaller[] = [];
  for (const one of said) {
    const row = byId.get(one.entry);
    if (row) pairs.push({ row, said: one });
    else unknown.push(one);
    byId.delete(one.entry);
  }
  const unsaid = new Set(byId.values());
  const strangers = unknown.filter((one) => {
    const row = isKnown(one.entry) ? undefined : nearest([...unsaid], one);
    if (!row) return true;
    unsaid.delete(row);
    pairs.push({ row, said: one });
    return false;
  });
  return { pairs, unsaid: [...unsaid], unknown: strangers };
}

function nearest(rows: readonly WaitingCaller[], { joinedAt }: WaitingCaller): WaitingCaller | undefined {
  const apart = (row: WaitingCaller) => Math.abs(row.joinedAt - joinedAt);
  const close = rows.filter((row) => apart(row) <= SAME_WAIT_MS);
  return close.reduce<WaitingCaller | undefined>(
    (best, row) => (best && apart(best) <= apart(row) ? best : row),
    undefined,
  );
}

function withPairs(board: Board, pairs: readonly Pair[]): Board {
  const waiting = new Map(board.waiting);
  let renamed = board.renamed;
  for (const { row, said } of pairs) {
    const next = inLine(row, said);
    if (next !== row) waiting.set(row.entry, next);
    if (said.entry === idOf(row)) continue;
    renamed = new Map(row.uniqueId === undefined ? renamed : without(renamed, row.uniqueId));
    renamed = named(renamed, said.entry, row.entry);
  }
  return { ...board, waiting, renamed };
}

/** The row as the PBX has the caller now; the very same one where nothing differs. */
function inLine(row: WaitingCaller, said: WaitingCaller): WaitingCaller {
  const { number, name, withheld, priority } = said;
  const uniqueId = said.entry === row.entry ? undefined : said.entry;
  const isSame = row.number === number && row.name === name && row.withheld === withheld && row.priority === priority;
  if (isSame && row.uniqueId === uniqueId) return row;
  const { uniqueId: _before, ...known } = row;
  const rest = row.number === number ? known : withoutFindings(known);
  // Whoever joined for the caller, and stands no more in that place, has sent them.
  const isSent = uniqueId !== undefined && row.number !== '' && row.number !== number;
  const why: WaitingReason[] = [
    ...(row.why ?? []).filter(({ kind }) => kind !== 'sent'),
    { kind: 'sent', by: row.number },
  ];
  return {
    ...{ ...rest, number, name, withheld, priority },
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(isSent ? { why } : {}),
  };
}

/** Who another number may belong to has to be found out anew: never somebody else's initials beside it. */
function withoutFindings({ match: _match, language: _language, ...rest }: WaitingCaller): WaitingCaller {
  return rest;
}

/** The order the PBX has; whoever it has not said yet stands behind. */
function inOrder(board: Board, said: readonly WaitingCaller[], queue: string): ReadonlyMap<string, WaitingCaller> {
  const places = new Map([...said].sort((a, b) => a.position - b.position).map((one, index) => [one.entry, index + 1]));
  const next = new Map(board.waiting);
  for (const [entry, row] of board.waiting) {
    if (row.queue !== queue) continue;
    const position = places.get(idOf(row)) ?? said.length + row.position;
    if (position !== row.position) next.set(entry, { ...row, position });
  }
  return renumber(next, queue);
}

function withMembers(board: Board, { queue, members, strategy }: QueueTruth): Board {
  const others = [...board.members].filter(([, member]) => member.queue !== queue);
  const mine = members.map((member) => [memberKey(queue, member.extension), remembered(board, member)] as const);
  const isSame = JSON.stringify([...others, ...mine]) === JSON.stringify([...board.members]);
  return {
    ...board,
    ...(isSame ? {} : { members: new Map([...others, ...mine]) }),
    ...(board.strategies.get(queue) === strategy ? {} : { strategies: new Map(board.strategies).set(queue, strategy) }),
  };
}

export function remembered(board: Board, member: QueueTruth['members'][number]): QueueTruth['members'][number] {
  const before = board.members.get(memberKey(member.queue, member.extension));
  const pauseReason = member.paused ? member.pauseReason || before?.pauseReason : undefined;
  return { ...member, pauseReason };
}

function withoutDoubt(board: Board, queue: string): ReadonlySet<string> {
  if (!board.doubt.has(queue)) return board.doubt;
  const next = new Set(board.doubt);
  next.delete(queue);
  return next;
}

/** Everything anew after a gap: queues that are no more have nobody waiting. */
export function applySnapshot(board: Board, queues: readonly QueueTruth[], at: number): Board {
  const known = new Set(queues.map(({ queue }) => queue));
  const lost = [...board.waiting.values()].filter(({ queue }) => !known.has(queue));
  const cleared: Board = { ...board, members: new Map(), strategies: new Map(), doubt: new Set(), departed: new Map() };
  const rest = lost.reduce((next, { entry }) => withoutCaller(next, entry), cleared);
  const full = queues.reduce((next, truth) => applyTruth(next, truth, at, at), rest);
  // Whoever left in the gap left unseen: what became of them nobody can say.
  const renamed = new Map([...full.renamed].filter(([, entry]) => full.waiting.has(entry)));
  return { ...full, renamed, departed: new Map() };
}
