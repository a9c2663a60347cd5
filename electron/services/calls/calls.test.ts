// The desk's calls against a scripted phone page.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/fakes/parts.ts';
import { callsWithPhone as stage, id, remote, viaPbx, willing } from '../../../test/fakes/phone-page.ts';
import type { CommandName } from '../../../shared/contract/index.ts';
import type { CallEvent, CallState } from '../../../shared/domain/call/call.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';

/** A call brought into each state by the page's own reports. */
const WAY: Record<CallState, CallEvent[]> = {
  ringing: [{ type: 'rang', remote }],
  answering: [{ type: 'rang', remote }, { type: 'answerSent' }],
  dialing: [{ type: 'dialled', remote }],
  remoteRinging: [{ type: 'dialled', remote }, { type: 'remoteRang' }],
  talking: [{ type: 'rang', remote }, { type: 'answered' }],
  holding: [{ type: 'rang', remote }, { type: 'answered' }, { type: 'holdAsked' }],
  held: [{ type: 'rang', remote }, { type: 'answered' }, { type: 'holdAsked' }, { type: 'holdConfirmed' }],
  resuming: [
    { type: 'rang', remote },
    { type: 'answered' },
    { type: 'holdAsked' },
    { type: 'holdConfirmed' },
    { type: 'resumeAsked' },
  ],
  transferring: [
    { type: 'rang', remote },
    { type: 'answered' },
    { type: 'transferAsked', kind: 'blind', target: '301', label: 'Nurse line' },
  ],
  parked: [
    { type: 'rang', remote },
    { type: 'answered' },
    { type: 'transferAsked', kind: 'park', target: '900', label: '900' },
    { type: 'transferAccepted' },
    { type: 'transferReached' },
  ],
  ended: [
    { type: 'rang', remote },
    { type: 'ended', cause: 'callerHungUp' },
  ],
};

describe('dialling', () => {
  it('orders the page to dial what was meant, on a call of its own', async () => {
    const { run, done, state, page } = stage();
    const answer = await run('call.dial', { target: '(617) 555-0188' });
    expect(answer).toEqual(ok({ callId: 'id-1' }));
    expect(page.orders[0]?.order).toEqual({ do: 'dial', target: '96175550188' });
    expect([done(), state('id-1')]).toEqual([['dial id-1'], 'dialing']);
  });

  it('puts whoever is talked to on hold first', async () => {
    const { run, talk, done, state } = stage();
    await talk('a');
    await run('call.dial', { target: '301', consultFor: id('a') });
    expect(done().slice(1)).toEqual(['hold a', 'dial id-2']);
    expect([state('a'), state('id-2')]).toEqual(['held', 'dialing']);
  });

  it('does not dial while a caller would listen in, except for help', async () => {
    const { run, talk, done, page } = stage();
    await talk('a');
    page.script = (order) =>
      order.order.do === 'hold'
        ? { events: [{ type: 'holdAsked' }, { type: 'holdFailed' }], failure: 'holdFailed' }
        : willing(order);
    expect(await run('call.dial', { target: '301' })).toMatchObject({ error: { code: 'holdFailed' } });
    expect(done().some((order) => order.startsWith('dial'))).toBe(false);
    expect(await run('call.dial', { target: '911' })).toMatchObject({ ok: true });
  });

  it.each(['not a number', '', '<script>'])('%j is no number', async (target) => {
    const { run, page } = stage();
    expect(await run('call.dial', { target })).toEqual(fail('numberInvalid'));
    expect(page.orders).toEqual([]);
  });
});

describe('answering', () => {
  it('puts the talking call on hold, so that nobody hears two callers', async () => {
    const { talk, done, state } = stage();
    await talk('a');
    await talk('b');
    expect(done()).toEqual(['answer a', 'hold a', 'answer b']);
    expect([state('a'), state('b')]).toEqual(['held', 'talking']);
  });

  it('two at once leaves one of them talking', async () => {
    const { ring, run, state } = stage();
    ring('a');
    ring('b');
    await Promise.all(['a', 'b'].map((each) => run('call.answer', { callId: id(each) })));
    await settle();
    expect([state('a'), state('b')].sort()).toEqual(['held', 'talking']);
  });

  it('a dialled call that is picked up puts the caller answered meanwhile on hold', async () => {
    const { run, talk, tell, state } = stage();
    await run('call.dial', { target: '301' });
    await talk('b');
    expect(state('b')).toBe('talking');
    tell('id-1', { type: 'answered' });
    await settle();
    expect([state('id-1'), state('b')]).toEqual(['talking', 'held']);
  });

  it('resuming one puts the other on hold', async () => {
    const { run, talk, state } = stage();
    await talk('a');
    await talk('b');
    expect(await run('call.resume', { callId: id('a') })).toEqual(ok({}));
    expect([state('a'), state('b')]).toEqual(['talking', 'held']);
  });
});

