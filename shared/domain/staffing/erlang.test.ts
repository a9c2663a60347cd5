// Against published tables, and against the chain of states reckoned one by one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, erlangB, erlangC, peopleNeeded } from './erlang.ts';

describe('Erlang B', () => {
  // Erlang loss tables as every textbook of teletraffic prints them (ITU-D Teletraffic Engineering Handbook, table of E1,n).
  it.each([
    [1, 0.0101, 0.01],
    [5, 1.361, 0.01],
    [10, 4.461, 0.01],
    [20, 12.03, 0.01],
    [50, 37.9, 0.01],
    [100, 84.06, 0.01],
    [10, 5.084, 0.02],
    [30, 21.93, 0.02],
    [10, 6.216, 0.05],
    [20, 15.25, 0.05],
  ])('%d lines carry %d Erlang with a loss of %d', (lines, erlangs, loss) => {
    expect(erlangB(erlangs, lines)).toBeCloseTo(loss, 4);
  });
});

describe('Erlang C', () => {
  // The example of 100 calls of 3 minutes in half an hour, 80 % within 20 s: 14 people, 17.4 % wait, 88.8 %, 7.8 s, 71.4 %.
  const load = { callsPerHour: 200, handleSeconds: 180, targetSeconds: 20 };
  it('gives the figures of the textbook example', () => {
    const outlook = erlangC({ ...load, agents: 14 });
    expect(outlook.waits).toBeCloseTo(0.174, 3);
    expect(outlook.serviceLevel).toBeCloseTo(0.888, 3);
    expect(outlook.averageWaitSeconds).toBeCloseTo(7.8, 1);
    expect(outlook.occupancy).toBeCloseTo(0.714, 3);
    expect(peopleNeeded({ ...load, targetShare: 0.8 })).toBe(14);
  });
  // Erlang delay tables: share of callers who wait.
  it.each([
    [1, 0.5, 0.5],
    [2, 1, 1 / 3],
    [3, 2, 4 / 9],
    [5, 4, 0.5541],
    [10, 8, 0.4092],
    [20, 16, 0.2561],
  ])('%d people, %d Erlang: %d wait', (agents, erlangs, waits) => {
    const outlook = erlangC({ callsPerHour: erlangs * 60, handleSeconds: 60, targetSeconds: 0, agents });
    expect(outlook.waits).toBeCloseTo(waits, 4);
    expect(outlook.serviceLevel).toBeCloseTo(1 - waits, 4);
  });
  it('with fewer people than calls under way nobody is answered in the end', () => {
    expect(erlangC({ ...load, agents: 10 })).toMatchObject({ serviceLevel: 0, averageWaitSeconds: Infinity });
  });
});

/** The same queue as a chain of states: `n` callers in it, each step up a call, each step down an answer's end or a caller less. */
function chain(perSecond: number, handleSeconds: number, agents: number, patienceSeconds: number) {
  const weights = [1];
  for (let n = 1; n < 20_000; n++) {
    const leave = Math.min(n, agents) / handleSeconds + Math.max(0, n - agents) / patienceSeconds;
    weights.push((weights[n - 1]! * perSecond) / leave);
    if (weights[n]! > 1e200) for (let k = 0; k <= n; k++) weights[k] = weights[k]! / 1e200;
  }
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const share = (from: (n: number) => number) => weights.reduce((sum, weight, n) => sum + weight * from(n), 0) / whole;
  const queue = share((n) => Math.max(0, n - agents));
  return {
    waits: share((n) => (n >= agents ? 1 : 0)),
    abandoned: queue / patienceSeconds / perSecond,
    averageWaitSeconds: queue / perSecond,
    occupancy: share((n) => Math.min(n, agents)) / agents,
  };
}

