import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RetainedNote } from './retention.ts';
import { callVerdictOf, isHeld, verdictOf } from './retention.ts';
import type { Hold } from './types.ts';
import { OutboxState } from './types.ts';

const DAY = 86_400_000;
const NOW = 4_000 * DAY;
const policy = { notesDays: 365, callsDays: 90 };
const note = (change: Partial<RetainedNote> = {}): RetainedNote => ({
  callId: 'c1',
  state: 'finished',
  at: NOW - 400 * DAY,
  number: '+12065550123',
  outbox: ['sent', 'sent'],
  openStep: false,
  ...change,
});
const hold = (kind: Hold['kind'], value: string): Hold => ({
  id: value,
  kind,
  value,
  reason: 'subpoena',
  by: 'office',
  at: 0,
});

describe('retention', () => {
  it.each([
    ['past its time', note(), 'delete'],
    ['a day too young', note({ at: NOW - 364 * DAY }), 'keep'],
    ['at its last moment', note({ at: NOW - 365 * DAY }), 'keep'],
    ['never finished', note({ state: 'draft' }), 'draft'],
    ['not in the EHR', note({ outbox: ['sent', 'waiting'] }), 'waitsForEhr'],
    ['perhaps in the EHR', note({ outbox: ['unknown'] }), 'waitsForEhr'],
    ['refused by the EHR: nothing will be sent any more', note({ outbox: ['refused'] }), 'delete'],
    ['owed still', note({ openStep: true }), 'openStep'],
  ] as const)('%s', (_what, one, verdict) => {
    expect(verdictOf(one, policy, [], NOW)).toBe(verdict);
  });
  it('keeps everything without a policy', () => {
    expect(verdictOf(note({ at: 0 }), {}, [], NOW)).toBe('keep');
    expect(callVerdictOf({ callId: 'c', at: 0, number: '', hasDraft: false }, {}, [], NOW)).toBe('keep');
  });
  it('a hold on the note, its patient or its number in any spelling keeps it', () => {
    const patient = note({ patientId: 'p-1' });
    for (const one of [hold('note', 'c1'), hold('patient', 'p-1'), hold('number', '(206) 555-0123')])
      expect(verdictOf(patient, policy, [one], NOW)).toBe('held');
    for (const one of [hold('note', 'c2'), hold('patient', 'p-2'), hold('number', '206 555 0124'), hold('number', '-')])
      expect(verdictOf({ ...patient, number: '' }, policy, [one], NOW)).toBe('delete');
  });
  it('calls go by their own time, but not while their note is written or held', () => {
    const call = { callId: 'c1', at: NOW - 91 * DAY, number: '+12065550123', hasDraft: false };
    expect(callVerdictOf(call, policy, [], NOW)).toBe('delete');
    expect(callVerdictOf({ ...call, hasDraft: true }, policy, [], NOW)).toBe('draft');
    expect(callVerdictOf(call, policy, [hold('number', '2065550123')], NOW)).toBe('held');
    expect(callVerdictOf({ ...call, at: NOW - 90 * DAY }, policy, [], NOW)).toBe('keep');
  });
  it('never deletes what is held, a draft, unsent, or owed, whatever the policy', () => {
    const any = fc.record({
      at: fc.integer({ min: 0, max: NOW }),
      state: fc.constantFrom('draft' as const, 'finished' as const),
      outbox: fc.array(fc.constantFrom(...OutboxState.options), { maxLength: 3 }),
      openStep: fc.boolean(),
      isHeld: fc.boolean(),
      days: fc.integer({ min: 365, max: 4_000 }),
    });
    fc.assert(
      fc.property(any, ({ isHeld: held, days, ...change }) => {
        const one = note(change);
        const holds = held ? [hold('note', 'c1')] : [];
        if (verdictOf(one, { notesDays: days }, holds, NOW) !== 'delete') return;
        expect(isHeld(one, holds)).toBe(false);
        expect(one.state).toBe('finished');
        expect(one.outbox.some((state) => state === 'waiting' || state === 'unknown')).toBe(false);
        expect(one.openStep).toBe(false);
        expect(NOW - one.at).toBeGreaterThan(days * DAY);
      }),
    );
  });
});
