import { describe, expect, it } from 'vitest';
import { forcedBy, forcedReason, nobody, reduceTeam, teamRows } from './team.ts';
import type { ChannelFact, MemberFact, Names, TeamEvent } from './team.ts';

const NOW = 1_000_000;
const names: Names = {
  nameOf: (number) => ({ '101': 'Ana', '103': 'Priya', '201': 'Nurse line' })[number],
  leaders: new Set(['Priya']),
};
const member = (part: Partial<MemberFact> = {}): MemberFact => ({
  ...{ queue: 'front', extension: '101', name: 'x', presence: 'free', paused: false, wrapUpMs: 15_000 },
  ...{ inCall: false, fixed: false, loginAt: 5_000 },
  ...part,
});
const channel = (part: Partial<ChannelFact> = {}): ChannelFact => ({
  ...{ channel: 'PJSIP/101-1', extension: '101', number: '5550142', withheld: false, joined: true, since: NOW },
  ...part,
});
const after = (...events: TeamEvent[]) => events.reduce((team, event) => reduceTeam(team, event, NOW), nobody);
const row = (...events: TeamEvent[]) => teamRows(after(...events), names, NOW)[0];
const there: TeamEvent = { type: 'snapshot', members: [member()] };
const lamp = (presence: MemberFact['presence'], extension = '101'): TeamEvent => ({
  type: 'lamp',
  extension,
  presence,
});

describe('who is in the queues', () => {
  it('stands once, with every queue and since when', () => {
    const both: TeamEvent = { type: 'snapshot', members: [member(), member({ queue: 'billing', fixed: true })] };
    expect(row(both)).toMatchObject({
      name: 'Ana',
      state: 'free',
      memberships: [
        { queue: 'front', since: 5_000, fixed: false },
        { queue: 'billing', fixed: true },
      ],
    });
  });

  it('is in the state that counts: the phone before the pause, the pause before wrap-up', () => {
    const paused = { type: 'member', member: member({ paused: true, pausedAt: 7_000, reason: 'lunch' }) } as const;
    expect(row(there, paused)).toMatchObject({ state: 'paused', since: 7_000, reason: 'lunch' });
    expect(row(there, paused, lamp('busy'))?.state).toBe('talking');
    expect(row(there, lamp('unregistered'))?.state).toBe('unregistered');
    const called = { type: 'member', member: member({ lastCallAt: NOW - 5_000 }) } as const;
    expect(row(there, called)).toMatchObject({ state: 'wrapUp', since: NOW - 5_000, wrapUpUntil: NOW + 10_000 });
    expect(teamRows(after(there, called), names, NOW + 10_001)[0]?.state).toBe('free');
  });

  it('is not paused who is paused in one queue of two', () => {
    const half: TeamEvent = { type: 'snapshot', members: [member({ paused: true }), member({ queue: 'billing' })] };
    expect(row(half)?.state).toBe('free');
  });

  it('talks with whom the PBX has joined, and with nobody once the phone is free', () => {
    const channels: TeamEvent = { type: 'channels', channels: [channel(), channel({ channel: 'x', joined: false })] };
    const connected: TeamEvent = { type: 'connected', channel: 'PJSIP/101-1', queue: 'front' };
    expect(row(there, lamp('busy'), connected, channels)).toMatchObject({
      state: 'talking',
      talk: { number: '5550142', queue: 'front', since: NOW },
    });
    expect(row(there, lamp('busy'), channels, lamp('free'))?.talk).toBeUndefined();
    const inside: TeamEvent = { type: 'channels', channels: [channel({ number: '201' })] };
    expect(row(there, lamp('busy'), inside)?.talk?.directoryName).toBe('Nurse line');
  });

  it('keeps the clock of a conversation over one list after the other', () => {
    const first: TeamEvent = { type: 'channels', channels: [channel({ since: 3 })] };
    const second: TeamEvent = { type: 'channels', channels: [channel({ since: 4_003 })] };
    expect(row(there, lamp('busy'), first, second)?.talk?.since).toBe(3);
  });

  it('is heard by whom the PBX says, also where that began before this desk looked', () => {
    const spy = { type: 'listening', channel: 'PJSIP/103-9', by: '103', to: '101' } as const;
    expect(row(there, spy)?.heardBy).toMatchObject([{ extension: '103', name: 'Priya' }]);
    expect(row(there, spy, { type: 'stoppedListening', channel: 'PJSIP/103-9' })?.heardBy).toEqual([]);
    const listed: TeamEvent = {
      type: 'channels',
      channels: [channel({ channel: 'PJSIP/103-9', extension: '103', listensTo: '101' })],
    };
    expect(row(there, listed)?.heardBy).toHaveLength(1);
    expect(row(there, spy, { type: 'channels', channels: [] })?.heardBy).toEqual([]);
  });
});

describe('a pause by somebody else', () => {
  it('carries who and why in the one text the PBX keeps', () => {
    expect(forcedBy(forcedReason('Come (now)', 'Priya'), names.leaders)).toEqual({ reason: 'Come now', by: 'Priya' });
    const paused = { type: 'member', member: member({ paused: true, reason: 'Come (Priya)' }) } as const;
    expect(row(there, paused)).toMatchObject({ reason: 'Come', pausedBy: 'Priya' });
  });

  it('is nobody’s whose name is no supervisor’s', () => {
    expect(forcedBy('lunch (early)', names.leaders)).toBeUndefined();
    expect(forcedBy('lunch', names.leaders)).toBeUndefined();
    expect(forcedBy(undefined, names.leaders)).toBeUndefined();
  });

  it('keeps its reason when a later event leaves it blank', () => {
    const first = { type: 'member', member: member({ paused: true, reason: 'lunch' }) } as const;
    const later = { type: 'member', member: member({ paused: true, reason: '' }) } as const;
    expect(row(there, first, later)?.reason).toBe('lunch');
  });
});
