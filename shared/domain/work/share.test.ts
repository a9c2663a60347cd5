import { describe, expect, it } from 'vitest';
import { reduceWork } from './reduce.ts';
import { belongsInEhr, conflictOf, kindOf, learnedFrom, sourceFrom } from './share.ts';
import type { SharedTask } from './share.ts';
import type { WorkEvent, WorkSource } from './types.ts';

const ZONE = 'America/New_York';
const ana = { by: 'ana', name: 'Ana' };
const sam = { by: 'sam', name: 'Sam' };
const task = (change: Partial<SharedTask> = {}): SharedTask => ({
  id: 'c1/task',
  reference: 'Task/1',
  text: 'Call back',
  about: 'Jane Doe',
  owner: 'Front desk',
  due: '2026-11-23T10:00:00-05:00',
  createdAt: 1,
  author: 'Ana',
  attempts: [],
  ...change,
});
const SOURCE: WorkSource = sourceFrom(task(), undefined);
const pushed: WorkEvent = { at: 2, by: '', name: '', what: 'pushed', reference: 'Task/1' };
const work = (...events: WorkEvent[]) => reduceWork(SOURCE, [pushed, ...events]);
const after = (before: ReturnType<typeof work>, there: SharedTask, now = 100) =>
  reduceWork(before.source, [...before.history, ...learnedFrom(before, there, ZONE, now)]);

describe('what another desk did', () => {
  it('is taken over: who has it, since when, who owns it, by when, what was tried', () => {
    const there = task({
      claim: { ...sam, since: 50 },
      owner: 'Billing',
      due: '2026-11-24',
      attempts: [{ at: 40, name: 'Sam', outcome: 'busy' }],
    });
    expect(after(work(), there)).toMatchObject({
      claim: sam,
      owner: 'Billing',
      due: '2026-11-24',
      attempts: [{ name: 'Sam', outcome: 'busy' }],
      unpushed: false,
    });
  });
  it('said once is said: the same answer again changes nothing', () => {
    const there = task({ claim: { ...sam, since: 50 }, attempts: [{ at: 40, name: 'Sam', outcome: 'busy' }] });
    const once = after(work(), there);
    expect(learnedFrom(once, there, ZONE, 200)).toEqual([]);
  });
  it('closes it, gives it back, opens it again', () => {
    const done = after(work(), task({ closed: { ...sam, at: 60 } }));
    expect(done).toMatchObject({ state: 'done', closed: { ...sam, how: 'elsewhere', at: 60 } });
    expect(after(done, task()).state).toBe('open');
    const taken = after(work(), task({ claim: { ...sam, since: 50 } }));
    expect(after(taken, task()).claim).toBeUndefined();
  });
  it('the same moment in another spelling is not moved', () => {
    expect(learnedFrom(work(), task({ due: '2026-11-23T15:00:00Z' }), ZONE, 100)).toEqual([]);
  });
  it('waits while this desk has something to say itself', () => {
    const mine = work({ at: 10, ...ana, what: 'claimed' });
    expect(learnedFrom(mine, task({ claim: { ...sam, since: 5 } }), ZONE, 100)).toEqual([]);
  });
});

describe('two desks in each other’s way', () => {
  const wish = { work: work({ at: 10, ...ana, what: 'claimed' }), actor: 'ana', overrides: false };
  it('the first has it', () => {
    expect(conflictOf(wish, {})).toBeUndefined();
    expect(conflictOf(wish, { claim: { ...ana, since: 1 } })).toBeUndefined();
    expect(conflictOf(wish, { claim: { ...sam, since: 1 } })).toBe('workTaken');
    expect(conflictOf(wish, { closed: { ...sam, at: 1 } })).toBe('workDone');
    expect(conflictOf({ ...wish, overrides: true }, { claim: { ...sam, since: 1 } })).toBeUndefined();
  });
});

it('promises are in the EHR from the start, missed calls once somebody takes them', () => {
  const missed = reduceWork({ ...SOURCE, id: 'abandoned/e1', kind: 'abandoned' }, []);
  expect([belongsInEhr(reduceWork(SOURCE, [])), belongsInEhr(missed)]).toEqual([true, false]);
  expect(belongsInEhr(reduceWork(missed.source, [{ at: 1, ...ana, what: 'claimed' }]))).toBe(true);
  expect([kindOf('abandoned/e1'), kindOf('voicemail/790@x/1'), kindOf('c1/task')]).toEqual([
    'abandoned',
    'voicemail',
    'followUp',
  ]);
});
