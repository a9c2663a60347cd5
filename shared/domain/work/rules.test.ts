import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSite } from '../../../test/fakes/parts.ts';
import { dueAt, inWorkingOrder, isFor, isKnownOwner, refusalOf, teamsOf } from './rules.ts';
import type { Me } from './rules.ts';

const ZONE = 'America/New_York';

describe('when it is due', () => {
  it('counts a day as due at its end, and an unreadable date as due now', () => {
    expect(dueAt('2026-11-24', ZONE)).toBe(Date.parse('2026-11-25T05:00:00Z') - 1);
    expect(dueAt('2026-11-24T09:00:00-05:00', ZONE)).toBe(Date.parse('2026-11-24T14:00:00Z'));
    expect(dueAt('sometime', ZONE)).toBe(0);
  });

  it('a day with a clock change ends at its own midnight', () => {
    // Nov 1st 2026 has 25 hours in New York, March 8th 23.
    expect(dueAt('2026-11-01', ZONE) + 1).toBe(Date.parse('2026-11-02T05:00:00Z'));
    expect(dueAt('2026-03-08', ZONE) + 1).toBe(Date.parse('2026-03-09T04:00:00Z'));
  });

  it('the order is total: the overdue first, the oldest promise before the newer', () => {
    const item = fc.record({ id: fc.string(), dueAt: fc.integer({ min: 0, max: 5 }), createdAt: fc.nat(3) });
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: ({ id }) => id }), fc.nat(6), (items, now) => {
        const sorted = [...items].sort(inWorkingOrder);
        expect([...items].reverse().sort(inWorkingOrder)).toEqual(sorted);
        const late = sorted.map((each) => each.dueAt < now);
        expect(late).toEqual([...late].sort((a, b) => Number(b) - Number(a)));
      }),
    );
  });
});

describe('whose it is', () => {
  const me: Me = { id: 'ana', name: 'Ana Ruiz', teams: ['Front desk'] };
  const item = (owner: string, change = {}) => ({ owner, ownerGone: false, ...change });

  it.each([
    ['my name', item('Ana Ruiz'), 'mine'],
    ['my id', item('ana'), 'mine'],
    ['my team', item('front desk'), 'team'],
    ['another team', item('Billing'), 'all'],
    ['taken by me', item('Billing', { claim: { by: 'ana' } }), 'mine'],
    ['of my team and taken by somebody', item('Front desk', { claim: { by: 'sam' } }), 'all'],
    ['somebody who left', item('Old Joe', { ownerGone: true }), 'mine'],
  ] as const)('%s', (_case, each, from) => {
    const scopes = (['mine', 'team', 'all'] as const).filter((scope) => isFor(each, me, scope));
    expect(scopes[0]).toBe(from);
    expect(scopes).toHaveLength({ mine: 3, team: 2, all: 1 }[from]);
  });

  it('knows the practice by its people, teams, queues and directory', () => {
    const site = testSite({
      directory: [
        { id: 'nurse', name: 'Ana R.', number: '201', role: 'Nurse line', group: 'Floor', skills: ['triage'] },
      ],
    });
    for (const owner of ['Ana', 'sam', 'Front desk', 'nurse LINE', 'Ana R.'])
      expect(isKnownOwner(owner, site)).toBe(true);
    expect(isKnownOwner('Old Joe', site)).toBe(false);
    expect(teamsOf('201', site, ['front'])).toEqual(['Front desk', 'Nurse line', 'Floor', 'Ana R.']);
  });
});

describe('who may do what', () => {
  const claimed = { state: 'open', claim: { by: 'sam', name: 'Sam', since: 1 }, version: 4 } as const;
  const ana = { userId: 'ana', role: 'receptionist' } as const;

  it('nobody finishes, calls or moves what somebody else has in hand', () => {
    for (const act of ['claim', 'close', 'call', 'move', 'release', 'reassign'] as const)
      expect(refusalOf(claimed, act, ana)).toBe('workTaken');
    expect(refusalOf(claimed, 'close', { ...ana, userId: 'sam' })).toBeUndefined();
  });
  it('a supervisor frees and passes on what somebody went home with, and no more', () => {
    const lead = { userId: 'lee', role: 'supervisor' } as const;
    expect([refusalOf(claimed, 'release', lead), refusalOf(claimed, 'reassign', lead)]).toEqual([undefined, undefined]);
    expect(refusalOf(claimed, 'close', lead)).toBe('workTaken');
  });
  it('who looked at an older version looks again; what is done is done', () => {
    expect(refusalOf({ state: 'open', claim: undefined, version: 4 }, 'claim', { ...ana, version: 3 })).toBe(
      'workChanged',
    );
    expect(refusalOf({ state: 'done', claim: undefined, version: 4 }, 'close', ana)).toBe('workDone');
    expect(refusalOf({ state: 'done', claim: undefined, version: 4 }, 'reopen', ana)).toBeUndefined();
  });
});
