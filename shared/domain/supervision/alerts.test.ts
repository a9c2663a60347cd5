import { describe, expect, it } from 'vitest';
import type { QueueAlerts } from '../site/supervision.ts';
import { alertsAt } from './alerts.ts';
import type { Watched } from './alerts.ts';
import type { Alert, TeamRow } from './types.ts';

const MINUTE = 60_000;
const NOW = 10_000_000;

const limits = (part: Partial<QueueAlerts> = {}): QueueAlerts => ({ queue: 'front', nobody: false, ...part });
const person = (part: Partial<TeamRow> = {}): TeamRow => ({
  ...{ extension: '101', name: 'Ana', state: 'free', heardBy: [] },
  memberships: [{ queue: 'front', paused: false, fixed: false }],
  ...part,
});
const watched = (part: Partial<Watched> = {}): Watched => ({
  limits: [limits({ longestWaitSeconds: 120 })],
  queueName: () => 'Front desk',
  joinedAt: new Map(),
  team: [person()],
  today: new Map(),
  ...part,
});
const waits = (seconds: number, now = NOW) => new Map([['front', [now - 5_000, now - seconds * 1000]]]);

describe('alerts', () => {
  it('are raised when the longest wait goes over its limit, not before', () => {
    expect(alertsAt([], watched({ joinedAt: waits(120) }), NOW)).toEqual([]);
    expect(alertsAt([], watched({ joinedAt: waits(121) }), NOW)).toMatchObject([
      { id: 'wait/front', kind: 'wait', queueName: 'Front desk', since: NOW - 121_000, limit: 120, raisedAt: NOW },
    ]);
  });

  it('do not flap: they stay until things are clearly better, and then for a moment', () => {
    let alerts: Alert[] = [];
    const raisings: number[] = [];
    // A wait that swings around its limit every other second.
    for (let second = 0; second < 60; second++) {
      const now = NOW + second * 1000;
      const before = alerts;
      alerts = alertsAt(before, watched({ joinedAt: waits(second % 2 ? 119 : 121, now) }), now);
      if (before.length === 0 && alerts.length > 0) raisings.push(second);
    }
    expect(raisings).toEqual([0]);
    const end = NOW + 59_000;
    expect(alertsAt(alerts, watched(), end + 9_000)).toHaveLength(1);
    expect(alertsAt(alerts, watched(), end + 10_000)).toEqual([]);
  });

  it('once seen stay seen while they last, and are new when raised again', () => {
    const [raised] = alertsAt([], watched({ joinedAt: waits(200) }), NOW);
    const seen = [{ ...raised!, seenBy: 'Priya' }];
    const later = alertsAt(seen, watched({ joinedAt: waits(201, NOW + 1000) }), NOW + 1000);
    expect(later).toMatchObject([{ seenBy: 'Priya', raisedAt: NOW }]);
    const calm = alertsAt(later, watched(), NOW + MINUTE);
    expect(calm).toEqual([]);
    const again = alertsAt(calm, watched({ joinedAt: waits(200, NOW + 2 * MINUTE) }), NOW + 2 * MINUTE);
    expect(again[0]?.seenBy).toBeUndefined();
  });

  it('tell of a share only once enough have called, and in percent', () => {
    const share = limits({ abandonedShare: 0.05 });
    const today = (answered: number, abandoned: number) => new Map([['front', { answered, abandoned }]]);
    expect(alertsAt([], watched({ limits: [share], today: today(4, 5) }), NOW)).toEqual([]);
    expect(alertsAt([], watched({ limits: [share], today: today(92, 8) }), NOW)).toMatchObject([
      { kind: 'abandoned', percent: 8, limit: 5 },
    ]);
    expect(alertsAt([], watched({ limits: [share], today: today(96, 4) }), NOW)).toEqual([]);
  });

  it('know a queue in which nobody is: members whose phone is off are not there', () => {
    const nobody = limits({ nobody: true });
    expect(alertsAt([], watched({ limits: [nobody], team: [] }), NOW)).toMatchObject([{ kind: 'nobody' }]);
    const off = [person({ state: 'unregistered' })];
    expect(alertsAt([], watched({ limits: [nobody], team: off }), NOW)).toHaveLength(1);
    const paused = [person({ state: 'paused' })];
    expect(alertsAt([], watched({ limits: [nobody], team: paused }), NOW)).toEqual([]);
    const elsewhere = [person({ memberships: [{ queue: 'billing', paused: false, fixed: false }] })];
    expect(alertsAt([], watched({ limits: [nobody], team: elsewhere }), NOW)).toHaveLength(1);
  });

  it('name who has been writing or paused for too long', () => {
    const slow = limits({ wrapUpSeconds: 180, pausedSeconds: 900 });
    const team = [
      person({ state: 'wrapUp', since: NOW - 181_000 }),
      person({ extension: '102', name: 'Ben', state: 'paused', since: NOW - 901_000 }),
      person({ extension: '103', name: 'Cy', state: 'talking', since: NOW - 9_000_000 }),
    ];
    expect(alertsAt([], watched({ limits: [slow], team }), NOW)).toMatchObject([
      { id: 'wrapUp/front/101', name: 'Ana', limit: 180 },
      { id: 'paused/front/102', name: 'Ben', limit: 900 },
    ]);
  });

  it('go at once with the limits: what is no longer watched, or cannot be known, is not told', () => {
    const raised = alertsAt([], watched({ joinedAt: waits(200) }), NOW);
    expect(alertsAt(raised, watched({ limits: [] }), NOW + 1)).toEqual([]);
  });
});
