import { describe, expect, it } from 'vitest';
import { ok } from '../../../shared/result/result.ts';
import { AsteriskTeam, channelFactOf, translateTeam } from './team.ts';

const message = (fields: Record<string, string>) => new Map(Object.entries(fields));
const NOW = 10_000_000;

describe('what Asterisk says of people', () => {
  it('is a member with times in milliseconds; one that the configuration put there is fixed', () => {
    const fields = {
      ...{ event: 'QueueMemberPause', queue: 'front', interface: 'PJSIP/101', membername: 'Ana', membership: 'static' },
      ...{ paused: '1', pausedreason: 'lunch', logintime: '5', lastpause: '6', lastcall: '0', wrapuptime: '15' },
      ...{ incall: '0', status: '1' },
    };
    expect(translateTeam(message(fields), NOW)).toMatchObject([
      { type: 'member', member: { extension: '101', loginAt: 5000, pausedAt: 6000, wrapUpMs: 15_000, fixed: true } },
    ]);
  });

  it('is who listens to whom; the tone that the PBX plays to somebody is nobody who listens', () => {
    const spy = (spyerchannel: string) =>
      translateTeam(message({ event: 'ChanSpyStart', spyerchannel, spyeechannel: 'PJSIP/101-00000001' }), NOW);
    expect(spy('PJSIP/103-0000000a')).toEqual([
      { type: 'listening', channel: 'PJSIP/103-0000000a', by: '103', to: '101' },
    ]);
    expect(spy('Local/101@listen-tone-0000000a;2')).toEqual([]);
  });

  it('is with whom a channel is joined, and whose calls it listens to', () => {
    const fields = {
      ...{ channel: 'PJSIP/103-0000000a', connectedlinenum: '5550142', bridgeid: 'b', duration: '00:01:05' },
      ...{ application: 'ChanSpy', applicationdata: 'PJSIP/101-,qdES' },
    };
    expect(channelFactOf(message(fields), NOW)).toEqual({
      ...{ channel: 'PJSIP/103-0000000a', extension: '103', number: '5550142', withheld: false, joined: true },
      ...{ since: NOW - 65_000, listensTo: '101' },
    });
    expect(channelFactOf(message({ channel: 'Local/101@desks-00000001;1' }), NOW)).toBeUndefined();
    expect(channelFactOf(message({ ...fields, connectedlinenum: 'anonymous' }), NOW)).toMatchObject({ withheld: true });
  });

  it.each([{}, { event: 'ChanSpyStart' }, { event: 'QueueMemberAdded' }, { event: 'AgentConnect', queue: 'x' }])(
    'is nothing when half of it is missing: %j',
    (fields) => {
      expect(translateTeam(message(fields as Record<string, string>), NOW)).toEqual([]);
    },
  );
});

describe('signing somebody out', () => {
  const asked: string[] = [];
  const pbx = (membership: string) =>
    new AsteriskTeam(async (action) => {
      asked.push(action);
      const member = { event: 'QueueMember', queue: 'front', location: 'PJSIP/101', status: '1', membership };
      return ok(action === 'QueueStatus' ? [message(member)] : []);
    });

  it('asks first what kind of member that is', async () => {
    expect(await pbx('dynamic').removeMember('101', 'front')).toEqual(ok('removed'));
    expect(asked).toEqual(['QueueStatus', 'QueueRemove']);
    asked.length = 0;
    expect(await pbx('static').removeMember('101', 'front')).toEqual(ok('notDynamic'));
    expect(asked).toEqual(['QueueStatus']);
    expect(await pbx('dynamic').removeMember('102', 'front')).toMatchObject({ error: { code: 'memberGone' } });
  });
});
