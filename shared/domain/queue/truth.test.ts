// A PBX played step by step: its events arrive late and out of step with its answers, and in the end the board has what it has.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyBoard, reduceBoard } from './board.ts';
import type { Board, QueueEvent, QueueTruth } from './board.ts';
import { idOf } from './state.ts';
import type { WaitingCaller } from './types.ts';

const QUEUES = ['front', 'billing'];

interface Place {
  id: string;
  priority: number;
  since: number;
}

/** As Asterisk does it: joins and leaves are told, exchanged channels and priorities are not. */
class Pbx {
  readonly queues = new Map(QUEUES.map((queue): [string, Place[]] => [queue, []]));
  readonly events: QueueEvent[] = [];
  now = 100_000;
  #last = 0;

  #caller(queue: string, { id, since }: Place, position: number): WaitingCaller {
    const waited = Math.floor((this.now - since) / 1000) * 1000;
    return {
      ...{ entry: id, queue, position, number: id, name: '', withheld: false, priority: 0, ringingAt: [] },
      joinedAt: this.now - waited,
    };
  }

  join(queue: string, id = `c${++this.#last}`): void {
    const places = this.queues.get(queue)!;
    places.push({ id, priority: 0, since: this.now });
    this.events.push({ type: 'joined', caller: this.#caller(queue, places.at(-1)!, places.length) });
  }

  leave(queue: string, at: number, isGone: boolean): Place | undefined {
    const places = this.queues.get(queue)!;
    const index = places.length === 0 ? -1 : at % places.length;
    const place = places[index];
    if (!place) return undefined;
    places.splice(index, 1);
    const caller = this.#caller(queue, { ...place, since: this.now }, index + 1);
    this.events.push({ type: 'abandoned', caller }, { type: 'left', caller, count: places.length });
    if (isGone) this.events.push({ type: 'hungUp', entry: place.id });
    return place;
  }

  /** A transfer: another channel is in the place, and the one before hangs up. */
  exchange(queue: string, at: number, isTold: boolean): void {
    const places = this.queues.get(queue)!;
    const place = places.length === 0 ? undefined : places[at % places.length];
    if (!place) return;
    if (isTold) this.events.push({ type: 'hungUp', entry: place.id });
    place.id = `c${++this.#last}`;
  }

  raise(queue: string, at: number): void {
    const places = this.queues.get(queue)!;
    const [place] = places.length === 0 ? [] : places.splice(at % places.length, 1);
    if (place) places.unshift({ ...place, priority: 9 });
  }

  truth(queue: string): QueueTruth {
    const waiting = this.queues
      .get(queue)!
      .map((place, index) => ({ ...this.#caller(queue, place, index + 1), priority: place.priority }));
    return { queue, strategy: 'ringall', waiting, members: [] };
  }
}

const queue = fc.constantFrom(...QUEUES);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('join' as const), queue }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('leave' as const, 'move' as const), queue, at: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('exchange' as const), queue, at: fc.nat(9), isTold: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('raise' as const), queue, at: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hear' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), queue }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9_000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take(pbx: Pbx, board: Board, doing: Step): Board {
  const hear = (from: Board, event: QueueEvent) => reduceBoard(from, event, pbx.now);
  pbx.now += 1;
  switch (doing.do) {
    case 'join':
      pbx.join(doing.queue);
      return board;
    case 'leave':
      pbx.leave(doing.queue, doing.at, true);
      return board;
    case 'move': {
      const place = pbx.leave(doing.queue, doing.at, false);
      if (place) pbx.join(doing.queue === 'front' ? 'billing' : 'front', place.id);
      return board;
    }
    case 'exchange':
      pbx.exchange(doing.queue, doing.at, doing.isTold);
      return board;
    case 'raise':
      pbx.raise(doing.queue, doing.at);
      return board;
    case 'hear':
      return pbx.events.splice(0, doing.count).reduce(hear, board);
    case 'ask': {
      const askedAt = pbx.now;
      pbx.now += 1;
      return hear(board, { type: 'truth', truth: pbx.truth(doing.queue), askedAt });
    }
    case 'wait':
      pbx.now += doing.ms;
      return board;
  }
}

/** What the keeper does: asks about every queue in doubt until there is none. */
function settleDown(pbx: Pbx, board: Board): Board {
  let next = board;
  for (let turn = 0; turn < 5 && next.doubt.size > 0; turn++)
    for (const doubted of next.doubt) next = take(pbx, next, { do: 'ask', queue: doubted });
  return next;
}

const shown = (board: Board) =>
  QUEUES.map((name) =>
    [...board.waiting.values()]
      .filter((row) => row.queue === name)
      .sort((a, b) => a.position - b.position)
      .map((row) => `${idOf(row)}/${row.priority}`),
  );
const meant = (pbx: Pbx) => QUEUES.map((name) => pbx.queues.get(name)!.map(({ id, priority }) => `${id}/${priority}`));

function run(steps: readonly Step[]): { pbx: Pbx; board: Board } {
  const pbx = new Pbx();
  const board = steps.reduce((next, doing) => take(pbx, next, doing), emptyBoard);
  return { pbx, board: take(pbx, board, { do: 'hear', count: 1_000 }) };
}

it('ends with what the PBX has, however events and answers lie', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { pbx, board } = run(steps);
      // The slow safety asks about every queue where somebody waits: of changes of priority nothing is told.
      const asked = QUEUES.reduce((next, name) => take(pbx, next, { do: 'ask', queue: name }), settleDown(pbx, board));
      expect(shown(settleDown(pbx, asked))).toEqual(meant(pbx));
    }),
    { numRuns: 2_000 },
  );
});

it('shows nobody who is gone once the events are heard and the doubts are settled, without the safety', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { pbx, board } = run(steps);
      const sure = settleDown(pbx, board);
      // An exchange that nothing tells of leaves its caller waiting under the id before; nobody beyond that.
      expect(shown(sure).map((rows) => rows.length)).toEqual(meant(pbx).map((rows) => rows.length));
    }),
    { numRuns: 2_000 },
  );
});

it('positions are 1…n without gaps in every queue at every moment, and every row has its own caller', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const pbx = new Pbx();
      steps.reduce((before, doing) => {
        const board = take(pbx, before, doing);
        for (const name of QUEUES) {
          const rows = [...board.waiting.values()].filter((row) => row.queue === name);
          expect(rows.map(({ position }) => position).sort((a, b) => a - b)).toEqual(rows.map((_, index) => index + 1));
        }
        expect(new Set([...board.waiting.values()].map(idOf)).size).toBe(board.waiting.size);
        return board;
      }, emptyBoard as Board);
    }),
  );
});

it('whoever gave up is told of once, exchanged or not', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const pbx = new Pbx();
      const told: string[] = [];
      const gone: string[] = [];
      const all: Step[] = [...steps, { do: 'hear', count: 1_000 }];
      all.reduce((before, doing) => {
        const waiting = doing.do === 'leave' ? pbx.queues.get(doing.queue)! : [];
        const place = doing.do === 'leave' && waiting.length > 0 ? waiting[doing.at % waiting.length] : undefined;
        if (place) gone.push(place.id);
        const board = take(pbx, before, doing);
        for (const [entry, { how, caller }] of board.departed)
          if (how === 'gaveUp' && before.departed.get(entry)?.how !== 'gaveUp') told.push(idOf(caller));
        return board;
      }, emptyBoard as Board);
      expect(told.length).toBe(new Set(told).size);
      for (const id of gone) expect(told).toContain(id);
    }),
    { numRuns: 1_000 },
  );
});
