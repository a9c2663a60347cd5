// The state machine of call.ts, cell by cell: every event in every state. What is not written here is illegal.
import { describe, expect, it } from 'vitest';
import { CALL_STATES, CallId } from './call.ts';
import type { AnyCallEvent, Call, CallState } from './call.ts';
import { IllegalMove, beginCall, reduceCall } from './reduce.ts';

type EventType = AnyCallEvent['type'];
const remote = { number: '+12065550123', name: '', withheld: false };
const consultCallId = CallId.parse('c2');

const EVENTS: { readonly [Type in EventType]: Extract<AnyCallEvent, { type: Type }> } = {
  rang: { type: 'rang', remote, parkedSlot: '901' },
  dialled: { type: 'dialled', remote },
  remoteRang: { type: 'remoteRang' },
  answerSent: { type: 'answerSent' },
  answered: { type: 'answered' },
  holdAsked: { type: 'holdAsked' },
  holdConfirmed: { type: 'holdConfirmed' },
  holdFailed: { type: 'holdFailed' },
  resumeAsked: { type: 'resumeAsked' },
  resumeConfirmed: { type: 'resumeConfirmed' },
  resumeFailed: { type: 'resumeFailed' },
  muteChanged: { type: 'muteChanged', muted: true },
  remoteHoldChanged: { type: 'remoteHoldChanged', held: true },
  silenced: { type: 'silenced' },
  transferAsked: { type: 'transferAsked', kind: 'blind', target: '201', label: 'Nurse' },
  transferAccepted: { type: 'transferAccepted' },
  transferRang: { type: 'transferRang' },
  transferReached: { type: 'transferReached' },
  transferBounced: { type: 'transferBounced', status: 486 },
  transferUnknown: { type: 'transferUnknown' },
  joined: { type: 'joined', conference: CallId.parse('c1') },
  separated: { type: 'separated' },
  audioLost: { type: 'audioLost' },
  audioBack: { type: 'audioBack' },
  ended: { type: 'ended', cause: 'hungUp' },
  followBegan: { type: 'followBegan', target: '201', label: 'Nurse', consultCallId },
  followRang: { type: 'followRang' },
  followReturned: { type: 'followReturned', reason: 'busy' },
  followCancelled: { type: 'followCancelled' },
  parkedAt: { type: 'parkedAt', slot: '901' },
  parkEnded: { type: 'parkEnded', cause: 'retrievedElsewhere' },
  heldTooLong: { type: 'heldTooLong', alert: 1 },
};

type Moves = Partial<Record<CallState, CallState>>;
const stays = (...states: CallState[]): Moves => Object.fromEntries(states.map((state) => [state, state]));
/** Two ends that can hear each other. */
const CONNECTED = ['talking', 'holding', 'held', 'resuming', 'transferring'] as const;

/** From which state to which. The transfer of `transferring` is a blind one that was asked while talking. */
const TABLE: Readonly<Record<EventType, Moves>> = {
  rang: { parked: 'ringing' },
  dialled: { parked: 'dialing' },
  remoteRang: { dialing: 'remoteRinging', remoteRinging: 'remoteRinging' },
  answerSent: { ringing: 'answering' },
  answered: { ringing: 'talking', answering: 'talking', dialing: 'talking', remoteRinging: 'talking' },
  holdAsked: { talking: 'holding' },
  holdConfirmed: { holding: 'held' },
  holdFailed: { holding: 'talking' },
  resumeAsked: { held: 'resuming' },
  resumeConfirmed: { resuming: 'talking' },
  resumeFailed: { resuming: 'held' },
  muteChanged: stays('answering', 'dialing', 'remoteRinging', ...CONNECTED),
  remoteHoldChanged: stays(...CONNECTED),
  silenced: stays('ringing'),
  transferAsked: { talking: 'transferring', held: 'transferring' },
  transferAccepted: stays('transferring'),
  transferRang: stays('transferring'),
  transferReached: stays('transferring'),
  transferBounced: { transferring: 'talking' },
  transferUnknown: { transferring: 'talking' },
  joined: stays('talking'),
  separated: stays(...CONNECTED),
  audioLost: stays(...CONNECTED),
  audioBack: stays(...CONNECTED),
  ended: {
    ringing: 'ended',
    answering: 'ended',
    dialing: 'ended',
    remoteRinging: 'ended',
    talking: 'ended',
    holding: 'ended',
    held: 'ended',
    resuming: 'ended',
    transferring: 'ended',
    parked: 'parked',
  },
  followBegan: stays('talking', 'held'),
  followRang: stays(...CONNECTED),
  // Of the call whose colleague is being joined just then: back to the caller.
  followReturned: { ...stays('talking', 'holding', 'held', 'resuming'), transferring: 'talking' },
  followCancelled: { ...stays('talking', 'holding', 'held', 'resuming'), transferring: 'talking' },
  parkedAt: stays('transferring', 'parked'),
  parkEnded: { parked: 'ended' },
  heldTooLong: stays('held'),
};

