// The desk's calls when the phone page is missing, silent, lost, back, or says what cannot be.
import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/fakes/parts.ts';
import { callsWithPhone as stage, id, remote } from '../../../test/fakes/phone-page.ts';
import { fail } from '../../../shared/result/result.ts';

describe('the phone page', () => {
  it('missing: every order is answered at once', async () => {
    const { ring, run, page, topics } = stage();
    ring('a');
    page.connected = false;
    for (const [name, input] of [
      ['call.answer', { callId: id('a') }],
      ['call.dial', { target: '301' }],
    ] as const)
      expect(await run(name, input)).toEqual(fail('phonePageMissing'));
    expect(topics.keys('phoneOrders')).toEqual([]);
  });

  it('silent: the order ends by time and is taken back', async () => {
    const { ring, run, page, clock, topics, report } = stage();
    ring('a');
    page.script = () => 'silent';
    const answer = run('call.answer', { callId: id('a') });
    await settle();
    expect(topics.keys('phoneOrders')).toHaveLength(1);
    clock.advance(12_000);
    expect(await answer).toEqual(fail('timedOut', 'answer'));
    expect(topics.keys('phoneOrders')).toEqual([]);
    report({ kind: 'orderDone', orderId: page.orders[0]?.orderId ?? '' });
  });

  it('lost: its orders end at once and are not put before the page that comes after it', async () => {
    const { run, page, topics, calls, phone } = stage();
    page.script = () => 'silent';
    const answer = run('call.dial', { target: '301' });
    await settle();
    page.connected = false;
    calls.phonePageLost();
    expect(await answer).toEqual(fail('phonePageMissing', 'dial'));
    expect([topics.keys('phoneOrders'), phone]).toEqual([[], [{ phone: 'starting' }]]);
  });

  it('back: the calls it no longer holds ended while it was away', async () => {
    const { talk, ring, report, calls, changes } = stage();
    await talk('a');
    await talk('b');
    ring('c');
    changes.length = 0;
    report({ kind: 'holding', callIds: [id('b')] });
    expect(changes).toEqual(['a ended ended', 'c ended ended']);
    expect(calls.get(id('a'))).toMatchObject({ state: 'ended', ended: 'connectionLost' });
    expect(calls.get(id('b'))?.state).toBe('talking');
    report({ kind: 'holding', callIds: [id('b')] });
    expect(changes).toHaveLength(2);
  });

  it.each([
    ['holdFailed', 'holdFailed'],
    ['microphoneDenied', 'microphoneDenied'],
    ['__proto__', 'callFailed'],
    ['something new', 'callFailed'],
  ])('that failed with %j is told as %s', async (failure, code) => {
    const { talk, run, page } = stage();
    await talk('a');
    page.script = () => ({ failure });
    expect(await run('call.hold', { callId: id('a') })).toMatchObject({ error: { code, detail: 'hold' } });
  });

  it('tells how it is', () => {
    const { report, phone } = stage();
    report({ kind: 'registration', state: 'registered' });
    report({ kind: 'microphone', state: 'denied' });
    expect(phone).toEqual([{ phone: 'registered' }, { microphone: 'denied' }]);
  });
});

describe('a report', () => {
  it('that cannot be changes nothing, is journaled and logged without the number', async () => {
    const { ring, tell, calls, journal, log, changes } = stage();
    ring('a');
    const before = calls.get(id('a'));
    changes.length = 0;
    tell('a', { type: 'holdConfirmed' });
    tell('a', { type: 'rang', remote });
    await settle();
    expect([calls.get(id('a')), changes]).toEqual([before, []]);
    expect(journal.callEvents.map(({ type }) => type).sort()).toEqual(['illegal', 'illegal', 'rang']);
    expect(JSON.stringify(log.lines)).toContain('call.illegalMove');
    expect(JSON.stringify(log.lines)).not.toContain('0123');
  });

  it('about a call that never began begins none', () => {
    const { tell, calls } = stage();
    tell('ghost', { type: 'answered' });
    expect(calls.all()).toEqual([]);
  });

  it('is on the screen before it is on the disk, and a full disk does not stop the phone', async () => {
    const { ring, changes, journal, state } = stage();
    journal.failure = 'journalDiskFull';
    ring('a');
    expect([changes, journal.callEvents]).toEqual([['a rang ringing'], []]);
    await settle();
    expect(state('a')).toBe('ringing');
  });
});