describe('an order that makes no sense now', () => {
  const LEGAL: Partial<Record<CommandName, readonly CallState[]>> = {
    'call.answer': ['ringing'],
    'call.reject': ['ringing'],
    'call.silence': ['ringing'],
    'call.hold': ['talking'],
    'call.resume': ['held'],
    'call.mute': ['talking', 'holding', 'held', 'resuming', 'transferring'],
    'call.sendTones': ['talking', 'holding', 'held', 'resuming', 'transferring'],
    'call.transferBlind': ['talking', 'held'],
    'call.hangUp': (Object.keys(WAY) as CallState[]).filter((state) => state !== 'ended' && state !== 'parked'),
  };
  const cases = Object.keys(LEGAL).flatMap((name) =>
    (Object.keys(WAY) as CallState[]).map((state) => [name as CommandName, state] as const),
  );

  it.each(cases)('%s of a call that is %s', async (name, state) => {
    const { run, tell, page } = stage({ site: viaPbx });
    page.script = () => ({});
    WAY[state].forEach((event) => tell('c', event));
    const answer = await run(name, { callId: id('c'), muted: true, tones: '1', target: '301' });
    const isLegal = LEGAL[name]?.includes(state);
    expect(answer).toMatchObject(
      isLegal ? { ok: true } : { error: { code: state === 'ended' ? 'callGone' : 'callNotPossibleNow' } },
    );
    expect(page.orders).toHaveLength(isLegal ? 1 : 0);
  });

  it('about a call nobody knows is answered: gone', async () => {
    const { run } = stage();
    expect(await run('call.hangUp', { callId: id('x') })).toEqual(fail('callGone'));
    expect(await run('call.answer', { callId: id('__proto__') })).toEqual(fail('callGone'));
  });

  it('joining with a colleague who is not there', async () => {
    const { run, talk, ring } = stage();
    await talk('a');
    ring('b');
    for (const consultCallId of ['b', 'x'])
      expect(await run('call.transferAttended', { callId: id('a'), consultCallId: id(consultCallId) })).toEqual(
        fail('callNotPossibleNow'),
      );
  });
});

describe('a rule about a call that rings', () => {
  const sendOn = { rule: 'r', do: 'redirect', number: '301', label: 'Nurse line' } as const;
  const decline = { rule: 'r', do: 'decline' } as const;

  it('sends it on, or leaves it to voicemail, once', () => {
    const { ring, calls, page, log } = stage();
    page.script = () => 'silent';
    ring('a');
    ring('b');
    calls.ruleWants(id('a'), sendOn);
    calls.ruleWants(id('a'), sendOn);
    calls.ruleWants(id('b'), decline);
    expect(page.orders.map(({ callId, order }) => [callId, order])).toEqual([
      ['a', { do: 'reject', redirectTo: '301' }],
      ['b', { do: 'reject', toVoicemail: true }],
    ]);
    expect(log.lines.filter(({ event }) => event === 'rules.atOnce')).toHaveLength(2);
  });

  it('does nothing to a call that is answered, dialled, gone, or that would come round again', async () => {
    const { ring, talk, run, calls, page } = stage();
    await talk('a');
    await run('call.dial', { target: '301' });
    const before = page.orders.length;
    for (const call of calls.all()) calls.ruleWants(call.id, sendOn);
    calls.ruleWants(id('gone'), decline);
    ring('b');
    calls.ruleWants(id('b'), { ...sendOn, number: '101' });
    calls.ruleWants(id('b'), { ...sendOn, number: remote.number });
    expect(page.orders).toHaveLength(before);
  });
});

