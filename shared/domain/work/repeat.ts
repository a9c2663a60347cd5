// Who calls again: the calls of the same number, patient or household within the site's days, and how many matters were
// settled with one call. Pure.
import type { Call } from '../call/call.ts';

/** One call as the journal knows it. */
export interface PastCall {
  readonly callId: string;
  readonly at: number;
  readonly direction: Call['direction'];
  readonly answered: boolean;
  /** Comparable number. */
  readonly key?: string | undefined;
  /** The verified patient of its note. */
  readonly patientId?: string | undefined;
  /** Of its finished note. */
  readonly category?: string | undefined;
}

export interface Caller {
  readonly callId: string;
  readonly key?: string | undefined;
  /** Only once verified. */
  readonly patientId?: string | undefined;
  /** Other patients reached under the same number, only once verified. */
  readonly household?: readonly string[];
}

export interface Repeat {
  /** Which call of this person it is within the days: 3 is the third. */
  readonly nth: number;
  readonly last: PastCall;
  /** Calls about others of the household, beside those. */
  readonly household: number;
}

const DAY_MS = 86_400_000;

const isSamePerson = (past: PastCall, caller: Caller): boolean =>
  (caller.key !== undefined && past.key === caller.key) ||
  (caller.patientId !== undefined && past.patientId === caller.patientId);

/** Undefined when it is the first call in `days`. Calls from here count as the last contact, not as calls of theirs. */
export function repeatOf(
  caller: Caller,
  past: Iterable<PastCall>,
  { now, days }: { readonly now: number; readonly days: number },
): Repeat | undefined {
  let nth = 1;
  let household = 0;
  let last: PastCall | undefined;
  for (const call of past) {
    if (call.callId === caller.callId || call.at > now || call.at < now - days * DAY_MS) continue;
    if (isSamePerson(call, caller)) {
      if (call.direction === 'incoming') nth++;
      // What was noted says more than a call that came to nothing.
      if (!last || rank(call) > rank(last)) last = call;
    } else if (call.patientId !== undefined && caller.household?.includes(call.patientId)) household++;
  }
  return last ? { nth, last, household } : undefined;
}

const rank = (call: PastCall): number => call.at + (call.category === undefined ? 0 : DAY_MS * 1000);

export interface Resolution {
  /** First calls about a matter whose days are over. */
  readonly counted: number;
  /** Those after which nobody called again about it. */
  readonly resolved: number;
  /** The first calls after which somebody did. */
  readonly again: readonly string[];
}

const isSameMatter = (a: PastCall, b: PastCall): boolean =>
  a.category === b.category &&
  ((a.key !== undefined && a.key === b.key) || (a.patientId !== undefined && a.patientId === b.patientId));

/**
 * First-call resolution: of the answered calls with a finished note that began a matter (same patient or number, same
 * category, nothing in the `days` before), the share after which no such call came within `days`. Only matters whose
 * days are over count: an open one is neither.
 */
export function firstCallResolution(
  past: Iterable<PastCall>,
  { now, days, lookBackDays }: { readonly now: number; readonly days: number; readonly lookBackDays: number },
): Resolution {
  const calls = [...past]
    .filter((call) => call.direction === 'incoming' && call.answered && call.category !== undefined)
    .sort((a, b) => a.at - b.at);
  const window = days * DAY_MS;
  const from = now - lookBackDays * DAY_MS;
  let counted = 0;
  const again: string[] = [];
  for (const [index, call] of calls.entries()) {
    if (call.at < from || call.at + window > now) continue;
    const isLater = calls.slice(0, index).some((before) => before.at >= call.at - window && isSameMatter(before, call));
    if (isLater) continue;
    counted++;
    if (calls.slice(index + 1).some((after) => after.at <= call.at + window && isSameMatter(call, after)))
      again.push(call.callId);
  }
  return { counted, resolved: counted - again.length, again };
}
