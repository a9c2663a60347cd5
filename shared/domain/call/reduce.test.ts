import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyCallEvent, Call, CallEvent } from './call.ts';
import { CallId } from './call.ts';
import { beginCall, freeLine, IllegalMove, reduceCall } from './reduce.ts';

const remote = { number: '+12065550123', name: '', withheld: false };
const begin = (type: 'rang' | 'dialled' = 'rang') =>
  beginCall({ type, remote }, 1000, { id: CallId.parse('c1'), line: 1 });
const play = (call: Call, ...events: AnyCallEvent[]) =>
  events.reduce((now, event, index) => reduceCall(now, event, 2000 + index), call);
const talking = () => play(begin(), { type: 'answerSent' }, { type: 'answered' });

describe('a call', () => {
  it('rings, is answered, held, resumed and ends', () => {
    const held = play(talking(), { type: 'holdAsked' }, { type: 'holdConfirmed' });
    expect(held).toMatchObject({ state: 'held', heldSince: 2001 });
    const after = play(held, { type: 'resumeAsked' }, { type: 'resumeConfirmed' }, { type: 'ended', cause: 'hungUp' });
    expect(after).toMatchObject({ state: 'ended', ended: 'hungUp', endedAt: 2002 });
    expect(after.heldSince).toBeUndefined();
  });

  it('is held only when the far end confirmed it', () => {
    expect(play(talking(), { type: 'holdAsked' }).state).toBe('holding');
    expect(play(talking(), { type: 'holdAsked' }, { type: 'holdFailed' })).toMatchObject({
      state: 'talking',
      trouble: 'holdFailed',
    });
  });

  it('comes back from a bounced transfer in the state it was in', () => {
    const ask: CallEvent = { type: 'transferAsked', kind: 'blind', target: '204', label: 'Referrals' };
    const held = play(talking(), { type: 'holdAsked' }, { type: 'holdConfirmed' });
    expect(play(held, ask, { type: 'transferBounced', status: 486 })).toMatchObject({
      state: 'held',
      trouble: 'transferBounced',
    });
    expect(play(talking(), ask, { type: 'transferBounced', status: 486 }).state).toBe('talking');
  });

  it('ends as transferred when the target was reached, however the leg was closed', () => {
    const ask: CallEvent = { type: 'transferAsked', kind: 'blind', target: '201', label: 'Nurse' };
    const call = play(
      talking(),
      ask,
      { type: 'transferAccepted' },
      { type: 'transferReached' },
      { type: 'ended', cause: 'callerHungUp' },
    );
    expect(call.ended).toBe('transferred');
  });

  it('tells a caller who gave up from one who hung up', () => {
    expect(play(begin(), { type: 'ended', cause: 'callerHungUp' }).ended).toBe('callerGaveUp');
    expect(play(talking(), { type: 'ended', cause: 'callerHungUp' }).ended).toBe('callerHungUp');
  });

  it('refuses a move the machine does not know', () => {
    expect(() => play(begin(), { type: 'holdAsked' })).toThrow(IllegalMove);
    expect(() => play(talking(), { type: 'ended', cause: 'hungUp' }, { type: 'answered' })).toThrow(IllegalMove);
  });
});

const anyEvent: fc.Arbitrary<AnyCallEvent> = fc.oneof(
  fc
    .constantFrom<AnyCallEvent['type']>(
      'remoteRang',
      'answerSent',
      'answered',
      'holdAsked',
      'holdConfirmed',
      'holdFailed',
      'resumeAsked',
      'resumeConfirmed',
      'resumeFailed',
      'silenced',
      'transferAccepted',
      'transferRang',
      'transferReached',
      'transferBounced',
      'transferUnknown',
      'audioLost',
      'audioBack',
      'separated',
      'followRang',
      'followCancelled',
    )
    .map((type) => ({ type }) as AnyCallEvent),
  fc.boolean().map((muted) => ({ type: 'muteChanged', muted }) as const),
  fc.boolean().map((held) => ({ type: 'remoteHoldChanged', held }) as const),
  fc.constant({ type: 'transferAsked', kind: 'blind', target: '201', label: 'Nurse' } as const),
  fc.constant({ type: 'transferAsked', kind: 'park', target: '900', label: '900' } as const),
  fc.constant({ type: 'followBegan', target: '201', label: 'Nurse', consultCallId: CallId.parse('c2') } as const),
  fc.constant({ type: 'followReturned', reason: 'busy' } as const),
  fc.constant({ type: 'parkedAt', slot: '901' } as const),
  fc.constant({ type: 'parkEnded', cause: 'retrievedElsewhere' } as const),
  fc.constant({ type: 'heldTooLong', alert: 1 } as const),
  fc.constant({ type: 'rang', remote, parkedSlot: '901' } as const),
  fc.constant({ type: 'dialled', remote } as const),
  fc.constant({ type: 'joined', conference: CallId.parse('c1') } as const),
  fc
    .constantFrom('hungUp', 'callerHungUp', 'connectionLost')
    .map((cause) => ({ type: 'ended', cause }) as AnyCallEvent),
);

