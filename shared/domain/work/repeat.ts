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

/** The matters a call may belong to: the same category of the same number, and of the same patient. */
const mattersOf = ({ category, key, patientId }: PastCall): string[] => [
  ...(key === undefined ? [] : [`${category} number ${key}`]),
  ...(patientId === undefined ? [] : [`${category} patient ${patientId}`]),
];

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
    .sort((a, b) => a.at - b.at || (a.callId < b.callId ? -1 : 1));
  const byMatter = new Map<string, number[]>();
  for (const [index, call] of calls.entries())
    for (const matter of mattersOf(call)) {
      const known = byMatter.get(matter);
      if (known) known.push(index);
      else byMatter.set(matter, [index]);
    }
  const window = days * DAY_MS;
  const isNear = (index: number, other: number) => Math.abs(calls[other]!.at - calls[index]!.at) <= window;
  let counted = 0;
  const again: string[] = [];
  for (const [index, call] of calls.entries()) {
    if (call.at < now - lookBackDays * DAY_MS || call.at + window > now) continue;
    const near = mattersOf(call)
      .flatMap((matter) => byMatter.get(matter) ?? [])
      .filter((other) => isNear(index, other));
    if (near.some((other) => other < index)) continue;
    counted++;
    if (near.some((other) => other > index)) again.push(call.callId);
  }
  return { counted, resolved: counted - again.length, again };
}
