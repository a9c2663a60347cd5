import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyFold, foldFact, foldTime } from './fold.ts';
import { mergeCalls } from './merge.ts';
import { readLogLine } from './queue-log.ts';
import type { QueueCall, QueueFact } from './types.ts';

const T = Date.parse('2026-01-05T09:00:00-05:00');

function play(facts: readonly QueueFact[], until?: number): QueueCall[] {
  const calls = new Map<string, QueueCall>();
  let fold = emptyFold;
  const keep = (changed: readonly QueueCall[]) => {
    for (const call of changed) calls.set(`${call.entry} ${call.queue} ${call.joinedAt}`, call);
  };
  for (const fact of facts) {
    const step = foldFact(fold, fact);
    fold = step.fold;
    keep(step.changed);
  }
  if (until !== undefined) keep(foldTime(fold, until).changed);
  return [...calls.values()];
}

const at = (second: number) => T + second * 1000;
const join = (second: number, entry = 'u1', queue = 'front'): QueueFact => ({
  ...{ type: 'joined', at: at(second), entry, queue, number: '2065550142', position: 1 },
});
const leave = (second: number, entry = 'u1', queue = 'front'): QueueFact => ({
  type: 'left',
  at: at(second),
  entry,
  queue,
});
const over = (second: number, end: 'gaveUp' | 'timedOut' | 'withdrawn', waited?: number, entry = 'u1'): QueueFact => ({
  ...{ type: 'ended', at: at(second), entry, queue: 'front', end },
  ...(waited === undefined ? {} : { waited }),
});
const connect = (second: number, waited: number, entry = 'u1', agent = '201'): QueueFact => ({
  ...{ type: 'connected', at: at(second), entry, queue: 'front', agent, waited, channel: 'a1' },
});
const complete = (second: number, talk: number, entry = 'u1'): QueueFact => ({
  ...{ type: 'completed', at: at(second), entry, queue: 'front', agent: '201', endedBy: 'agent', talk, waited: 7 },
});

