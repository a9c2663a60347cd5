// Calls and things to do, brought together: a missed call becomes one item however often the person tries, and a later
// conversation with the same person closes it. Pure.
import { DateTime } from 'luxon';
import type { Call } from '../call/call.ts';
import { isAnonymous, normalise } from '../phone-number/phone-number.ts';
import type { Country } from '../phone-number/phone-number.ts';
import { officeState } from '../schedule/schedule.ts';
import type { Hours } from '../site/site.ts';
import type { AttemptOutcome, Work, WorkEvent } from './types.ts';

/** The comparable form of a number: E.164, or the digits of an extension; undefined when there is none to call back. */
export function numberKey(number: string | undefined, country: Country): string | undefined {
  if (number === undefined || isAnonymous(number)) return undefined;
  const digits = number.replace(/[^\d*#]/g, '');
  return normalise(number, country) ?? (digits === '' || digits.length > 32 ? undefined : digits);
}

/** A call that nobody took. */
export interface Missed {
  /** The queue's entry or the call: the same for the same call, whoever reports it. */
  readonly ref: string;
  readonly key: string;
  readonly at: number;
}

const isMissedKind = (work: Work): boolean => work.kind === 'missed' || work.kind === 'abandoned';

const isRecorded = (work: Work, ref: string): boolean =>
  work.id.endsWith(`/${ref}`) || work.history.some((event) => event.what === 'again' && event.ref === ref);

/** Where a missed call belongs: to an item that is there, to none because it is known already, or to a new one. */
export function placeOf(missed: Missed, works: Iterable<Work>): { to: 'known' | 'new' } | { to: 'item'; id: string } {
  let open: Work | undefined;
  for (const work of works) {
    if (!isMissedKind(work)) continue;
    if (isRecorded(work, missed.ref)) return { to: 'known' };
    if (work.key === missed.key && work.state === 'open' && (!open || work.createdAt < open.createdAt)) open = work;
  }
  return open ? { to: 'item', id: open.id } : { to: 'new' };
}

/** Whether an incoming call that is over rang here and nobody, here or elsewhere, took it. */
export function wasMissed(call: Call): boolean {
  if (call.direction !== 'incoming' || call.state !== 'ended' || call.answeredAt !== undefined) return false;
  if (call.purpose !== undefined || call.consultFor !== undefined || call.parkedAt !== undefined) return false;
  return call.ended === 'callerGaveUp' || call.ended === 'noAnswer' || call.ended === 'declined';
}

/** Somebody spoke with the person. */
export interface Contact {
  readonly at: number;
  readonly direction: Call['direction'];
  readonly key?: string | undefined;
  readonly patientId?: string | undefined;
  readonly callId?: string | undefined;
  /** Who spoke with them. */
  readonly by: string;
  readonly name: string;
}

/** The items that this conversation settles: missed calls of the same number or patient that came before it. */
export function settledBy(
  contact: Contact,
  works: Iterable<Work>,
): { id: string; how: 'calledBack' | 'calledAgain' }[] {
  const how = contact.direction === 'outgoing' ? 'calledBack' : 'calledAgain';
  const settled: { id: string; how: typeof how }[] = [];
  for (const work of works) {
    // Who waits to be called back and calls meanwhile may still want the call: whoever answers is asked.
    const isSettled = isMissedKind(work) || (work.kind === 'callback' && contact.direction === 'outgoing');
    if (!isSettled || work.state === 'done' || work.lastAt > contact.at) continue;
    const isSame =
      (contact.key !== undefined && contact.key === work.key) ||
      (contact.patientId !== undefined && contact.patientId === work.patientId);
    if (isSame) settled.push({ id: work.id, how });
  }
  return settled;
}

/** What came of a call-back, from how the call ended. Whether a person or a machine answered only who called can tell. */
export function outcomeOf(call: Pick<Call, 'answeredAt' | 'ended'>): AttemptOutcome {
  if (call.answeredAt !== undefined) return 'reached';
  if (call.ended === 'busy' || call.ended === 'declined') return 'busy';
  return call.ended === 'notFound' || call.ended === 'refused' || call.ended === 'failed' ? 'failed' : 'noAnswer';
}

/** The events that correct an attempt: reached no one after all, and what its call had settled is open again. */
export function correction(
  work: Work,
  attempt: { callId: string; outcome: AttemptOutcome },
  who: { at: number; by: string; name: string },
): WorkEvent[] {
  const wasSettled = work.closed?.callId === attempt.callId && attempt.outcome !== 'reached';
  return [
    { ...who, what: 'attempt', ...attempt },
    ...(wasSettled ? [{ ...who, at: who.at + 1, what: 'reopened' as const }] : []),
  ];
}

/** By when a missed call is to be called back: within `minutes` of office time, so that a night does not count. */
export function callBackDue(hours: Hours, zone: string, at: number, minutes: number): string {
  const iso = (time: DateTime) => time.toISO({ suppressMilliseconds: true }) ?? new Date(at).toISOString();
  const start = openFrom(hours, zone, DateTime.fromMillis(at, { zone }).startOf('minute'));
  const due = start.plus({ minutes });
  const isSameTurn = officeState(hours, zone, iso(due.minus({ minutes: 1 }))).open || start.equals(due);
  if (isSameTurn) return iso(due);
  return iso(openFrom(hours, zone, due).plus({ minutes }));
}

/** That moment when the office is open then, else the next opening; the moment itself where none is in sight. */
function openFrom(hours: Hours, zone: string, from: DateTime): DateTime {
  const state = officeState(hours, zone, from.toISO() ?? '');
  return state.open || state.changesAt === undefined ? from : DateTime.fromISO(state.changesAt, { zone });
}
