import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parkedFact, reduceParking } from './board.ts';
import type { ParkedCaller, ParkingBoard, ParkingEvent } from './board.ts';

const caller = (slot: string, entry: string): ParkedCaller => ({
  ...{ slot, entry, linkedId: `l${entry}`, number: '1', name: '', withheld: false },
  ...{ parkedAt: 1000, recallAt: 91_000, parkedBy: '101' },
});
const play = (...events: ParkingEvent[]) => events.reduce<ParkingBoard>(reduceParking, new Map());

describe('the parked board', () => {
  it('a caller leaves only the slot they are in: a late word about an earlier one changes nothing', () => {
    const board = play(
      { type: 'parked', caller: caller('901', 'a') },
      { type: 'parked', caller: caller('901', 'b') },
      { type: 'left', slot: '901', entry: 'a', how: 'timedOut' },
    );
    expect([...board.values()]).toMatchObject([{ entry: 'b' }]);
  });
  it('a swap keeps how long the slot has been taken, and by whom', () => {
    const other = { ...caller('901', 'b'), parkedAt: 50_000, recallAt: undefined, parkedBy: undefined };
    const board = play({ type: 'parked', caller: caller('901', 'a') }, { type: 'swapped', slot: '901', caller: other });
    expect(board.get('901')).toMatchObject({ entry: 'b', parkedAt: 1000, recallAt: 91_000, parkedBy: '101' });
  });
  it('tells each fact once, with who took the caller', () => {
    const parked: ParkingEvent = { type: 'parked', caller: caller('901', 'a') };
    const taken: ParkingEvent = { type: 'left', slot: '901', entry: 'a', how: 'retrieved', retrievedBy: '102' };
    const board = play(parked);
    expect(parkedFact(new Map(), parked)).toMatchObject({ type: 'parked', slot: '901', parkedBy: '101' });
    expect(parkedFact(board, parked)).toBeUndefined();
    expect(parkedFact(board, taken)).toMatchObject({ type: 'retrieved', retrievedBy: '102', linkedId: 'la' });
    expect(parkedFact(new Map(), taken)).toBeUndefined();
  });
});

it('each slot holds one caller, and nobody who left, whatever arrives in whatever order', () => {
  const slot = fc.constantFrom('901', '902', '903');
  const entry = fc.constantFrom('a', 'b', 'c', 'd');
  const event: fc.Arbitrary<ParkingEvent> = fc.oneof(
    fc.tuple(slot, entry).map(([at, who]) => ({ type: 'parked', caller: caller(at, who) }) as const),
    fc.record({
      type: fc.constant('left' as const),
      slot,
      entry,
      how: fc.constantFrom('timedOut' as const, 'gaveUp' as const),
    }),
    fc.tuple(slot, entry).map(([at, who]) => ({ type: 'swapped', slot: at, caller: caller(at, who) }) as const),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const board = play(...events);
      for (const [at, known] of board) expect(known.slot).toBe(at);
      const last = events.at(-1);
      if (last?.type === 'left') expect(board.get(last.slot)?.entry).not.toBe(last.entry);
    }),
  );
});
