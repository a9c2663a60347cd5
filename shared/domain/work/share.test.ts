import { describe, expect, it } from 'vitest';
import { reduceWork } from './reduce.ts';
import { belongsInEhr, conflictOf, kindOf, learnedFrom, mergedWith, overruledIn, sourceFrom } from './share.ts';
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
    expect(conflictOf(wish, task({}))).toBeUndefined();
    expect(conflictOf(wish, task({ claim: { ...ana, since: 1 } }))).toBeUndefined();
    expect(conflictOf(wish, task({ claim: { ...sam, since: 1 } }))).toBe('workTaken');
    expect(conflictOf(wish, task({ closed: { ...sam, at: 1 } }))).toBe('workDone');
    expect(conflictOf({ ...wish, overrides: true }, task({ claim: { ...sam, since: 1 } }))).toBeUndefined();
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

describe('two who change the same promise', () => {
  const moved = (due: string): WorkEvent => ({ at: 10, ...ana, what: 'moved', due, reason: 'r' });
  const passed: WorkEvent = { at: 11, ...ana, what: 'reassigned', owner: 'Billing', reason: 'r' };
  const wish = (mine: ReturnType<typeof work>) => ({ work: mine, actor: 'ana', overrides: false });

  it('have to choose, also where one of them may take it over; to the same moment in another spelling they agree', () => {
    const there = task({ due: '2026-11-25T10:00:00-05:00' });
    expect(conflictOf(wish(work(moved('2026-11-24'))), there)).toBe('workChanged');
    expect(conflictOf({ ...wish(work(moved('2026-11-24'))), overrides: true }, there)).toBe('workChanged');
    expect(conflictOf(wish(work(moved('2026-11-25T15:00:00Z'))), there)).toBeUndefined();
  });

  it('change different parts side by side, and neither is lost', () => {
    const mine = work(passed);
    const there = task({ due: '2026-11-25' });
    expect(conflictOf(wish(mine), there)).toBeUndefined();
    expect(mergedWith(mine, there)).toMatchObject({ owner: 'Billing', due: '2026-11-25' });
    // Not heard of yet elsewhere: this desk's word is all there is.
    expect(mergedWith(reduceWork(SOURCE, [passed]), there)).toMatchObject({ due: SOURCE.due });
  });

  it('are through once the choice is made: what was learned is what both began with', () => {
    const there = task({ due: '2026-11-25' });
    const learned = after(work(), there);
    expect(learned.due).toBe('2026-11-25');
    const chosen = reduceWork(learned.source, [...learned.history, { ...moved('2026-11-24'), at: 200 }]);
    expect(conflictOf(wish(chosen), there)).toBeUndefined();
  });
});

describe('what the EHR did not take', () => {
  const refused: WorkEvent = { at: 30, by: '', name: '', what: 'pushRefused' };
  const local = {
    done: { at: 20, ...ana, what: 'closed', how: 'done' },
    taken: { at: 20, ...ana, what: 'claimed' },
    moved: { at: 20, ...ana, what: 'moved', due: '2026-11-30', reason: 'r' },
    passed: { at: 20, ...ana, what: 'reassigned', owner: 'Billing', reason: 'r' },
  } as const satisfies Record<string, WorkEvent>;

  it.each(Object.entries(local))('stays here as it is, however often the EHR is asked: %s', (_name, event) => {
    const mine = work(event, refused);
    expect(learnedFrom(mine, task(), ZONE, 100)).toEqual([]);
  });
  it('gives way to what somebody does there with the same afterwards, once', () => {
    const there = task({ due: '2026-12-01', claim: { ...sam, since: 50 } });
    const learned = after(work(local.moved, refused), there);
    expect(learned).toMatchObject({ due: '2026-12-01', claim: sam });
    expect(learnedFrom(learned, there, ZONE, 200)).toEqual([]);
    const closed = task({ closed: { ...sam, at: 60 } });
    expect(after(work(local.passed, refused), closed)).toMatchObject({ state: 'done', owner: 'Billing' });
  });
  it('what was done here and not taken is not opened again by what others change', () => {
    const learned = after(work(local.done, refused), task({ due: '2026-12-01' }));
    expect(learned).toMatchObject({ state: 'done', due: '2026-12-01' });
    expect(learnedFrom(learned, task({ due: '2026-12-01' }), ZONE, 200)).toEqual([]);
  });
});

describe('what was changed here while the EHR was away and did not stand', () => {
  const moved = (at: number, due: string, who: object = ana) =>
    ({ at, ...ana, ...who, what: 'moved', due, reason: 'asked' }) as WorkEvent;
  const theirs = { by: '', name: '', remote: true };
  const agreed: WorkEvent = { ...pushed, at: 30 };
  it('is said, with what was wanted, until somebody here acts', () => {
    const lost = [moved(10, '2099-02-01'), moved(20, '2099-03-01', theirs), agreed];
    expect(overruledIn(work(...lost))).toEqual({ due: '2099-02-01' });
    expect(overruledIn(work(...lost, moved(40, '2099-04-01', theirs)))).toEqual({ due: '2099-02-01' });
    expect(overruledIn(work(...lost, moved(40, '2099-02-01')))).toBeUndefined();
    expect(
      overruledIn(work(...lost, { at: 40, ...sam, remote: true, what: 'closed', how: 'elsewhere' })),
    ).toBeUndefined();
  });
  it('is not said of what the EHR had taken, nor of another part', () => {
    const told: WorkEvent = { ...pushed, at: 15 };
    expect(overruledIn(work(moved(10, '2099-02-01'), told, moved(20, '2099-03-01', theirs)))).toBeUndefined();
    const owner: WorkEvent = { at: 20, ...theirs, what: 'reassigned', owner: 'Billing', reason: '' };
    expect(overruledIn(work(moved(10, '2099-02-01'), owner, agreed))).toBeUndefined();
    const mine: WorkEvent = { at: 10, ...ana, what: 'reassigned', owner: 'Nurse line', reason: 'clinical' };
    expect(overruledIn(work(mine, owner, agreed))).toEqual({ owner: 'Nurse line' });
  });
});
