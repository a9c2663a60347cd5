import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeEvents, reduceWork } from './reduce.ts';
import { refusalOf } from './rules.ts';
import type { WorkEvent, WorkSource } from './types.ts';

const SOURCE: WorkSource = {
  id: 'c1/task',
  kind: 'followUp',
  text: 'Call back',
  about: 'T. N.',
  owner: 'Front desk',
  due: '2026-11-23',
  createdAt: 0,
  createdBy: 'ana',
};
const ana = { by: 'ana', name: 'Ana' };
const sam = { by: 'sam', name: 'Sam' };
const play = (...events: WorkEvent[]) => reduceWork(SOURCE, events);

describe('what happened to a thing to do', () => {
  it('is claimed by the first, until it is given back or passed on', () => {
    const both = play({ at: 1, ...ana, what: 'claimed' }, { at: 2, ...sam, what: 'claimed' });
    expect(both.claim).toEqual({ ...ana, since: 1 });
    expect(play(...both.history, { at: 3, ...ana, what: 'released' }).claim).toBeUndefined();
    const passed = play(...both.history, { at: 3, ...ana, what: 'reassigned', owner: 'Billing', reason: 'a bill' });
    expect(passed).toMatchObject({ owner: 'Billing', claim: undefined, source: { owner: 'Front desk' } });
  });

  it('the EHR stands above what two desks believed while they could not ask it', () => {
    const { claim } = play({ at: 1, ...ana, what: 'claimed' }, { at: 2, ...sam, what: 'claimed', remote: true });
    expect(claim).toEqual({ ...sam, since: 2 });
  });

  it('is closed once: of two desks that finish it the earlier one counts', () => {
    const twice = play({ at: 9, ...sam, what: 'closed', how: 'done' }, { at: 5, ...ana, what: 'closed', how: 'done' });
    expect(twice.closed).toMatchObject({ ...ana, at: 5 });
    expect(play(...twice.history, { at: 10, ...ana, what: 'reopened' })).toMatchObject({
      state: 'open',
      closed: undefined,
    });
  });

  it('counts a call as one attempt, however it is corrected, and missed calls as one item', () => {
    const work = play(
      { at: 1, ...ana, what: 'attempt', outcome: 'reached', callId: 'x' },
      { at: 2, ...ana, what: 'attempt', outcome: 'noAnswer', callId: 'y' },
      { at: 3, ...ana, what: 'attempt', outcome: 'leftMessage', callId: 'x' },
      { at: 4, by: '', name: '', what: 'again', ref: 'q2' },
    );
    expect(work.attempts.map(({ outcome }) => outcome)).toEqual(['leftMessage', 'noAnswer']);
    expect(work).toMatchObject({ count: 2, lastAt: 4 });
  });

  it('knows what the EHR has not heard yet, and what it does not take', () => {
    const claimed = play({ at: 1, ...ana, what: 'claimed' });
    expect(claimed.unpushed).toBe(true);
    const pushed = play(...claimed.history, { at: 2, by: '', name: '', what: 'pushed', reference: 'Task/1' });
    expect(pushed).toMatchObject({ unpushed: false, reference: 'Task/1' });
    const refused = play(...pushed.history, { at: 3, by: '', name: '', what: 'pushRefused', field: 'Task.owner' });
    expect(refused.pushRefused).toEqual({ field: 'Task.owner' });
    expect(play(...pushed.history, { at: 3, ...sam, what: 'claimed', remote: true }).unpushed).toBe(false);
  });
});

const who = fc.constantFrom(ana, sam);
const at = fc.integer({ min: 1, max: 30 });
const event: fc.Arbitrary<WorkEvent> = fc
  .oneof(
    fc.record({ at, who, what: fc.constantFrom('claimed' as const, 'released' as const, 'reopened' as const) }),
    fc.record({
      at,
      who,
      what: fc.constant('closed' as const),
      how: fc.constantFrom('done' as const, 'elsewhere' as const),
    }),
    fc.record({
      at,
      who,
      what: fc.constant('moved' as const),
      due: fc.constantFrom('2026-11-24', 'soon'),
      reason: fc.string(),
    }),
    fc.record({
      at,
      who,
      what: fc.constant('attempt' as const),
      outcome: fc.constantFrom('busy' as const, 'reached' as const),
    }),
    fc.record({ at, who, what: fc.constant('again' as const), ref: fc.string() }),
  )
  .map(({ who: person, ...rest }) => ({ ...rest, ...person }) as WorkEvent);
const events = fc.array(event, { maxLength: 20 });

describe('two desks that know different parts', () => {
  it('come to the same, in whatever order and however often they hear of it', () => {
    fc.assert(
      fc.property(events, events, (here, there) => {
        const merged = mergeEvents(here, there);
        expect(mergeEvents(merged, here)).toEqual(merged);
        expect(mergeEvents(merged).map(({ at: when }) => when)).toEqual(
          [...merged].sort((a, b) => a.at - b.at).map(({ at: when }) => when),
        );
        expect(reduceWork(SOURCE, [...merged].reverse())).toEqual(reduceWork(SOURCE, merged));
      }),
    );
  });

  it('whatever happens, an item is open or closed by somebody, and never both claimed and closed', () => {
    fc.assert(
      fc.property(events, (all) => {
        const work = reduceWork(SOURCE, all);
        expect(work.state === 'done').toBe(work.closed !== undefined);
        expect(work.closed !== undefined && work.claim !== undefined).toBe(false);
        expect(work.version).toBe(work.history.length);
        for (const userId of ['ana', 'sam'])
          if (work.claim && work.claim.by !== userId)
            expect(refusalOf(work, 'close', { userId, role: 'receptionist' })).toBe('workTaken');
      }),
    );
  });
});