const PARK = { type: 'transferAsked', kind: 'park', target: '900', label: '900' } as const;
/** The shortest way into each state. */
const WAYS: Readonly<Record<CallState, readonly [begin: 'rang' | 'dialled', ...AnyCallEvent[]]>> = {
  ringing: ['rang'],
  answering: ['rang', EVENTS.answerSent],
  dialing: ['dialled'],
  remoteRinging: ['dialled', EVENTS.remoteRang],
  talking: ['rang', EVENTS.answered],
  holding: ['rang', EVENTS.answered, EVENTS.holdAsked],
  held: ['rang', EVENTS.answered, EVENTS.holdAsked, EVENTS.holdConfirmed],
  resuming: ['rang', EVENTS.answered, EVENTS.holdAsked, EVENTS.holdConfirmed, EVENTS.resumeAsked],
  transferring: ['rang', EVENTS.answered, EVENTS.transferAsked],
  parked: ['rang', EVENTS.answered, PARK, EVENTS.transferReached],
  ended: ['rang', EVENTS.ended],
};

function callThatIs(state: CallState): Call {
  const [begin, ...events] = WAYS[state];
  const first = beginCall({ type: begin, remote }, 1_000, { id: CallId.parse('c1'), line: 1 });
  return events.reduce((call, event) => reduceCall(call, event, 2_000), first);
}

/** Freezes what the reducer is given, all the way down: to change it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

const types = Object.keys(EVENTS) as EventType[];

describe.each(CALL_STATES)('a call that is %s', (state) => {
  it.each(types)('%s', (type) => {
    const call = frozen(callThatIs(state));
    expect(call.state).toBe(state);
    const copy = structuredClone(call);
    const to = TABLE[type][state];
    if (to !== undefined) expect(reduceCall(call, EVENTS[type], 3_000).state).toBe(to);
    else {
      const refusal = expect(() => reduceCall(call, EVENTS[type], 3_000));
      refusal.toThrow(IllegalMove);
      refusal.toThrow(expect.objectContaining({ event: type, state }));
    }
    expect(call).toEqual(copy);
  });
});

describe('no call yet', () => {
  it.each(types)('%s', (type) => {
    const begin = () => beginCall(EVENTS[type], 1_000, { id: CallId.parse('c1'), line: 1 });
    if (type === 'rang') expect(begin().state).toBe('ringing');
    else if (type === 'dialled') expect(begin().state).toBe('dialing');
    else expect(begin).toThrow(expect.objectContaining({ event: type, state: 'none' }));
  });
});

describe('where the same event leads elsewhere', () => {
  const held = () => callThatIs('held');
  const after = (call: Call, ...events: AnyCallEvent[]) =>
    events.reduce((now, event) => reduceCall(now, event, 3_000), call).state;

  it('a transfer that was asked while the caller was on hold comes back to hold', () => {
    expect(after(held(), EVENTS.transferAsked, EVENTS.transferBounced)).toBe('held');
    expect(after(held(), EVENTS.transferAsked, EVENTS.transferUnknown)).toBe('held');
    expect(after(held(), EVENTS.followBegan, EVENTS.followReturned)).toBe('held');
  });

  it('a caller who reaches a parking slot is parked', () => {
    expect(after(callThatIs('talking'), PARK, EVENTS.transferReached)).toBe('parked');
  });
});
