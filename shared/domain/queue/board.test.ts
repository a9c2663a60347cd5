import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBoard, peopleOf, reduceBoard } from './board.ts';
import type { Board, Member, QueueEvent } from './board.ts';
import type { WaitingCaller } from './types.ts';

const caller = (entry: string, position: number, queue = 'front'): WaitingCaller => ({
  entry,
  queue,
  position,
  number: '1',
  name: '',
  withheld: false,
  priority: 0,
  joinedAt: Number(entry) || 0,
  ringingAt: [],
});
const member = (change: Partial<Member> = {}): Member => ({
  extension: '101',
  name: 'Ana',
  queue: 'front',
  presence: 'free',
  paused: false,
  ...change,
});
const play = (...events: QueueEvent[]) =>
  events.reduce<Board>((board, event) => reduceBoard(board, event, 1000), emptyBoard);
const order = (board: Board, queue = 'front') =>
  [...board.waiting.values()]
    .filter((row) => row.queue === queue)
    .sort((a, b) => a.position - b.position)
    .map((row) => row.entry);

describe('the board', () => {
  it('renumbers by itself when somebody in front leaves', () => {
    const board = play(
      { type: 'joined', caller: caller('1', 1) },
      { type: 'joined', caller: caller('2', 2) },
      { type: 'left', entry: '1' },
    );
    expect([...board.waiting.values()]).toMatchObject([{ entry: '2', position: 1 }]);
  });
  it('an urgent caller goes in front of those it passes', () => {
    const board = play(
      { type: 'joined', caller: caller('1', 1) },
      { type: 'joined', caller: caller('2', 2) },
      { type: 'joined', caller: caller('3', 3) },
      { type: 'priority', entry: '3', priority: 9, position: 1 },
    );
    expect(order(board)).toEqual(['3', '1', '2']);
  });
  it('someone who joins in the middle moves the rest back', () => {
    expect(
      order(
        play(
          { type: 'joined', caller: caller('1', 1) },
          { type: 'joined', caller: caller('2', 2) },
          { type: 'joined', caller: caller('3', 1) },
        ),
      ),
    ).toEqual(['3', '1', '2']);
  });
  it('a leave without a join, or twice, changes nothing', () => {
    const board = play({ type: 'joined', caller: caller('1', 1) });
    expect(reduceBoard(board, { type: 'left', entry: '9' }, 1)).toBe(board);
  });
  it('a snapshot replaces what was known', () => {
    expect(
      order(
        play({ type: 'joined', caller: caller('1', 1) }, { type: 'snapshot', waiting: [caller('7', 1)], members: [] }),
      ),
    ).toEqual(['7']);
  });
  it('remembers the reason of a pause, which Asterisk leaves blank on later events', () => {
    const board = play(
      { type: 'member', member: member({ paused: true, pauseReason: 'lunch' }) },
      { type: 'member', member: member({ paused: true }) },
    );
    expect(peopleOf(board, [], () => undefined, 0)[0]).toMatchObject({ presence: 'paused', pauseReason: 'lunch' });
  });
  it('wrap-up ends by the clock, since no event ends it', () => {
    const board = play({ type: 'member', member: member({ wrapUpUntil: 5000 }) });
    expect(peopleOf(board, [], () => undefined, 4999)[0]?.presence).toBe('wrapUp');
    expect(peopleOf(board, [], () => undefined, 5000)[0]?.presence).toBe('free');
  });
  it('idle is not unregistered: the lamp of the phone wins over being a member', () => {
    const board = play(
      { type: 'member', member: member() },
      { type: 'presence', extension: '101', presence: 'unregistered' },
    );
    expect(peopleOf(board, [], () => undefined, 0)[0]?.presence).toBe('unregistered');
  });
});

it('positions are 1…n without gaps in every queue, whatever arrives in whatever order', () => {
  const entry = fc.constantFrom('1', '2', '3', '4', '5', '6');
  const event: fc.Arbitrary<QueueEvent> = fc.oneof(
    fc.record({
      type: fc.constant('joined' as const),
      caller: fc
        .tuple(entry, fc.integer({ min: 0, max: 9 }), fc.constantFrom('front', 'billing'))
        .map(([id, position, queue]) => caller(id, position, queue)),
    }),
    fc.record({ type: fc.constant('left' as const), entry }),
    fc.record({
      type: fc.constantFrom('rang' as const, 'stoppedRinging' as const),
      entry,
      extension: fc.constantFrom('101', '102'),
    }),
    fc.record({
      type: fc.constant('priority' as const),
      entry,
      priority: fc.nat(9),
      position: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({
      type: fc.constant('snapshot' as const),
      waiting: fc.uniqueArray(entry, { maxLength: 6 }).map((ids) => ids.map((id, index) => caller(id, index + 1))),
      members: fc.constant([]),
    }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const board = play(...events);
      for (const queue of ['front', 'billing']) {
        const positions = [...board.waiting.values()].filter((row) => row.queue === queue).map((row) => row.position);
        expect(positions.sort((a, b) => a - b)).toEqual(positions.map((_, index) => index + 1));
      }
    }),
  );
});