describe('a transfer', () => {
  it('keeps the rule that proposed its target', async () => {
    const { run, talk, calls } = stage({ site: viaPbx });
    await talk('a');
    await run('call.transferBlind', { callId: id('a'), target: '301' });
    expect(calls.get(id('a'))?.transfer).toMatchObject({ target: '301', rule: 'proposes-301' });
    await talk('b');
    await run('call.transferBlind', { callId: id('b'), target: '302' });
    expect(calls.get(id('b'))?.transfer).not.toHaveProperty('rule');
  });

  it('that the policy forbids is refused after a consultation, too, and out of a conference', async () => {
    const { run, talk, page } = stage({ policy: 'none' });
    await talk('a');
    await talk('b');
    const before = page.orders.length;
    expect(await run('call.transferAttended', { callId: id('a'), consultCallId: id('b') })).toEqual(
      fail('transferForbidden'),
    );
    expect(page.orders).toHaveLength(before);
  });

  it('goes to the name of the directory and is noted with who did it', async () => {
    const { run, talk, page, transfers } = stage({ site: viaPbx });
    await talk('a');
    await run('call.transferBlind', { callId: id('a'), target: 'nurse LINE' });
    const order = { do: 'transferBlind', target: '301', label: 'Nurse line', kind: 'blind' };
    expect(page.orders.at(-1)?.order).toEqual(order);
    expect(transfers).toEqual([['a', 'blind', 'ana']]);
  });

  it('that the page refused is not noted', async () => {
    const { run, talk, page, transfers } = stage({ site: viaPbx });
    await talk('a');
    page.script = () => ({ failure: 'transferRefused' });
    expect(await run('call.transferBlind', { callId: id('a'), target: '301' })).toMatchObject({
      error: { code: 'transferRefused' },
    });
    expect(transfers).toEqual([]);
  });

  it('that bounces while another caller is talked to comes back on hold', async () => {
    const { run, talk, tell, state } = stage({ site: viaPbx });
    await talk('a');
    await run('call.transferBlind', { callId: id('a'), target: '301' });
    await talk('b');
    tell('a', { type: 'transferBounced', status: 486 });
    await settle();
    expect([state('a'), state('b')]).toEqual(['held', 'talking']);
  });
});

describe('lines', () => {
  it('six are for dialling; more callers still ring, each on a line of its own', async () => {
    const { ring, calls, run, tell } = stage();
    for (const callId of ['a', 'b', 'c', 'd', 'e', 'f']) ring(callId);
    expect(await run('call.dial', { target: '301' })).toEqual(fail('linesFull'));
    ring('g');
    ring('h');
    expect(calls.all().map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    tell('c', { type: 'ended', cause: 'callerHungUp' });
    ring('i');
    expect(calls.get(id('i'))?.line).toBe(3);
  });

  it('an ended call can be dismissed, a live one cannot, and memory lets go by itself', async () => {
    const { ring, tell, run, calls, clock, topics, dismissed } = stage();
    ring('a');
    topics.set('calls', 'a', {});
    expect(await run('call.dismiss', { callId: id('a') })).toEqual(fail('callNotPossibleNow'));
    tell('a', { type: 'ended', cause: 'callerHungUp' });
    expect(await run('call.dismiss', { callId: id('a') })).toEqual(ok({}));
    expect([calls.all(), topics.keys('calls'), dismissed]).toEqual([[], [], ['a']]);
    ring('b');
    tell('b', { type: 'ended', cause: 'callerHungUp' });
    clock.advance(4 * 60 * 60_000);
    expect(calls.all()).toEqual([]);
  });
});

describe('whatever is clicked and whoever calls', () => {
  const which = fc.constantFrom('a', 'b');
  const click = (name: CommandName) => fc.record({ do: fc.constant('click' as const), name: fc.constant(name), which });
  const event = (each: CallEvent) => fc.record({ do: fc.constant('event' as const), event: fc.constant(each), which });
  const step = fc.oneof(
    { weight: 4, arbitrary: event({ type: 'rang', remote }) },
    { weight: 6, arbitrary: click('call.answer') },
    { weight: 2, arbitrary: click('call.resume') },
    { weight: 2, arbitrary: click('call.dial') },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pickUp' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
    click('call.hold'),
    click('call.hangUp'),
    click('call.transferBlind'),
    event({ type: 'transferBounced' }),
    event({ type: 'ended', cause: 'callerHungUp' }),
  );

  it('once the orders are carried out nobody hears two callers, and no order is left open', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { calls, run, tell, topics } = stage();
        const asked: Promise<Result<unknown>>[] = [];
        for (const each of steps) {
          if (each.do === 'wait') await settle();
          if (each.do === 'click') asked.push(run(each.name, { callId: each.which, target: '301' }));
          if (each.do === 'event') tell(each.which, each.event);
          const dialled = calls.all().find((call) => call.state === 'dialing');
          if (each.do === 'pickUp' && dialled) tell(dialled.id, { type: 'answered' });
        }
        await Promise.all(asked);
        await settle();
        const talking = calls.all().filter((call) => call.state === 'talking');
        expect(talking.length).toBeLessThanOrEqual(1);
        expect(topics.keys('phoneOrders')).toEqual([]);
        const live = calls.all().filter((call) => call.state !== 'ended');
        expect(new Set(live.map((call) => call.line)).size).toBe(live.length);
      }),
      { numRuns: 600 },
    );
  });
});
