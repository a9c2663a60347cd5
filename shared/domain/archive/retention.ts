// What the practice's retention policy lets go at a moment, and what it must not touch. Pure: who deletes asks here first.
import type { Hold, OutboxState } from './types.ts';
import { numberKey } from './words.ts';

/** Days; absent: kept for good. */
export interface RetentionPolicy {
  readonly notesDays?: number | undefined;
  readonly callsDays?: number | undefined;
  readonly auditDays?: number | undefined;
}

const DAY_MS = 86_400_000;

/** What is older than this (epoch ms) is past its time; undefined: nothing ever is. */
export const cutoff = (days: number | undefined, now: number): number | undefined =>
  days === undefined ? undefined : now - days * DAY_MS;

export interface RetainedNote {
  readonly callId: string;
  readonly state: 'draft' | 'finished';
  /** Epoch ms: when it was finished, else when it was last saved. */
  readonly at: number;
  readonly patientId?: string | undefined;
  readonly number: string;
  /** Where its writes to the EHR stand. */
  readonly outbox: readonly OutboxState[];
  /** A next step is owed and not done. */
  readonly openStep: boolean;
}

/**
 * `keep`: its time has not come. The others are past their time: `delete`, or why not: under a legal hold, never
 * finished, not yet in the EHR, or somebody still owes its next step.
 */
export type Verdict = 'keep' | 'delete' | 'held' | 'draft' | 'waitsForEhr' | 'openStep';

export function verdictOf(note: RetainedNote, policy: RetentionPolicy, holds: readonly Hold[], now: number): Verdict {
  const limit = cutoff(policy.notesDays, now);
  if (limit === undefined || note.at >= limit) return 'keep';
  if (isHeld(note, holds)) return 'held';
  if (note.state === 'draft') return 'draft';
  if (note.outbox.some((state) => ['waiting', 'unknown', 'conflict'].includes(state))) return 'waitsForEhr';
  return note.openStep ? 'openStep' : 'delete';
}

interface Holdable {
  readonly callId: string;
  readonly patientId?: string | undefined;
  readonly number: string;
}

/** Whether any hold covers it: on the note itself, its patient, or the number of its call. */
export function isHeld({ callId, patientId, number }: Holdable, holds: readonly Hold[]): boolean {
  return holds.some(({ kind, value }) => {
    if (kind === 'note') return value === callId;
    if (kind === 'patient') return value === patientId;
    return numberKey(value) !== '' && numberKey(value) === numberKey(number);
  });
}

export interface RetainedCall {
  readonly callId: string;
  /** Epoch ms of its last event. */
  readonly at: number;
  readonly number: string;
  readonly patientId?: string | undefined;
  /** Its note is still being written: it says whom to call back. */
  readonly hasDraft: boolean;
}

/** The same for what a call did: its events go before, with, or after its note, as the policy says. */
export function callVerdictOf(
  call: RetainedCall,
  policy: RetentionPolicy,
  holds: readonly Hold[],
  now: number,
): Extract<Verdict, 'keep' | 'delete' | 'held' | 'draft'> {
  const limit = cutoff(policy.callsDays, now);
  if (limit === undefined || call.at >= limit) return 'keep';
  if (isHeld(call, holds)) return 'held';
  return call.hasDraft ? 'draft' : 'delete';
}
