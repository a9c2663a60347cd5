// Calls as columns: what a figure needs of each call in about forty bytes, so that any question about years is answered
// by looking at every one of them. Names are numbers; a row may be set again as its call goes on.
import type { LocalTime } from './local-time.ts';
import type { QueueEnd } from './types.ts';
import { QUEUE_ENDS } from './types.ts';

/** One call as the figures see it. Seconds; absent is not known. */
export interface FigureRow {
  /** `queue`: a call in a queue. `desk`: one that reached this desk without a queue that is known. */
  readonly kind: 'queue' | 'desk';
  readonly at: number;
  readonly queue: string;
  /** Extension; empty: nobody. */
  readonly agent: string;
  /** Of the finished note at this desk; empty: none. */
  readonly category: string;
  readonly end?: QueueEnd | undefined;
  readonly waited?: number | undefined;
  readonly talk?: number | undefined;
  readonly hold?: number | undefined;
  readonly wrapUp?: number | undefined;
  readonly transferred: boolean;
  /** Transfers of this desk whose end is known, and those that came back or never went. */
  readonly tried: number;
  readonly bounced: number;
  readonly voicemail: boolean;
  readonly note: 'none' | 'owed' | 'complete';
  /** Whether it began a matter, and whether somebody called again about it. */
  readonly matter: 'none' | 'first' | 'again';
  readonly unanswered: Readonly<Record<string, number>>;
}

const UNKNOWN = -1;
/** Places of the small facts in `flags`. */
export const FLAG = {
  desk: 1,
  transferred: 2,
  voicemail: 4,
  noteOwed: 8,
  noteComplete: 16,
  first: 32,
  again: 64,
} as const;
const ENDS = ['none', ...QUEUE_ENDS] as const;
export const endCode = (end: QueueEnd): number => ENDS.indexOf(end);
export const endOf = (code: number): QueueEnd | undefined => (code === 0 ? undefined : (ENDS[code] as QueueEnd));

/** Numbers for names, both ways; 0 is "none". */
export class Names {
  readonly list: string[] = [''];
  readonly #codes = new Map<string, number>([['', 0]]);

  codeOf(name: string): number {
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    this.#codes.set(name, this.list.length);
    return this.list.push(name) - 1;
  }

  find(name: string): number | undefined {
    return this.#codes.get(name);
  }
}

const FIRST_ROOM = 1024;

interface Ring {
  readonly agent: number;
  readonly times: number;
  readonly next: number;
}

export class FigureColumns {
  /** How many rows there are; those whose call was let go have no day. */
  length = 0;
  readonly queues = new Names();
  readonly agents = new Names();
  readonly categories = new Names();
  at = new Float64Array(FIRST_ROOM);
  /** Days since 1970 in the practice's zone; 0: no row. */
  day = new Uint16Array(FIRST_ROOM);
  slot = new Uint8Array(FIRST_ROOM);
  queue = new Uint16Array(FIRST_ROOM);
  agent = new Uint16Array(FIRST_ROOM);
  category = new Uint16Array(FIRST_ROOM);
  end = new Uint8Array(FIRST_ROOM);
  flags = new Uint8Array(FIRST_ROOM);
  waited = new Int32Array(FIRST_ROOM);
  talk = new Int32Array(FIRST_ROOM);
  hold = new Int32Array(FIRST_ROOM);
  wrapUp = new Int32Array(FIRST_ROOM);
  tried = new Uint8Array(FIRST_ROOM);
  bounced = new Uint8Array(FIRST_ROOM);
  /** Which of the rows below are about this one; -1: none. */
  ring = new Int32Array(FIRST_ROOM);
  /** Phones that rang in vain: agent, how often, and the next of the same call. */
  readonly rings: Ring[] = [];
  readonly #localTime: (at: number) => LocalTime;

  constructor(localTime: (at: number) => LocalTime) {
    this.#localTime = localTime;
  }

  set(index: number, row: FigureRow): void {
    this.#makeRoom(index);
    const { day, slot } = this.#localTime(row.at);
    this.at[index] = row.at;
    this.day[index] = Math.max(1, Math.min(65_535, day));
    this.slot[index] = slot;
    this.queue[index] = this.queues.codeOf(row.queue);
    this.agent[index] = this.agents.codeOf(row.agent);
    this.category[index] = this.categories.codeOf(row.category);
    this.end[index] = row.end === undefined ? 0 : endCode(row.end);
    this.flags[index] = flagsOf(row);
    this.waited[index] = row.waited ?? UNKNOWN;
    this.talk[index] = row.talk ?? UNKNOWN;
    this.hold[index] = row.hold ?? UNKNOWN;
    this.wrapUp[index] = row.wrapUp ?? UNKNOWN;
    this.tried[index] = Math.min(255, row.tried);
    this.bounced[index] = Math.min(255, row.bounced);
    this.#setRings(index, row.unanswered);
  }

  /** The call was let go. */
  clear(index: number): void {
    if (index < this.length) this.day[index] = 0;
  }

  #setRings(index: number, unanswered: Readonly<Record<string, number>>): void {
    this.ring[index] = UNKNOWN;
    for (const agent in unanswered) {
      const ring: Ring = {
        agent: this.agents.codeOf(agent),
        times: unanswered[agent] ?? 0,
        next: this.ring[index] ?? UNKNOWN,
      };
      this.ring[index] = this.rings.push(ring) - 1;
    }
  }

  #makeRoom(index: number): void {
    if (index >= this.length) this.length = index + 1;
    if (index < this.at.length) return;
    const room = Math.max(index + 1, this.at.length * 2);
    const grown = <T extends { set(from: T): void }>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.at = grown(this.at, new Float64Array(room));
    for (const name of ['day', 'queue', 'agent', 'category'] as const)
      this[name] = grown(this[name], new Uint16Array(room));
    for (const name of ['slot', 'end', 'flags', 'tried', 'bounced'] as const)
      this[name] = grown(this[name], new Uint8Array(room));
    for (const name of ['waited', 'talk', 'hold', 'wrapUp', 'ring'] as const)
      this[name] = grown(this[name], new Int32Array(room));
  }
}

function flagsOf(row: FigureRow): number {
  return (
    (row.kind === 'desk' ? FLAG.desk : 0) |
    (row.transferred ? FLAG.transferred : 0) |
    (row.voicemail ? FLAG.voicemail : 0) |
    (row.note === 'none' ? 0 : FLAG.noteOwed) |
    (row.note === 'complete' ? FLAG.noteComplete : 0) |
    (row.matter === 'none' ? 0 : FLAG.first) |
    (row.matter === 'again' ? FLAG.again : 0)
  );
}
