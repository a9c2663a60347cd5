import { describe, expect, it } from 'vitest';
import { consultOf, inHand, lineCalls, pickSelection, ringingCalls, shownFor } from './calls.ts';
import { callId, callMap, callRow } from './test-rows.ts';

const ring = (id: string, part = {}) => callRow(id, { state: 'ringing', ...part });

describe('ringing calls', () => {
  it('offers the longest wait first, counting the queue, and silenced ones last', () => {
    const calls = callMap(
      ring('late', { startedAt: 5000 }),
      ring('queued', { startedAt: 6000, waitedMs: 4000 }),
      ring('silenced', { startedAt: 0, silenced: true }),
    );
    expect(ringingCalls(calls).map((call) => call.id)).toEqual(['queued', 'late', 'silenced']);
  });

  it('are not listed among the lines, outgoing ones are', () => {
    const calls = callMap(ring('in'), callRow('out', { direction: 'outgoing', state: 'dialing', line: 2 }));
    expect(lineCalls(calls).map((call) => call.id)).toEqual(['out']);
  });
});

describe('pickSelection', () => {
  const talking = callRow('a');
  it('never moves for a call that merely rings', () => {
    const before = callMap(talking);
    expect(pickSelection(callId('a'), before, callMap(talking, ring('b')))).toBe('a');
  });
  it('brings a call to the front that was answered or dialled here', () => {
    const before = callMap(talking, ring('b'));
    expect(pickSelection(callId('a'), before, callMap(talking, callRow('b', { state: 'answering' })))).toBe('b');
    const dialled = callRow('c', { direction: 'outgoing', state: 'dialing' });
    expect(pickSelection(callId('a'), callMap(talking), callMap(talking, dialled))).toBe('c');
  });
  it('keeps the caller in front while a colleague is consulted', () => {
    const consult = callRow('c', { direction: 'outgoing', state: 'dialing', consultFor: callId('a') });
    expect(pickSelection(callId('a'), callMap(talking), callMap(talking, consult))).toBe('a');
  });
  it('does not show a call a colleague took or the caller gave up', () => {
    const gone = callRow('b', { state: 'ended', ended: 'callerGaveUp' });
    expect(pickSelection(undefined, callMap(ring('b')), callMap(gone))).toBeUndefined();
  });
  it('falls back to who is spoken with when the call in front is closed', () => {
    const held = callRow('h', { state: 'held', answeredAt: 1 });
    expect(pickSelection(callId('x'), callMap(callRow('x'), held, talking), callMap(held, talking))).toBe('a');
  });
  it('takes the call in hand from the first snapshot, as after a reload', () => {
    const out = callRow('o', { direction: 'outgoing', state: 'talking', startedAt: 2 });
    expect(pickSelection(undefined, undefined, callMap(ring('r'), out))).toBe('o');
  });
  it('keeps a note in front whose call is gone', () => {
    expect(pickSelection(callId('only-note'), callMap(talking), callMap(talking))).toBe('only-note');
  });
});

describe('consultation', () => {
  const held = callRow('a', { state: 'held' });
  const consult = callRow('c', { consultFor: callId('a'), direction: 'outgoing' });
  it('is what the keys act on while it is being spoken with', () => {
    const calls = callMap(held, consult);
    expect(consultOf(calls, 'a')?.id).toBe('c');
    expect(inHand(calls, 'a')?.id).toBe('c');
    expect(shownFor(calls, consult).id).toBe('a');
  });
  it('gives the keys back once the caller is talked to again', () => {
    expect(inHand(callMap(callRow('a'), { ...consult, state: 'held' }), 'a')?.id).toBe('a');
  });
});
