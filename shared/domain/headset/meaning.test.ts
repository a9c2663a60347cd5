import { describe, expect, it } from 'vitest';
import type { Call } from '../call/call.ts';
import { CallId } from '../call/call.ts';
import { DARK } from './headset.ts';
import { actOf, lampsOf } from './meaning.ts';

const call = (id: string, part: Partial<Call> = {}): Call => ({
  id: CallId.parse(id),
  line: 1,
  direction: 'incoming',
  state: 'talking',
  remote: { number: '101', name: '', withheld: false },
  startedAt: 1,
  muted: false,
  remoteHold: false,
  silenced: false,
  ...part,
});
const ringing = call('ringing', { state: 'ringing', startedAt: 2 });
const talking = call('talking');
const held = call('held', { state: 'held', heldSince: 5 });
const lit = { ...DARK, offHook: true };

describe('a key of the headset', () => {
  it('answers who rings first, and what is not silenced before what is', () => {
    const silenced = call('silenced', { state: 'ringing', silenced: true, startedAt: 0 });
    expect(actOf('hookOff', [silenced, ringing], DARK)).toEqual({ do: 'answer', callId: 'ringing' });
    expect(actOf('hookPressed', [ringing], DARK)).toEqual({ do: 'answer', callId: 'ringing' });
  });
  it('ends the call in the ear, never the one on hold', () => {
    expect(actOf('hookOn', [held, talking], lit)).toEqual({ do: 'hangUp', callId: 'talking' });
    expect(actOf('hookOn', [held], lit)).toBeUndefined();
    expect(actOf('drop', [ringing], DARK)).toEqual({ do: 'hangUp', callId: 'ringing' });
  });
  it('is not made of the headset’s answer to our own lamp', () => {
    expect(actOf('hookOff', [talking, ringing], lit)).toBeUndefined();
    expect(actOf('hookOn', [ringing], DARK)).toBeUndefined();
  });
  it('takes a held caller back when nobody rings', () => {
    expect(actOf('hookOff', [held], DARK)).toEqual({ do: 'resume', callId: 'held' });
  });
  it('mutes and unmutes by what the app knows', () => {
    expect(actOf('mute', [talking], lit)).toEqual({ do: 'mute', callId: 'talking', muted: true });
    expect(actOf('mute', [{ ...talking, muted: true }], lit)).toEqual({ do: 'mute', callId: 'talking', muted: false });
    expect(actOf('mute', [ringing], DARK)).toBeUndefined();
  });
  it('holds, comes back, and takes a second call on flash', () => {
    expect(actOf('flash', [talking], lit)).toEqual({ do: 'hold', callId: 'talking' });
    expect(actOf('flash', [held], lit)).toEqual({ do: 'resume', callId: 'held' });
    expect(actOf('flash', [talking, ringing], lit)).toEqual({ do: 'answer', callId: 'ringing' });
  });
  it('dials the last number again, but not into a call', () => {
    const dialled = call('out', { direction: 'outgoing', state: 'ended', remote: { ...talking.remote, number: '7' } });
    expect(actOf('redial', [dialled], DARK)).toEqual({ do: 'redial' });
    expect(actOf('redial', [dialled, talking], lit)).toBeUndefined();
  });
});

describe('the lamps', () => {
  it('ring while it rings, are off hook in a call, also on hold, and follow mute', () => {
    expect(lampsOf([ringing])).toEqual({ ...DARK, ring: true });
    expect(lampsOf([{ ...ringing, silenced: true }])).toEqual(DARK);
    expect(lampsOf([talking, ringing])).toEqual(lit);
    expect(lampsOf([held])).toEqual({ ...lit, hold: true });
    expect(lampsOf([{ ...talking, muted: true }, held])).toEqual({ ...lit, mute: true });
    expect(lampsOf([call('over', { state: 'ended' })])).toEqual(DARK);
  });
});