describe('what the PBX says, as calls', () => {
  it('answered: leaves the line before it is said who answered', () => {
    const calls = play([join(0), leave(7), connect(7, 7), complete(67, 60)]);
    expect(calls).toEqual([expect.objectContaining({ end: 'answered', waited: 7, talk: 60, agent: '201', hold: 0 })]);
  });

  it('"gave up" is said of a timeout too: what follows corrects it', () => {
    const calls = play([
      join(0),
      over(30, 'gaveUp', 30),
      leave(30),
      { ...over(30, 'timedOut'), queue: undefined } as QueueFact,
    ]);
    expect(calls).toEqual([expect.objectContaining({ end: 'timedOut', waited: 30 })]);
  });

  it('who leaves and of whom nothing more is said has pressed a key', () => {
    expect(play([join(0), leave(4)], at(5))[0]?.end).toBeUndefined();
    expect(play([join(0), leave(4)], at(40))).toEqual([expect.objectContaining({ end: 'leftByKey', waited: 4 })]);
    // A long announcement to the agent: it was an answer after all.
    expect(play([join(0), leave(4), join(30, 'u9', 'billing'), connect(45, 4)])[0]?.end).toBe('answered');
  });

  it('who waits in another queue a moment later was moved and has not given up', () => {
    const calls = play([join(0), over(9, 'gaveUp', 9), leave(9), join(9, 'u1', 'billing')]);
    expect(calls.map(({ queue, end }) => [queue, end])).toEqual([
      ['front', 'moved'],
      ['billing', undefined],
    ]);
  });

  it('a talk that is handed on into a queue stays a talk, even if the queue tells first', () => {
    const calls = play([join(0), leave(2), connect(2, 2), join(30, 'u1', 'billing'), complete(30, 28)]);
    expect(calls.map(({ queue, end, talk }) => [queue, end, talk])).toEqual([
      ['front', 'answered', 28],
      ['billing', undefined, undefined],
    ]);
  });

  it('knows a talk whose channels the PBX had already forgotten by agent and wait', () => {
    const calls = play([
      join(0),
      leave(7),
      connect(7, 7),
      join(1, 'u2'),
      leave(3, 'u2'),
      connect(3, 2, 'u2', '202'),
      complete(67, 60, ''),
    ]);
    expect(calls.find(({ entry }) => entry === 'u1')?.talk).toBe(60);
    expect(calls.find(({ entry }) => entry === 'u2')?.talk).toBeUndefined();
  });

  it('knows a caller whose id was exchanged by an attended transfer into the queue', () => {
    const calls = play([join(0, 'u2'), leave(20, 'u1'), connect(20, 20, 'u1'), complete(60, 40, 'u1')]);
    expect(calls).toEqual([expect.objectContaining({ entry: 'u2', end: 'answered', waited: 20, talk: 40 })]);
    // Two who joined in the same moment: nobody can tell which, so neither is taken for the other.
    const two = play([join(0, 'u2'), join(0, 'u3'), over(20, 'gaveUp', 20, 'u1')]);
    expect(two.every(({ end }) => end === undefined)).toBe(true);
  });

  it('adds up holds of the agent’s channel, however often they are told', () => {
    const hold = (type: 'held' | 'resumed', second: number): QueueFact => ({ type, at: at(second), channel: 'a1' });
    const facts = [
      join(0),
      connect(5, 5),
      hold('held', 10),
      hold('held', 11),
      hold('resumed', 20),
      hold('held', 50),
      complete(60, 55),
    ];
    expect(play(facts)).toEqual([expect.objectContaining({ hold: 20, talk: 55 })]);
  });

  it('after a gap: who is gone is not known, who is there has waited since before', () => {
    const waiting = { ...(join(100, 'u5') as Extract<QueueFact, { type: 'joined' }>), waited: 40 };
    const calls = play([join(0), { type: 'snapshot', at: at(100), waiting: [waiting] }]);
    expect(calls.map(({ entry, end, joinedAt }) => [entry, end, joinedAt])).toEqual([
      ['u1', 'unknown', at(0)],
      ['u5', undefined, at(60)],
    ]);
  });

  it('stands any order, repetition and clock without losing a call or making one of nothing', () => {
    const fact = fc.oneof(
      fc
        .record({ second: fc.integer({ min: -50, max: 200 }), entry: fc.constantFrom('a', 'b') })
        .map(({ second, entry }) => join(second, entry)),
      fc.integer({ min: -50, max: 200 }).map((second) => leave(second, 'a')),
      fc.integer({ min: -50, max: 200 }).map((second) => over(second, 'gaveUp', 3, 'a')),
      fc.integer({ min: -50, max: 200 }).map((second) => connect(second, 3, 'b')),
      fc.integer({ min: -50, max: 200 }).map((second) => complete(second, 3, 'b')),
    );
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), (facts) => {
        const calls = play(facts, at(500));
        const joins = facts.filter(({ type }) => type === 'joined').length;
        const answers = facts.filter(({ type }) => type === 'connected').length;
        expect(calls.length).toBeLessThanOrEqual(joins + answers);
        for (const call of calls) expect(call.waited ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('lines of the log', () => {
  const read = (line: string) => readLogLine(line, 0, (name) => (name === 'Front desk' ? '101' : name));

  it('reads what Asterisk 22 writes', () => {
    expect(read('1795332360|1795332360.1|front|NONE|ENTERQUEUE||2065551000|2')?.fact).toMatchObject({
      type: 'joined',
      position: 2,
    });
    expect(read('1795332363|u|front|Front desk|CONNECT|3|u.9|2')?.fact).toMatchObject({ agent: '101', waited: 3 });
    expect(read('1795332363|u|front|Front desk|BLINDTRANSFER|701|queues|3|28|1')?.fact).toMatchObject({
      endedBy: 'transfer',
      talk: 28,
    });
    expect(read('1795332363|u|front|Front desk|ATTENDEDTRANSFER|BRIDGE|b-1|3|28|1')?.fact).toMatchObject({ talk: 28 });
    expect(read('1795332363|u|front|NONE|EXITWITHKEY|1|2|2|17')?.fact).toMatchObject({ end: 'leftByKey', waited: 17 });
    expect(read('1795332363|u|front|NONE|WITHDRAW|2|2|17|take')?.fact).toMatchObject({ end: 'withdrawn', waited: 17 });
  });

  it('passes over what is torn, unknown, absurd or too long', () => {
    for (const line of [
      '',
      '|||||',
      '1795332363|u|front',
      'x|u|front|NONE|ABANDON|1|1|1',
      '-5|u|front|NONE|ABANDON|1|1|1',
      '9'.repeat(400),
      'a|'.repeat(4000),
    ])
      expect(read(line)).toBeUndefined();
    expect(read('1795332363|u|front|NONE|SOMETHINGNEW|1')).toEqual({ time: 1795332363, fact: undefined });
    expect(read('1795332363|u|front|NONE|ABANDON|-3|1|-9')?.fact).toMatchObject({ waited: 0 });
    expect(read('1795332363|u|front|NONE|ENTERQUEUE||anonymous|1')?.fact).toMatchObject({ number: '' });
  });

  it('is in this computer’s time, whatever the PBX’s clock says', () => {
    expect(readLogLine('1795332363|u|front|NONE|ENTERQUEUE||1|1', 7_200_000, (name) => name)?.fact?.at).toBe(
      1795332363_000 - 7_200_000,
    );
  });
});

describe('the same call from two sides', () => {
  const live: QueueCall = {
    entry: 'u1',
    queue: 'front',
    joinedAt: T + 400,
    number: '2065550142',
    unanswered: {},
    hold: 12,
    end: 'gaveUp',
    waited: 9,
  };
  const log: QueueCall = { ...live, joinedAt: T, hold: undefined, end: 'timedOut', unanswered: { '101': 2 } };

  it('keeps the finer time and the holds of the one, the outcome of the other', () => {
    for (const merged of [mergeCalls(live, log, 'log')])
      expect(merged).toMatchObject({ joinedAt: T + 400, hold: 12, end: 'timedOut', unanswered: { '101': 2 } });
  });

  it('"not known" never takes the place of an end', () => {
    expect(mergeCalls(log, { ...live, end: 'unknown' }, 'live').end).toBe('timedOut');
    expect(mergeCalls({ ...live, end: 'unknown' }, log, 'log').end).toBe('timedOut');
  });
});
