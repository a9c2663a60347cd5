// What a queue decides, without a clock and without a line: who waits where, and who is rung for whom.

export type Strategy = 'ringall' | 'leastrecent';

export interface Member {
  /** `PJSIP/101` */
  readonly interface: string;
  readonly name: string;
  readonly membership: 'static' | 'dynamic';
  readonly penalty: number;
  paused: boolean;
  pausedReason: string;
  callsTaken: number;
  /** Seconds since 1970 of the end of the last call; 0 is never. */
  lastCall: number;
  lastPause: number;
  readonly loginTime: number;
  inCall: boolean;
}

export interface Entry {
  /** The caller's unique id. */
  readonly id: string;
  /** Higher goes first. */
  priority: number;
  /** Milliseconds. */
  readonly joinedAt: number;
  /** Milliseconds; not rung before this (the pause after nobody answered). */
  retryAt: number;
}

export interface Rung {
  readonly entryId: string;
  readonly interfaces: readonly string[];
}

/** Adds an entry behind all with the same or a higher priority; returns its position, from 1. */
export function insertEntry<E extends Entry>(entries: E[], entry: E): number {
  const before = entries.findIndex((other) => other.priority < entry.priority);
  const index = before < 0 ? entries.length : before;
  entries.splice(index, 0, entry);
  return index + 1;
}

export interface PlanInput {
  readonly strategy: Strategy;
  readonly wrapUpSeconds: number;
  readonly entries: readonly Entry[];
  readonly members: readonly Member[];
  /** Interfaces whose phone could ring now: registered and idle. */
  readonly idle: ReadonlySet<string>;
  /** Interfaces that ring for this queue already, and entries for which somebody rings. */
  readonly busyInterfaces: ReadonlySet<string>;
  readonly rungEntries: ReadonlySet<string>;
  /** Milliseconds. */
  readonly now: number;
}

/** When a member can be rung again after its last call, milliseconds. */
export const wrapUpEnd = (member: Member, wrapUpSeconds: number): number =>
  member.lastCall === 0 ? 0 : (member.lastCall + wrapUpSeconds) * 1000;

/** Whether a member may be rung. */
export function isAvailable(member: Member, input: PlanInput): boolean {
  return (
    !member.paused &&
    !member.inCall &&
    input.idle.has(member.interface) &&
    !input.busyInterfaces.has(member.interface) &&
    wrapUpEnd(member, input.wrapUpSeconds) <= input.now
  );
}

/** The members to ring for one caller: everybody, or the one who has been idle longest. Lower penalties go first. */
export function chooseMembers(strategy: Strategy, available: readonly Member[]): readonly Member[] {
  const lowest = Math.min(...available.map(({ penalty }) => penalty));
  const group = available.filter(({ penalty }) => penalty === lowest);
  switch (strategy) {
    case 'ringall':
      return group;
    case 'leastrecent':
      return group.toSorted((a, b) => a.lastCall - b.lastCall || a.callsTaken - b.callsTaken).slice(0, 1);
  }
}

/** Goes through the callers in order and hands out the free members (Asterisk's `autofill=yes`). */
export function planRinging(input: PlanInput): readonly Rung[] {
  let free = input.members.filter((member) => isAvailable(member, input));
  const plan: Rung[] = [];
  for (const entry of input.entries) {
    if (free.length === 0) break;
    if (input.rungEntries.has(entry.id) || entry.retryAt > input.now) continue;
    const chosen = chooseMembers(input.strategy, free);
    free = free.filter((member) => !chosen.includes(member));
    plan.push({ entryId: entry.id, interfaces: chosen.map((member) => member.interface) });
  }
  return plan;
}
