import { describe, expect, it } from 'vitest';
import { emptyBoard, reduceBoard } from './board.ts';
import type { Board, Member, QueueEvent, QueueTruth } from './board.ts';
import { peopleOf } from './people.ts';
import { departedAs, idOf } from './state.ts';
import type { WaitingCaller } from './types.ts';

const caller = (entry: string, position: number, change: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{
    entry,
    queue: 'front',
    position,
    number: '1',
    name: '',
    withheld: false,
    priority: 0,
    joinedAt: 0,
    ringingAt: [],
  },
  ...change,
});
const member = (change: Partial<Member> = {}): Member => ({
  ...{ extension: '101', name: 'Ana', queue: 'front', presence: 'free', paused: false },
  ...change,
});
const truth = (waiting: WaitingCaller[], change: Partial<QueueTruth> = {}): QueueTruth => ({
  ...{ queue: 'front', strategy: 'ringall', waiting, members: [] },
  ...change,
});
const joined = (...of: Parameters<typeof caller>): QueueEvent => ({ type: 'joined', caller: caller(...of) });
const left = (of: WaitingCaller, count?: number): QueueEvent => ({ type: 'left', caller: of, count });
const told = (waiting: WaitingCaller[], askedAt = 1000): QueueEvent => ({
  type: 'truth',
  truth: truth(waiting),
  askedAt,
});
const playOn = (board: Board, ...events: QueueEvent[]) =>
  events.reduce<Board>((next, event) => reduceBoard(next, event, 1000), board);
const play = (...events: QueueEvent[]) => playOn(emptyBoard, ...events);
const order = (board: Board, queue = 'front') =>
  [...board.waiting.values()]
    .filter((row) => row.queue === queue)
    .sort((a, b) => a.position - b.position)
    .map((row) => row.entry);

describe('who waits', () => {
  it('moves up when somebody in front leaves', () => {
    const board = play(joined('1', 1), joined('2', 2), left(caller('1', 1)));
    expect([...board.waiting.values()]).toMatchObject([{ entry: '2', position: 1 }]);
  });
  it('moves back when someone joins in the middle', () => {
    expect(order(play(joined('1', 1), joined('2', 2), joined('3', 1)))).toEqual(['3', '1', '2']);
  });
  it('rings where the queue rings them, once', () => {
    const rings = { type: 'rang', entry: '1', extension: '101' } as const;
    const board = play(joined('1', 1), rings, rings);
    expect(board.waiting.get('1')?.ringingAt).toEqual(['101']);
    expect(playOn(board, { ...rings, type: 'stoppedRinging' }).waiting.get('1')?.ringingAt).toEqual([]);
  });
  it('keeps what was found out about a number with that number only', () => {
    const known = {
      type: 'known',
      entry: '1',
      change: { match: { count: 1, initials: 'J. D.' }, language: 'es' },
    } as const;
    const board = play(joined('1', 1), known, told([caller('1', 1)]));
    expect(board.waiting.get('1')).toMatchObject({ match: { initials: 'J. D.' }, language: 'es' });
    // Their channel was exchanged for another caller's: the same place, another person.
    const exchanged = playOn(board, told([caller('9', 1, { number: '2' })])).waiting.get('1');
    expect(exchanged).toMatchObject({ number: '2', uniqueId: '9' });
    expect([exchanged?.match, exchanged?.language]).toEqual([undefined, undefined]);
  });
  it('is asked about after every join: no event tells the priority of a place', () => {
    const board = play(joined('1', 1), joined('2', 2));
    expect([...board.doubt]).toEqual(['front']);
    const sure = playOn(board, told([caller('2', 1, { priority: 10 }), caller('1', 2)]));
    expect([order(sure), sure.waiting.get('2')?.priority, sure.doubt.size]).toEqual([['2', '1'], 10, 0]);
  });
  it('is counted by the PBX with every leave: another number is asked about', () => {
    const board = play(joined('1', 1), joined('2', 2), told([caller('1', 1), caller('2', 2)]));
    expect(playOn(board, left(caller('1', 1), 1)).doubt.size).toBe(0);
    expect(playOn(board, left(caller('1', 1), 3)).doubt.size).toBe(1);
  });
  it('is found anew after a gap; who is known keeps the row and the time', () => {
    const board = play(joined('1', 1, { joinedAt: 400 }), joined('2', 2));
    const after = playOn(board, {
      type: 'snapshot',
      queues: [truth([caller('1', 1, { joinedAt: 0 }), caller('7', 2, { joinedAt: -60_000 })])],
    });
    expect([order(after), after.waiting.get('1')?.joinedAt, after.departed.size]).toEqual([['1', '7'], 400, 0]);
    expect(order(playOn(after, { type: 'snapshot', queues: [] }))).toEqual([]);
  });
});

