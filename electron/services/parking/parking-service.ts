// The parked callers, for every desk: what the PBX says through the pure reducer, out as the topic `parked`.
import type { ParkedRow } from '../../../shared/contract/parking.ts';
import { parkedFact, reduceParking } from '../../../shared/domain/parking/board.ts';
import type { ParkedCaller, ParkedFact, ParkingBoard, ParkingEvent } from '../../../shared/domain/parking/board.ts';
import type { Topics } from '../../ports/topics.ts';

export interface ParkingDeps {
  readonly topics: Topics;
  /** The name of an extension or number of this practice. */
  readonly nameOf: (number: string) => string | undefined;
  /** A caller was parked, taken, sent back by time, or gave up. */
  readonly onParked: (fact: ParkedFact) => void;
}

export class ParkingService {
  readonly #deps: ParkingDeps;
  #board: ParkingBoard = new Map();
  #published = new Map<string, string>();

  constructor(deps: ParkingDeps) {
    this.#deps = deps;
  }

  /** The caller in a slot, as the PBX last told. */
  at(slot: string): ParkedCaller | undefined {
    return this.#board.get(slot);
  }

  readonly apply = (event: ParkingEvent): void => {
    const fact = parkedFact(this.#board, event);
    this.#board = reduceParking(this.#board, event);
    this.refresh();
    if (fact) this.#deps.onParked(fact);
  };

  /** Names changed. */
  refresh(): void {
    const next = new Map<string, string>();
    for (const caller of this.#board.values()) {
      const row = this.#rowOf(caller);
      const text = JSON.stringify(row);
      next.set(row.slot, text);
      if (this.#published.get(row.slot) !== text) this.#deps.topics.set('parked', row.slot, row);
    }
    for (const slot of this.#published.keys()) if (!next.has(slot)) this.#deps.topics.remove('parked', slot);
    this.#published = next;
  }

  #rowOf(caller: ParkedCaller): ParkedRow {
    const parkedByName = caller.parkedBy === undefined ? undefined : this.#deps.nameOf(caller.parkedBy);
    const directoryName = caller.number ? this.#deps.nameOf(caller.number) : undefined;
    return {
      ...caller,
      ...(parkedByName === undefined ? {} : { parkedByName }),
      ...(directoryName === undefined ? {} : { directoryName }),
    };
  }
}