describe('Erlang A', () => {
  it('gives the table of 48 calls a minute at 50 people with and without patience', () => {
    // N. Gans, G. Koole, A. Mandelbaum, "Telephone call centers", 2003: one minute a call, patience of two minutes: 3.1 % give
    // up, 3.6 s, people busy 93 % of the time; without giving up 20.8 s and 96 %.
    const staffed = { callsPerHour: 48 * 60, handleSeconds: 60, targetSeconds: 0, agents: 50 };
    const patient = erlangC(staffed);
    expect(patient.averageWaitSeconds).toBeCloseTo(20.8, 1);
    expect(patient.occupancy).toBeCloseTo(0.96, 2);
    const outlook = erlangA({ ...staffed, patienceSeconds: 120 });
    expect(outlook.abandoned).toBeCloseTo(0.031, 3);
    expect(outlook.averageWaitSeconds).toBeCloseTo(3.7, 1);
    expect(outlook.occupancy).toBeCloseTo(0.93, 2);
  });

  it('agrees with the chain of states, busy or idle, patient or not', () => {
    fc.assert(
      fc.property(
        fc.record({
          agents: fc.integer({ min: 1, max: 60 }),
          load: fc.double({ min: 0.05, max: 2.5, noNaN: true }),
          handleSeconds: fc.integer({ min: 20, max: 900 }),
          patienceSeconds: fc.integer({ min: 10, max: 900 }),
        }),
        ({ agents, load, handleSeconds, patienceSeconds }) => {
          const perSecond = (load * agents) / handleSeconds;
          const given = { callsPerHour: perSecond * 3600, handleSeconds, agents, patienceSeconds };
          const outlook = erlangA({ ...given, targetSeconds: 20 });
          const expected = chain(perSecond, handleSeconds, agents, patienceSeconds);
          expect(outlook.waits).toBeCloseTo(expected.waits, 4);
          expect(outlook.abandoned).toBeCloseTo(expected.abandoned, 4);
          expect(outlook.occupancy).toBeCloseTo(expected.occupancy, 4);
          expect(Math.abs(outlook.averageWaitSeconds - expected.averageWaitSeconds)).toBeLessThan(0.1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of callers who never give up is Erlang C', () => {
    const staffed = { callsPerHour: 200, handleSeconds: 180, targetSeconds: 20, agents: 14 };
    const outlook = erlangA({ ...staffed, patienceSeconds: 1e7 });
    expect(outlook.serviceLevel).toBeCloseTo(erlangC(staffed).serviceLevel, 3);
    expect(outlook.waits).toBeCloseTo(erlangC(staffed).waits, 3);
  });
});

describe('people needed', () => {
  it('are the fewest with whom the target is met, with and without patience', () => {
    fc.assert(
      fc.property(
        fc.record({
          callsPerHour: fc.double({ min: 0.01, max: 1500, noNaN: true }),
          handleSeconds: fc.integer({ min: 20, max: 600 }),
          targetSeconds: fc.integer({ min: 0, max: 120 }),
          targetShare: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
          patienceSeconds: fc.option(fc.integer({ min: 30, max: 600 }), { nil: undefined }),
        }),
        (wanted) => {
          const agents = peopleNeeded(wanted);
          const { patienceSeconds } = wanted;
          const level = (count: number) =>
            patienceSeconds === undefined
              ? erlangC({ ...wanted, agents: count }).serviceLevel
              : erlangA({ ...wanted, patienceSeconds, agents: count }).serviceLevel;
          expect(level(agents)).toBeGreaterThanOrEqual(wanted.targetShare);
          if (agents > 1) expect(level(agents - 1)).toBeLessThan(wanted.targetShare);
        },
      ),
      { numRuns: 40 },
    );
  });
  it('are more where nobody may be busy all the time', () => {
    const wanted = { callsPerHour: 400, handleSeconds: 180, targetSeconds: 60, targetShare: 0.8 };
    const plain = peopleNeeded(wanted);
    const eased = peopleNeeded({ ...wanted, maximumOccupancy: 0.75 });
    expect(eased).toBeGreaterThan(plain);
    expect(20 / eased).toBeLessThanOrEqual(0.75);
  });
  it.each([-5, 0, Number.NaN])('of %d calls an hour are none', (callsPerHour) => {
    expect(peopleNeeded({ callsPerHour, handleSeconds: 180, targetSeconds: 20, targetShare: 0.8 })).toBe(0);
  });
});