describe('a channel that the PBX exchanges under somebody who waits', () => {
  const swapped = caller('u1', 2, { number: '+12065550142' });
  const board = play(joined('0', 1, { joinedAt: -60_000 }), joined('u2', 2, { number: '101', joinedAt: 900 }));
  it('is the same row, with the caller’s own number and who sent them', () => {
    const gone = playOn(board, told([caller('0', 1), swapped]));
    expect(gone.waiting.get('u2')).toMatchObject({
      ...{ uniqueId: 'u1', number: '+12065550142', joinedAt: 900, position: 2 },
      why: [{ kind: 'sent', by: '101' }],
    });
    const out = playOn(gone, left(swapped, 1));
    expect(out.departed.get('u2')).toMatchObject({ how: 'left', number: '+12065550142' });
    const answered = playOn(out, { type: 'connected', caller: swapped, extension: '102', name: 'Imani' });
    expect([...answered.departed.values()]).toMatchObject([{ entry: 'u2', how: 'answered' }]);
    const over = playOn(answered, { type: 'forgotten', entry: 'u2' });
    expect([over.departed.size, over.renamed.size]).toEqual([0, 0]);
  });
  it('is asked about as soon as the first one is gone', () => {
    const sure = { ...board, doubt: new Set<string>() };
    expect([...playOn(sure, { type: 'hungUp', entry: 'u2' }).doubt]).toEqual(['front']);
    expect(playOn(sure, { type: 'hungUp', entry: 'else' })).toBe(sure);
  });
  it('is asked about when a leave names somebody who is not here', () => {
    const sure = { ...board, doubt: new Set<string>() };
    expect([...playOn(sure, left(swapped, 1)).doubt]).toEqual(['front']);
    expect(order(playOn(sure, left(swapped, 1), told([caller('0', 1)], 1001)))).toEqual(['0']);
  });
  it('was no exchange if the first is heard of again: then they are two, and one of them gave up', () => {
    const one = playOn(board, told([caller('0', 1), swapped]));
    const two = playOn(one, { type: 'abandoned', caller: caller('u2', 2, { number: '101' }) });
    expect(order(two).map((key) => idOf(two.waiting.get(key)!))).toEqual(['0', 'u1']);
    expect(departedAs(two, 'u2')).toMatchObject({ how: 'left', isUnanswered: true, number: '101' });
    expect(departedAs(playOn(two, { type: 'hungUp', entry: 'u2' }), 'u2')?.how).toBe('gaveUp');
  });
});

