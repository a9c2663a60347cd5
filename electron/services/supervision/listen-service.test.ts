import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import type { AnyCallEvent, Call } from '../../../shared/domain/call/call.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { TeamRow } from '../../../shared/domain/supervision/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { ListenService } from './listen-service.ts';

const callId = CallId.parse('listening');
const caller = { page: 'console', userId: 'priya', role: 'supervisor' } as const;
const person = (state: TeamRow['state']): TeamRow => ({
  ...{ extension: '101', name: 'Ana', state, memberships: [], heardBy: [] },
});

function setUp(part: Partial<Site['supervision']> = {}) {
  const topics = new FakeTopics();
  const clock = new FakeClock();
  const done: unknown[] = [];
  const audited: string[] = [];
  const supervision = {
    listen: '*55',
    whisper: '*56',
    announce: 'sign',
    alerts: [],
    wallboard: { names: false },
    ...part,
  };
  const site = { ...testSite(), supervision } as Site;
  let state: TeamRow['state'] | undefined = 'talking';
  const service = new ListenService({
    topics,
    clock,
    site: () => site,
    extension: () => '103',
    nameOf: () => 'Ana',
    person: () => (state === undefined ? undefined : person(state)),
    place: async (target, known) => {
      done.push(['dial', target, known]);
      return ok({ callId });
    },
    call: () => undefined,
    sendTones: async (_id, tones) => (done.push(['tones', tones]), tones === '6' ? fail('callGone') : ok({})),
    mute: async (_id, muted) => (done.push(['mute', muted]), ok({})),
    audit: (detail) => audited.push(detail),
  });
  const listen = (mode: 'listen' | 'whisper' | 'barge', extension = '101') =>
    service.handlers['supervision.listen']!({ extension, mode }, caller);
  const change = (mode: 'listen' | 'whisper' | 'barge') =>
    service.handlers['supervision.mode']!({ callId, mode }, caller);
  const changed = (call: Partial<Call>, event: AnyCallEvent) =>
    service.callChanged({ id: callId, ...call } as Call, event);
  return { service, topics, clock, done, audited, listen, change, changed, is: (now: typeof state) => (state = now) };
}

describe('joining a call', () => {
  it('dials the service number with the microphone off, and writes down start, change and end', async () => {
    const { topics, clock, done, audited, listen, change, changed } = setUp();
    expect(await listen('listen')).toEqual(ok({ callId }));
    expect(done).toEqual([
      ['dial', '*55101', { purpose: 'listen', remote: { number: '101', name: '', withheld: false }, muted: true }],
    ]);
    expect(topics.get('listening', callId)).toMatchObject({ extension: '101', name: 'Ana', mode: 'listen' });
    done.length = 0;
    await change('whisper');
    expect(done).toEqual([
      ['tones', '5'],
      ['mute', false],
    ]);
    done.length = 0;
    await change('listen');
    // Off before the PBX is told: nothing said in between is heard by anybody.
    expect(done).toEqual([
      ['mute', true],
      ['tones', '4'],
    ]);
    clock.advance(9_000);
    changed({ state: 'ended', answeredAt: clock.now() - 8_000, ended: 'hungUp' }, { type: 'ended', cause: 'hungUp' });
    expect(topics.keys('listening')).toEqual([]);
    expect(audited).toEqual(['start listen 101', 'mode whisper 101', 'mode listen 101', 'end listen 101 8s']);
    expect(await change('whisper')).toMatchObject({ error: { code: 'listenOver' } });
  });

  it('switches the microphone off again when somebody switches it on while only listening', async () => {
    const { done, listen, changed } = setUp();
    await listen('listen');
    done.length = 0;
    changed({ state: 'talking' }, { type: 'muteChanged', muted: false });
    await settle();
    expect(done).toEqual([['mute', true]]);
  });

  it('begins with the microphone on where the supervisor is to be heard', async () => {
    const { done, listen } = setUp();
    await listen('whisper');
    expect(done[0]).toMatchObject(['dial', '*56101', { muted: false }]);
  });

  it('is refused before it is dialled: not set up, nobody talking, oneself', async () => {
    const { listen, done, is } = setUp();
    expect(await listen('barge')).toMatchObject({ error: { code: 'listenNotSet' } });
    expect(await listen('listen', '103')).toMatchObject({ error: { code: 'listenYourself' } });
    is('free');
    expect(await listen('listen')).toMatchObject({ error: { code: 'listenNobody' } });
    expect(done).toEqual([]);
    // Whoever is in no queue can be on a call all the same: the PBX knows.
    is(undefined);
    expect(await listen('listen')).toMatchObject({ ok: true });
  });

  it('is written down also when the PBX refuses; a mode that was not taken is not shown', async () => {
    const { topics, listen, change, changed, audited } = setUp({ barge: '*57' });
    await listen('listen');
    expect(await change('barge')).toMatchObject({ error: { code: 'callGone' } });
    expect(topics.get('listening', callId)).toMatchObject({ mode: 'listen' });
    changed({ state: 'ended', ended: 'refused' }, { type: 'ended', cause: 'refused' });
    expect(audited).toEqual(['start listen 101', 'failed refused 101 0s']);
  });
});