describe('a followed transfer', () => {
  const consultCallId = CallId.parse('c2');
  const begun = (): Call =>
    play(
      talking(),
      { type: 'holdAsked' },
      { type: 'holdConfirmed' },
      { type: 'followBegan', target: '201', label: 'Nurse', consultCallId },
      { type: 'followRang' },
    );

  it('leaves the caller on hold until somebody answers, and is one transfer to its end', () => {
    expect(begun()).toMatchObject({ state: 'held', transfer: { kind: 'blind', state: 'ringing', label: 'Nurse' } });
    const joining = play(begun(), {
      type: 'transferAsked',
      kind: 'attended',
      target: '201',
      label: 'Nurse',
      consultCallId,
    });
    expect(joining).toMatchObject({ state: 'transferring', transfer: { kind: 'blind', askedAt: 2002 } });
    expect(joining.pastTransfers).toBeUndefined();
    const gone = play(joining, { type: 'transferReached' }, { type: 'ended', cause: 'callerHungUp' });
    expect(gone).toMatchObject({ ended: 'transferred', transfer: { state: 'reached', endedAt: 2000 } });
  });

  it('that nobody takes brings the caller back with the reason, which stays while they are talked to', () => {
    const back = play(
      begun(),
      { type: 'followReturned', reason: 'busy' },
      { type: 'resumeAsked' },
      { type: 'resumeConfirmed' },
    );
    expect(back).toMatchObject({
      state: 'talking',
      trouble: 'transferReturned',
      transfer: { state: 'returned', reason: 'busy' },
    });
    expect(back.history?.map(({ what }) => what)).toEqual([
      'rang',
      'answered',
      'held',
      'transferBegan',
      'transferFailed',
      'resumed',
    ]);
  });

  it('is abandoned when the caller hangs up first, and keeps what was tried before', () => {
    const again = play(
      begun(),
      { type: 'followReturned', reason: 'noAnswer' },
      { type: 'followBegan', target: '202', label: 'Dr. Lee', consultCallId },
    );
    const left = play(again, { type: 'ended', cause: 'callerHungUp' });
    expect(left).toMatchObject({ ended: 'callerHungUp', transfer: { state: 'abandoned', label: 'Dr. Lee' } });
    expect(left.pastTransfers).toMatchObject([{ state: 'returned', reason: 'noAnswer', label: 'Nurse' }]);
  });
});

describe('a parked call', () => {
  const parked = (): Call =>
    play(
      talking(),
      { type: 'transferAsked', kind: 'park', target: '900', label: '900' },
      { type: 'transferAccepted' },
      { type: 'parkedAt', slot: '901' },
      { type: 'transferReached' },
      { type: 'ended', cause: 'callerHungUp' },
    );

  it('holds no line and is not over', () => {
    expect(parked()).toMatchObject({ state: 'parked', parkedSlot: '901' });
    expect(freeLine([parked()], 6)).toBe(1);
  });

  it('is parked as well when the PBX ends our leg before it tells how the transfer went', () => {
    const ask = { type: 'transferAsked', kind: 'park', target: '900', label: '900' } as const;
    expect(play(talking(), ask, { type: 'transferAccepted' }, { type: 'ended', cause: 'callerHungUp' }).state).toBe(
      'parked',
    );
    expect(play(talking(), ask, { type: 'ended', cause: 'callerHungUp' }).state).toBe('ended');
  });

  it('is the same call when it is fetched, and when it rings again', () => {
    const fetched = play(parked(), { type: 'dialled', remote }, { type: 'answered' });
    expect(fetched).toMatchObject({ state: 'talking', direction: 'incoming', answeredAt: 2001 });
    const rings = play(parked(), { type: 'rang', remote, parkedSlot: '901' });
    expect(rings).toMatchObject({ state: 'ringing', recalled: true });
    expect(rings.history?.at(-1)).toMatchObject({ what: 'recalled', label: '901' });
  });

  it('ends when the caller gives up or somebody else fetches them', () => {
    expect(play(parked(), { type: 'parkEnded', cause: 'callerHungUp' }).ended).toBe('callerHungUp');
    expect(play(parked(), { type: 'parkEnded', cause: 'retrievedElsewhere' }).ended).toBe('retrievedElsewhere');
  });
});

describe('any order of events', () => {
  it('keeps the facts of a call consistent, and ended is the end', () => {
    fc.assert(
      fc.property(fc.constantFrom('rang', 'dialled'), fc.array(anyEvent, { maxLength: 60 }), (type, events) => {
        let call = begin(type as 'rang');
        for (const event of events) {
          const before = call;
          try {
            call = reduceCall(call, event, 5000);
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalMove);
          }
          if (before.state === 'ended') expect(call).toBe(before);
        }
        expect(call.state === 'ended').toBe(call.endedAt !== undefined);
        if (call.state === 'held') expect(call.heldSince).toBeDefined();
        if (call.state === 'talking') expect(call.answeredAt).toBeDefined();
        if (call.state === 'transferring') expect(call.transfer).toBeDefined();
        if (call.state === 'parked') expect(call).toMatchObject({ transfer: { kind: 'park', state: 'reached' } });
        const over = ['reached', 'bounced', 'returned', 'cancelled', 'abandoned', 'unknown'];
        for (const transfer of [...(call.pastTransfers ?? []), ...(call.transfer ? [call.transfer] : [])])
          expect(over.includes(transfer.state)).toBe(transfer.endedAt !== undefined);
        if (call.state === 'ended' && call.transfer) expect(call.transfer.endedAt).toBeDefined();
      }),
    );
  });
});

describe('lines', () => {
  it('gives the lowest free one and none when all are taken', () => {
    const call = talking();
    expect(freeLine([call], 6)).toBe(2);
    expect(freeLine([{ ...call, line: 2 }], 6)).toBe(1);
    expect(
      freeLine(
        [1, 2].map((line) => ({ ...call, line })),
        2,
      ),
    ).toBeUndefined();
  });
});