describe('what became of whoever left', () => {
  const one = caller('1', 1);
  const unanswered = play(joined('1', 1), { type: 'abandoned', caller: one }, left(one, 0));
  const how = (board: Board) => board.departed.get('1');
  it('is open until more is heard', () => {
    expect([unanswered.waiting.size, how(unanswered)?.how]).toEqual([0, 'left']);
  });
  it('somebody answered', () => {
    const answered = play(joined('1', 1), left(one, 0), {
      type: 'connected',
      caller: one,
      extension: '102',
      name: 'Imani',
    });
    expect(how(answered)).toMatchObject({ how: 'answered', to: '102', name: 'Imani' });
    expect(how(playOn(answered, { type: 'hungUp', entry: '1' }))?.how).toBe('answered');
  });
  it('gave up: the channel is no more', () => {
    expect(how(playOn(unanswered, { type: 'hungUp', entry: '1' }))?.how).toBe('gaveUp');
    expect(how(playOn(unanswered, { type: 'settled', entry: '1', isThere: false }))?.how).toBe('gaveUp');
  });
  it('taken by a desk: its phone rings for that caller', () => {
    expect(how(playOn(unanswered, { type: 'dialled', entry: '1', to: '102' }))).toMatchObject({
      how: 'taken',
      to: '102',
    });
    const waiting = play(joined('1', 1));
    expect(playOn(waiting, { type: 'dialled', entry: '1', to: '102' })).toBe(waiting);
  });
  it('by whom they were moved, whether the joining or the list of the queue came first', () => {
    const { caller } = joined('1', 1, { queue: 'billing' }) as { caller: WaitingCaller };
    const told = { type: 'joined', caller, movedBy: '101' } as const;
    const by = [{ kind: 'moved', from: 'front', by: '101' }];
    expect(playOn(unanswered, told).waiting.get('1')?.why).toEqual(by);
    const listed = playOn(unanswered, joined('1', 1, { queue: 'billing' }));
    expect(playOn(listed, told).waiting.get('1')?.why).toEqual(by);
    expect(playOn(listed, told, told).waiting.get('1')?.why).toEqual(by);
  });

  it('moved: waits in another queue, with the time they have waited', () => {
    const moved = playOn(unanswered, joined('1', 1, { queue: 'billing', joinedAt: 990 }));
    expect(how(moved)).toMatchObject({ how: 'moved', to: 'billing', queue: 'front' });
    expect(moved.waiting.get('1')).toMatchObject({ joinedAt: 0, why: [{ kind: 'moved', from: 'front' }] });
  });
  it('taken, and nobody was there: back in the same queue', () => {
    const back = playOn(unanswered, { type: 'dialled', entry: '1', to: '102' }, joined('1', 1, { joinedAt: 990 }));
    expect(back.waiting.get('1')).toMatchObject({ joinedAt: 0, why: [{ kind: 'returned' }] });
  });
  it('sent away by the PBX: still there, and nobody has them', () => {
    expect(how(playOn(unanswered, { type: 'settled', entry: '1', isThere: true }))?.how).toBe('sentAway');
  });
  it('is told of callers the board never knew, and forgotten in the end', () => {
    const stranger = play({ type: 'abandoned', caller: caller('9', 1) }, { type: 'hungUp', entry: '9' });
    expect(stranger.departed.get('9')?.how).toBe('gaveUp');
    expect(playOn(stranger, { type: 'forgotten', entry: '9' }).departed.size).toBe(0);
  });
});

describe('people', () => {
  const alone = (board: Board, now = 0) => peopleOf(board, [], () => undefined, now)[0];
  it('remembers the reason of a pause, which Asterisk leaves blank on later events', () => {
    const board = play(
      { type: 'member', member: member({ paused: true, pauseReason: 'lunch' }) },
      { type: 'member', member: member({ paused: true }) },
    );
    expect(alone(board)).toMatchObject({ presence: 'paused', pauseReason: 'lunch' });
  });
  it('wrap-up ends by the clock, since no event ends it', () => {
    const board = play({ type: 'member', member: member({ wrapUpUntil: 5000 }) });
    expect(alone(board, 4999)).toMatchObject({ presence: 'wrapUp', wrapUpUntil: 5000 });
    expect(alone(board, 5000)?.presence).toBe('free');
  });
  it('idle is not unregistered: the lamp of the phone wins over being a member', () => {
    const board = play(
      { type: 'member', member: member() },
      { type: 'presence', extension: '101', presence: 'unregistered' },
    );
    expect(alone(board)?.presence).toBe('unregistered');
  });
  it('stand in their queues as the PBX has them there', () => {
    const board = play({ type: 'member', member: member({ kind: 'dynamic', penalty: 3 }) });
    expect(alone(board)?.memberships).toEqual([{ queue: 'front', kind: 'dynamic', penalty: 3, paused: false }]);
    expect(alone(playOn(board, told([])))).toBeUndefined();
  });
});
