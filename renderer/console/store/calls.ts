// Reading the calls: which ring, which holds the line in hand, which is only a consultation. Pure.
import type { CallRow } from '../../../shared/contract/call.ts';
import type { QualityStep } from '../../../shared/domain/quality/quality.ts';

export type CallId = CallRow['id'];
export type Calls = ReadonlyMap<string, CallRow>;

const CONNECTED: readonly CallRow['state'][] = ['talking', 'holding', 'held', 'resuming', 'transferring'];

/** It holds a line. A parked caller does not: they wait in the lot until somebody fetches them. */
export const isLive = (call: CallRow): boolean => call.state !== 'ended' && call.state !== 'parked';
/** A transfer rings somewhere while the caller waits here: it can be called off. */
export const isFollowing = (call: CallRow): boolean =>
  call.state !== 'transferring' &&
  isLive(call) &&
  call.transfer?.kind === 'blind' &&
  ['asked', 'accepted', 'ringing'].includes(call.transfer.state);
export const isRinging = (call: CallRow): boolean => call.state === 'ringing' && call.direction === 'incoming';
export const isConnected = (call: CallRow): boolean => CONNECTED.includes(call.state);
export const isOnHold = (call: CallRow): boolean => call.state === 'held' || call.state === 'holding';
/** The two can hear each other now. */
export const isTalking = (call: CallRow): boolean => call.state === 'talking' || call.state === 'transferring';
/** How the call being spoken on sounds, when that is worth a word. */
export function troubledSound(calls: Calls): QualityStep | undefined {
  const step = [...calls.values()].find(isTalking)?.quality?.step;
  return step === 'bad' || step === 'poor' || step === 'fair' ? step : undefined;
}
/** It ended without anybody here speaking to the caller. */
export const wasMissed = (call: CallRow): boolean =>
  call.state === 'ended' && call.direction === 'incoming' && call.answeredAt === undefined;

/** When the caller began to wait, as far as we know. */
const waitingSince = (call: CallRow) => call.startedAt - (call.waitedMs ?? 0);

/** Ringing calls, the one to answer next first: what is not silenced, then the higher priority, then who waits longest. */
export function ringingCalls(calls: Calls): CallRow[] {
  const priority = (call: CallRow) => call.decision?.priority ?? 0;
  return [...calls.values()]
    .filter(isRinging)
    .sort(
      (a, b) =>
        Number(a.silenced) - Number(b.silenced) || priority(b) - priority(a) || waitingSince(a) - waitingSince(b),
    );
}

/** The lines as listed: everything but what rings, by line, ended ones kept in their place until they are closed. */
export const lineCalls = (calls: Calls): CallRow[] =>
  [...calls.values()]
    .filter((call) => !isRinging(call) && !call.forTransfer && call.state !== 'parked')
    .sort((a, b) => a.line - b.line || a.startedAt - b.startedAt);

/** Other calls that this one could be connected or joined with. */
export const joinable = (calls: Calls, callId: string): CallRow[] =>
  lineCalls(calls).filter(
    (call) => call.id !== callId && ['talking', 'held'].includes(call.state) && call.conference === undefined,
  );

/** Everybody in one conversation with this call, without it. */
export const conferenceWith = (calls: Calls, call: CallRow): CallRow[] =>
  call.conference === undefined
    ? []
    : [...calls.values()].filter((other) => other.id !== call.id && other.conference === call.conference);

/** The live consultation that belongs to `callId`; of several that ring, the one that was answered. */
export function consultOf(calls: Calls, callId: string | undefined): CallRow | undefined {
  if (callId === undefined) return undefined;
  const asked = [...calls.values()].filter((call) => call.consultFor === callId && isLive(call) && !call.forTransfer);
  return asked.find(isTalking) ?? asked[0];
}

/** A consultation that took place and is over: it has no note of its own. One that failed stays, with its reason. */
export const isDoneConsult = (call: CallRow): boolean =>
  call.consultFor !== undefined &&
  call.state === 'ended' &&
  // Why a silent one failed stands with the caller it was dialled for.
  (call.forTransfer === true || ['hungUp', 'callerHungUp', 'transferred'].includes(call.ended ?? ''));

/** A consultation for `callId` that failed, and why is not yet read. */
export const failedConsultOf = (calls: Calls, callId: string): CallRow | undefined =>
  [...calls.values()].find((call) => call.consultFor === callId && call.state === 'ended' && !isDoneConsult(call));

/** The call whose note and patient are shown for `call`: a consultation shows the caller it was made for. */
export function shownFor(calls: Calls, call: CallRow): CallRow {
  const parent = call.consultFor === undefined ? undefined : calls.get(call.consultFor);
  return parent ?? call;
}

/** The call that mute, hold and end act on: the consultation while it is the one being spoken with. */
export function inHand(calls: Calls, selected: string | undefined): CallRow | undefined {
  const call = selected === undefined ? undefined : calls.get(selected);
  const consult = consultOf(calls, selected);
  if (!consult || (call && (isTalking(call) || call.conference !== undefined))) return call;
  return consult;
}

/**
 * Which call the middle column shows after the calls changed. Only what the person did brings a call to the front
 * (answering, dialling); a call that merely rings or changes never moves the screen.
 */
export function pickSelection(
  selected: CallId | undefined,
  before: Calls | undefined,
  after: Calls,
): CallId | undefined {
  // The first snapshot (start, reload, unlock): nobody did anything yet.
  if (!before) return selected !== undefined && after.has(selected) ? selected : fallback(after);
  for (const call of after.values()) {
    const old = before.get(call.id);
    const taken = old !== undefined && isRinging(old) && isLive(call) && !isRinging(call);
    const dialled = old === undefined && call.direction === 'outgoing' && isLive(call) && !call.consultFor;
    const fetched = old?.state === 'parked' && call.state === 'dialing';
    if (taken || dialled || fetched) return call.id;
  }
  if (selected !== undefined && (after.has(selected) || !before.has(selected))) return selected;
  return fallback(after);
}

/** Nothing in hand: who is being spoken with, then who is held, then a note still to be finished. */
function fallback(calls: Calls): CallId | undefined {
  const rank = (call: CallRow) => (isTalking(call) ? 0 : isConnected(call) ? 1 : isLive(call) ? 2 : 3);
  const [first] = [...calls.values()]
    .filter((call) => !isRinging(call) && !wasMissed(call) && !call.consultFor)
    .sort((a, b) => rank(a) - rank(b) || a.startedAt - b.startedAt);
  return first?.id;
}
