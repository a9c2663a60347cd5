// What a switchboard does beyond a phone: followed transfers, conferences, parking, hold alerts. Against a scripted page.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/fakes/parts.ts';
import { callsWithPhone as stage, id, remote, willing } from '../../../test/fakes/phone-page.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';

const FACT = { linkedId: 'l1', number: remote.number, withheld: false };
const withLot = (site: Site): Site => ({
  ...site,
  parking: { number: '900', slots: { from: '901', to: '910' }, recallSeconds: 90 },
});

/** A caller in hand and the silent call `id-2` that rings at the nurse's. */
async function following() {
  const staged = stage();
  await staged.talk('a');
  await staged.run('call.transferBlind', { callId: id('a'), target: '301' });
  const { orders } = staged.page;
  const silent = orders.find(({ order }) => order.do === 'dial')?.callId ?? '';
  const transfer = () => staged.calls.get(id('a'))?.transfer;
  return { ...staged, silent, transfer };
}

describe('a followed transfer', () => {
  it('holds the caller, rings silently, and joins the two when somebody answers', async () => {
    const { done, silent, tell, state, transfer } = await following();
    expect(done()).toEqual(['answer a', 'hold a', `dial ${silent}`]);
    tell(silent, { type: 'remoteRang' });
    expect([state('a'), transfer()?.state]).toEqual(['held', 'ringing']);
    tell(silent, { type: 'answered' });
    await settle();
    expect(done().at(-1)).toBe('transferAttended a');
    expect([state('a'), transfer()?.kind]).toEqual(['transferring', 'blind']);
    tell('a', { type: 'transferReached' });
    tell(silent, { type: 'ended', cause: 'callerHungUp' });
    tell('a', { type: 'ended', cause: 'hungUp' });
    expect([state('a'), transfer()?.state]).toEqual(['ended', 'reached']);
  });

  it.each(['busy', 'noAnswer', 'declined', 'notFound', 'unreachable'] as const)(
    'gives the caller back when the target is: %s',
    async (cause) => {
      const { silent, tell, state, transfer } = await following();
      tell(silent, { type: 'ended', cause });
      await settle();
      expect(transfer()).toMatchObject({ state: 'returned', reason: cause });
      expect(state('a')).toBe('talking');
    },
  );

  it('ends its ringing by time', async () => {
    const { silent, tell, clock, done, transfer } = await following();
    tell(silent, { type: 'remoteRang' });
    clock.advance(24_999);
    expect(done()).not.toContain(`hangUp ${silent}`);
    clock.advance(1);
    await settle();
    expect(done()).toContain(`hangUp ${silent}`);
    expect(transfer()).toMatchObject({ state: 'returned', reason: 'noAnswer' });
  });

  it('is called off by one key, or by talking to the caller again', async () => {
    for (const command of ['call.cancelTransfer', 'call.resume'] as const) {
      const { silent, run, state, transfer } = await following();
      expect(await run(command, { callId: id('a') })).toEqual(ok({}));
      expect([state('a'), state(silent), transfer()?.state]).toEqual(['talking', 'ended', 'cancelled']);
      expect(await run('call.cancelTransfer', { callId: id('a') })).toEqual(fail('callNotPossibleNow'));
    }
  });

  it('is over when the caller hangs up first: nobody is rung for nothing', async () => {
    const { silent, tell, state, transfer } = await following();
    tell('a', { type: 'ended', cause: 'callerHungUp' });
    await settle();
    expect([state(silent), transfer()?.state]).toEqual(['ended', 'abandoned']);
  });

  it('goes on in the background: the next caller is neither held nor interrupted', async () => {
    const { silent, tell, talk, state } = await following();
    await talk('b');
    tell(silent, { type: 'answered' });
    await settle();
    expect([state('a'), state('b')]).toEqual(['transferring', 'talking']);
    tell('a', { type: 'transferBounced', status: 603 });
    await settle();
    // Back, but on hold: somebody else is being talked to.
    expect([state('a'), state('b'), state(silent)]).toEqual(['held', 'talking', 'ended']);
  });

  it('that the page cannot even dial gives the caller back', async () => {
    const staged = stage();
    await staged.talk('a');
    staged.page.script = (order) => (order.order.do === 'dial' ? { failure: 'phoneUnreachable' } : willing(order));
    expect(await staged.run('call.transferBlind', { callId: id('a'), target: '301' })).toMatchObject({
      error: { code: 'phoneUnreachable' },
    });
    expect(staged.calls.get(id('a'))).toMatchObject({ state: 'talking', transfer: { state: 'returned' } });
  });

  it('does not begin where the rule wants an introduction, to this desk itself, or twice', async () => {
    for (const policy of ['warmOnly', 'none'] as const) {
      const { talk, run } = stage({ policy });
      await talk('a');
      expect(await run('call.transferBlind', { callId: id('a'), target: '301' })).toEqual(
        fail(policy === 'none' ? 'transferForbidden' : 'transferWarmOnly'),
      );
      expect(await run('call.transferBlind', { callId: id('a'), target: '911' })).toEqual(ok({}));
    }
    const { run } = await following();
    expect(await run('call.transferBlind', { callId: id('a'), target: '302' })).toEqual(fail('callNotPossibleNow'));
    expect(await run('call.transferBlind', { callId: id('a'), target: '101' })).toEqual(fail('transferToSelf'));
  });

  it('whatever happens in whatever order, no silent call outlives its caller and every transfer ends', async () => {
    const steps = fc.array(
      fc.constantFrom('rang', 'answered', 'busy', 'time', 'cancel', 'resume', 'reached', 'bounced', 'wait', 'next'),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        const { silent, tell, clock, run, talk, calls, state, transfer } = await following();
        for (const step of played) {
          if (step === 'rang') tell(silent, { type: 'remoteRang' });
          if (step === 'answered') tell(silent, { type: 'answered' });
          if (step === 'busy') tell(silent, { type: 'ended', cause: 'busy' });
          if (step === 'time') clock.advance(26_000);
          if (step === 'cancel') void run('call.cancelTransfer', { callId: id('a') });
          if (step === 'resume') void run('call.resume', { callId: id('a') });
          if (step === 'reached') tell('a', { type: 'transferReached' });
          if (step === 'bounced') tell('a', { type: 'transferBounced', status: 486 });
          if (step === 'next') await talk(`n${calls.all().length}`);
          await settle();
        }
        tell('a', { type: 'ended', cause: 'callerHungUp' });
        await settle();
        await settle();
        expect([state('a'), state(silent)]).toEqual(['ended', 'ended']);
        expect(transfer()?.endedAt).toBeDefined();
        expect(calls.all().filter((call) => call.state === 'talking').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a conference', () => {
  async function merged() {
    const staged = stage();
    await staged.talk('a');
    await staged.run('call.dial', { target: '301', consultFor: id('a') });
    const consult = staged.page.orders.at(-1)?.callId ?? id('');
    staged.tell(consult, { type: 'answered' });
    const answer = staged.run('call.merge', { callId: id('a'), withCallId: consult });
    await settle();
    for (const each of ['a', consult]) staged.tell(each, { type: 'joined', conference: id('a') });
    await settle();
    return { ...staged, consult, answer: await answer };
  }

  it('has both talking at once, the held one resumed and nobody put on hold', async () => {
    const { answer, state, consult, done, calls } = await merged();
    expect(answer).toEqual(ok({}));
    expect([state('a'), state(consult)]).toEqual(['talking', 'talking']);
    expect(done().slice(-2)).toEqual(['resume a', 'join a']);
    expect(calls.get(consult)?.conference).toBe('a');
  });

  it('is muted and held as one', async () => {
    const { run, state, consult, calls } = await merged();
    await run('call.mute', { callId: consult, muted: true });
    expect([calls.get(id('a'))?.muted, calls.get(consult)?.muted]).toEqual([true, true]);
    await run('call.hold', { callId: id('a') });
    expect([state('a'), state(consult)]).toEqual(['held', 'held']);
    await run('call.resume', { callId: id('a') });
    expect([state('a'), state(consult)]).toEqual(['talking', 'talking']);
  });

  it('is put on hold as one by the next caller', async () => {
    const { talk, state, consult } = await merged();
    await talk('b');
    await settle();
    expect([state('a'), state(consult), state('b')]).toEqual(['held', 'held', 'talking']);
  });

  it('is split: one is talked to, the other waits', async () => {
    const { run, page, tell, state, consult } = await merged();
    page.script = (order) => {
      if (order.order.do !== 'separate') return willing(order);
      for (const each of ['a', consult]) tell(each, { type: 'separated' });
      return {};
    };
    expect(await run('call.split', { callId: consult })).toEqual(ok({}));
    expect([state('a'), state(consult)]).toEqual(['held', 'talking']);
  });

  it('is left: the other two stay together', async () => {
    const { run, done, transfers } = await merged();
    expect(await run('call.leaveConference', { callId: id('a') })).toEqual(ok({}));
    expect([done().at(-1), transfers.at(-1)]).toEqual(['transferAttended a', ['a', 'attended', 'ana']]);
  });

  it('does not begin with a call that rings, the same call, or a third', async () => {
    const { run, ring, talk, consult } = await merged();
    ring('r');
    expect(await run('call.merge', { callId: id('a'), withCallId: id('r') })).toEqual(fail('callNotPossibleNow'));
    expect(await run('call.merge', { callId: id('a'), withCallId: id('a') })).toEqual(fail('callNotPossibleNow'));
    await talk('b');
    expect(await run('call.merge', { callId: id('b'), withCallId: consult })).toEqual(fail('callNotPossibleNow'));
  });
});

describe('parking', () => {
  async function parked() {
    const staged = stage({ site: withLot });
    await staged.talk('a');
    const answer = await staged.run('call.park', { callId: id('a') });
    staged.tell('a', { type: 'transferAccepted' });
    staged.calls.parkingChanged({ type: 'parked', slot: '901', ...FACT, parkedBy: '101' });
    staged.tell('a', { type: 'transferReached' });
    staged.tell('a', { type: 'ended', cause: 'hungUp' });
    return { ...staged, answer };
  }

  it('hands the caller to the lot, keeps the call, and frees the line', async () => {
    const { answer, page, state, calls, ring, transfers } = await parked();
    expect([answer, state('a'), calls.get(id('a'))?.parkedSlot]).toEqual([ok({}), 'parked', '901']);
    expect(page.orders.at(-1)?.order).toMatchObject({ do: 'transferBlind', target: '900', kind: 'park' });
    expect(transfers.at(-1)).toEqual(['a', 'park', 'ana']);
    ring('b');
    expect(calls.get(id('b'))?.line).toBe(1);
  });

  it('somebody else parked there is not ours', async () => {
    const { calls, run, state, page } = await parked();
    calls.parkingChanged({ type: 'parked', slot: '902', ...FACT, parkedBy: '102' });
    expect(calls.get(id('a'))?.parkedSlot).toBe('901');
    expect(await run('call.retrieve', { slot: '902' })).toMatchObject({ ok: true });
    expect([state('a'), page.orders.at(-1)?.callId === 'a']).toEqual(['parked', false]);
  });

  it('fetched here it is the same call, on a line of its own', async () => {
    const { ring, run, state, calls, tell, done } = await parked();
    ring('b');
    expect(await run('call.retrieve', { slot: '901' })).toEqual(ok({ callId: 'a' }));
    expect([done().at(-1), state('a'), calls.get(id('a'))?.line]).toEqual(['dial a', 'dialing', 2]);
    calls.parkingChanged({ type: 'retrieved', slot: '901', ...FACT, retrievedBy: '101' });
    tell('a', { type: 'answered' });
    expect(state('a')).toBe('talking');
  });

  it('rings again as the same call under the id that the page gave it', async () => {
    const { tell, run, state, page, calls, done, report } = await parked();
    calls.parkingChanged({ type: 'timedOut', slot: '901', ...FACT });
    tell('fresh', { type: 'rang', remote, parkedSlot: '901' });
    expect([state('a'), calls.get(id('fresh'))]).toEqual(['ringing', undefined]);
    page.script = (order) => {
      queueMicrotask(() => {
        tell('fresh', { type: 'answered' });
        report({ kind: 'orderDone', orderId: order.orderId });
      });
      return 'silent';
    };
    expect(await run('call.answer', { callId: id('a') })).toEqual(ok({}));
    expect([done().at(-1), state('a')]).toEqual(['answer fresh', 'talking']);
    report({ kind: 'holding', callIds: [id('fresh')] });
    expect(state('a')).toBe('talking');
    tell('fresh', { type: 'ended', cause: 'callerHungUp' });
    expect(state('a')).toBe('ended');
  });

  it('outlives the phone page, and ends with what the PBX says', async () => {
    const { report, calls, state } = await parked();
    report({ kind: 'holding', callIds: [] });
    expect(state('a')).toBe('parked');
    calls.parkingChanged({ type: 'retrieved', slot: '901', ...FACT, retrievedBy: '102' });
    expect(calls.get(id('a'))?.ended).toBe('retrievedElsewhere');
    const other = await parked();
    other.calls.parkingChanged({ type: 'gaveUp', slot: '901', ...FACT });
    expect(other.calls.get(id('a'))?.ended).toBe('callerHungUp');
  });

  it('without a lot says so', async () => {
    const { talk, run } = stage();
    await talk('a');
    expect(await run('call.park', { callId: id('a') })).toEqual(fail('parkingNotSet'));
  });
});

describe('on hold', () => {
  it('a caller is not forgotten: warned at 45 s, too long at 2 min, anew after each hold', async () => {
    const { talk, run, clock, calls, page } = stage();
    await talk('a');
    const alert = () => calls.get(id('a'))?.holdAlert;
    for (const round of [1, 2]) {
      await run('call.hold', { callId: id('a') });
      clock.advance(44_999);
      expect([round, alert()]).toEqual([round, undefined]);
      clock.advance(1);
      expect(alert()).toBe(1);
      clock.advance(75_000);
      expect(alert()).toBe(2);
      expect(page.orders.filter(({ order }) => order.do === 'remind').length).toBe(2 * round);
      await run('call.resume', { callId: id('a') });
      expect(alert()).toBeUndefined();
    }
  });
});
