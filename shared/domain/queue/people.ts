// Who is there: lamps of phones and memberships of queues, joined into one line a person.
import type { Board, Member } from './state.ts';
import type { Membership, Person } from './types.ts';

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
  const wrapUpUntil = Math.max(0, ...memberships.map((member) => member.wrapUpUntil ?? 0));
  const isWrapping = wrapUpUntil > now;
  const presence = phone === 'free' ? (paused ? 'paused' : isWrapping ? 'wrapUp' : 'free') : phone;
  return {
    extension,
    name: name ?? memberships[0]?.name ?? extension,
    presence,
    ...(lamp ? { since: lamp.since } : {}),
    ...(paused?.pauseReason ? { pauseReason: paused.pauseReason } : {}),
    queues: memberships.map((member) => member.queue),
    ...(isWrapping && presence === 'wrapUp' ? { wrapUpUntil } : {}),
    ...(memberships.length > 0 ? { memberships: memberships.map(membershipOf) } : {}),
  };
}

const membershipOf = ({ queue, kind = 'static', penalty = 0, paused, pauseReason }: Member): Membership => ({
  ...{ queue, kind, penalty, paused },
  ...(pauseReason ? { pauseReason } : {}),
});
