// Whom to ring next, and when to give up: a state machine without a clock, a phone or a disk. Time comes in as `timeUp`
// events of timers that it asked for, so that a clock that is set back or forward moves nothing. Pure.
import { assertNever } from '../../result/result.ts';
import type { EndCause } from '../call/call.ts';
import type { EscalationEntry } from '../note/types.ts';
import type { EscalationPhase, Leg, RunningEscalation } from './types.ts';

export type EscalationEvent =
  | { readonly type: 'rang' | 'answered' | 'timeUp'; readonly target: number }
  | { readonly type: 'legEnded'; readonly target: number; readonly cause: EndCause }
  /** The receptionist (or the policy) joins the caller with who answered. */
  | { readonly type: 'joining' | 'connected' | 'joinFailed' }
  | { readonly type: 'next' | 'cancelled' | 'callerGone' }
  | { readonly type: 'captured'; readonly number: string };

export type EscalationEffect =
  | { readonly do: 'dial' | 'hangUp' | 'join'; readonly target: number }
  /** Tell me `timeUp` for this target after so long. */
  | { readonly do: 'time'; readonly target: number; readonly seconds: number }
  /** Back to the caller. */
  | { readonly do: 'resume' }
  /** Somebody calls back: the promise becomes a thing to do. */
  | { readonly do: 'promise'; readonly number: string | undefined };

/** Now, on the wall (epoch ms) and since the start (ms, from a clock that nobody sets). */
export interface Moment {
  readonly at: number;
  readonly afterMs: number;
}

export interface Move {
  readonly state: RunningEscalation;
  readonly effects: readonly EscalationEffect[];
}

const OVER: readonly EscalationPhase[] = ['connected', 'promised', 'cancelled', 'callerGone'];
export const isOver = ({ phase }: Pick<RunningEscalation, 'phase'>): boolean => OVER.includes(phase);
/** Somebody is being rung or spoken to about the caller. */
export const isRinging = ({ phase }: Pick<RunningEscalation, 'phase'>): boolean =>
  phase === 'ringing' || phase === 'answered' || phase === 'connecting';

export type EscalationPlan = Omit<RunningEscalation, 'phase' | 'legs' | 'rung' | 'steps' | 'startedAt'>;

/** Begins to ring the first; with nobody to ring at all the number for a call-back is asked for at once. */
export function beginEscalation(plan: EscalationPlan, now: Moment): Move {
  const state: RunningEscalation = {
    ...plan,
    phase: 'ringing',
    legs: [],
    rung: 0,
    startedAt: now.at,
    steps: [{ at: now.at, afterMs: now.afterMs, what: 'started', who: plan.name }],
  };
  return advance(state, now);
}

export function reduceEscalation(state: RunningEscalation, event: EscalationEvent, now: Moment): Move {
  if (isOver(state)) return { state, effects: lateAnswer(state, event) };
  switch (event.type) {
    case 'rang':
      return still(
        withLeg(state, event.target, (leg) =>
          leg.state === 'dialling' ? { ...leg, state: 'ringing', since: now.at } : leg,
        ),
      );
    case 'answered':
      return answered(state, event.target, now);
    case 'timeUp':
      return timeUp(state, event.target, now);
    case 'legEnded':
      return legEnded(state, event.target, event.cause, now);
    case 'joining':
      return still(state.phase === 'answered' ? { ...state, phase: 'connecting' } : state);
    case 'connected':
      return connected(state, now);
    case 'joinFailed':
      return joinFailed(state, now);
    case 'next':
      return skip(state, now);
    case 'cancelled':
      return leave(noted(state, now, 'cancelled', ''), 'cancelled', [{ do: 'resume' }]);
    case 'callerGone':
      return leave(noted(state, now, 'callerGone', ''), 'callerGone', [{ do: 'promise', number: undefined }]);
    case 'captured':
      return captured(state, event.number, now);
    default:
      return assertNever(event);
  }
}

const isLiveLeg = (leg: Leg): boolean => leg.state !== 'leaving' && leg.state !== 'over';
const still = (state: RunningEscalation): Move => ({ state, effects: [] });
const labelOf = (state: RunningEscalation, target: number): string => state.targets[target]?.label ?? '';
const legOf = (state: RunningEscalation, target: number): Leg | undefined =>
  state.legs.find((leg) => leg.target === target);

function withLeg(state: RunningEscalation, target: number, change: (leg: Leg) => Leg): RunningEscalation {
  return { ...state, legs: state.legs.map((leg) => (leg.target === target ? change(leg) : leg)) };
}

function noted(
  state: RunningEscalation,
  now: Moment,
  what: EscalationEntry['what'],
  who: string,
  reason?: EndCause,
): RunningEscalation {
  const step: EscalationEntry = { at: now.at, afterMs: now.afterMs, what, who, ...(reason ? { reason } : {}) };
  return { ...state, steps: [...state.steps, step] };
}

/** Rings the next one, or asks for a number when there is nobody left. */
function advance(state: RunningEscalation, now: Moment): Move {
  const target = state.rung;
  const next = state.targets[target];
  if (!next) {
    // Whoever still rings has had their time.
    const nobody = noted(state, now, 'nobody', '');
    return leave(nobody, 'capturing', [{ do: 'resume' }]);
  }
  const leg: Leg = { target, state: 'dialling', since: now.at };
  const ringing = noted(
    { ...state, phase: 'ringing', rung: target + 1, legs: [...state.legs, leg] },
    now,
    'ringing',
    next.label,
  );
  return {
    state: ringing,
    effects: [
      { do: 'dial', target },
      { do: 'time', target, seconds: next.ringSeconds },
    ],
  };
}

/** Ends every call to a target that is not ending already. */
function leave(state: RunningEscalation, phase: EscalationPhase, then: readonly EscalationEffect[]): Move {
  const leaving = state.legs.filter(isLiveLeg);
  const legs = state.legs.map((leg): Leg => ({ ...leg, state: 'leaving' }));
  return {
    state: { ...state, phase, legs },
    effects: [...leaving.map(({ target }) => ({ do: 'hangUp' as const, target })), ...then],
  };
}

function answered(state: RunningEscalation, target: number, now: Moment): Move {
  const leg = legOf(state, target);
  // Its end has been asked for: the answer and our hanging up have crossed.
  if (!leg || leg.state === 'leaving') return still(state);
  if (state.phase !== 'ringing') return hangUp(state, [target]);
  const others = state.legs.filter((one) => one.target !== target && one.state !== 'leaving').map((one) => one.target);
  const taken = withLeg({ ...state, phase: 'answered' }, target, (one) => ({
    ...one,
    state: 'answered',
    since: now.at,
  }));
  const { state: alone, effects } = hangUp(noted(taken, now, 'answered', labelOf(state, target)), others);
  return {
    state: alone,
    effects: [...effects, ...(state.connect === 'atOnce' ? [{ do: 'join' as const, target }] : [])],
  };
}

function hangUp(state: RunningEscalation, targets: readonly number[]): Move {
  const legs = state.legs.map((leg): Leg => (targets.includes(leg.target) ? { ...leg, state: 'leaving' } : leg));
  return { state: { ...state, legs }, effects: targets.map((target) => ({ do: 'hangUp', target })) };
}

/** The one rung last decides when the next is rung; who is kept ringing beside does not. */
const isLatest = (state: RunningEscalation, target: number): boolean => target === state.rung - 1;

function timeUp(state: RunningEscalation, target: number, now: Moment): Move {
  const leg = legOf(state, target);
  if (state.phase !== 'ringing' || !leg || !isLatest(state, target)) return still(state);
  if (leg.state !== 'dialling' && leg.state !== 'ringing') return still(state);
  const after = noted(state, now, 'noAnswer', labelOf(state, target));
  const isKept = state.targets[target]?.keepRinging === true && state.rung < state.targets.length;
  const { state: left, effects } = isKept ? still(after) : hangUp(after, [target]);
  const next = advance(left, now);
  return { state: next.state, effects: [...effects, ...next.effects] };
}

function legEnded(state: RunningEscalation, target: number, cause: EndCause, now: Moment): Move {
  const leg = legOf(state, target);
  if (!leg) return still(state);
  const without = { ...state, legs: state.legs.filter((one) => one !== leg) };
  if (leg.state === 'leaving') return still(without);
  // While the two are being joined the end of this leg is part of that.
  if (state.phase === 'connecting') return still(withLeg(state, target, (one) => ({ ...one, state: 'over' })));
  if (leg.state === 'answered') return advance(noted(without, now, 'left', labelOf(state, target)), now);
  const told = noted(without, now, 'notReached', labelOf(state, target), cause);
  return state.phase === 'ringing' && isLatest(state, target) ? advance(told, now) : still(told);
}

function connected(state: RunningEscalation, now: Moment): Move {
  const leg = state.legs.find((one) => one.state === 'answered' || one.state === 'over');
  const who = labelOf(state, leg?.target ?? state.rung - 1);
  const others = state.legs.filter((one) => one !== leg && isLiveLeg(one)).map((one) => one.target);
  const { state: alone, effects } = hangUp(state, others);
  return { state: { ...noted(alone, now, 'connected', who), phase: 'connected' }, effects };
}

/** The colleague is still there: it is tried again by hand. Or is not: then the next one is rung. */
function joinFailed(state: RunningEscalation, now: Moment): Move {
  if (state.phase !== 'connecting') return still(state);
  const isThere = state.legs.some((leg) => leg.state === 'answered');
  const told = noted(state, now, 'notJoined', '');
  if (isThere) return still({ ...told, phase: 'answered' });
  return advance({ ...told, legs: told.legs.filter((leg) => leg.state !== 'over') }, now);
}

function skip(state: RunningEscalation, now: Moment): Move {
  if (state.phase !== 'ringing' && state.phase !== 'answered') return still(state);
  const mine = state.legs.filter(isLiveLeg).map((leg) => leg.target);
  const { state: left, effects } = hangUp(
    noted(state, now, 'skipped', mine.map((target) => labelOf(state, target)).join(', ')),
    mine,
  );
  const next = advance(left, now);
  return { state: next.state, effects: [...effects, ...next.effects] };
}

function captured(state: RunningEscalation, number: string, now: Moment): Move {
  if (state.phase !== 'capturing') return still(state);
  const promised = noted(state, now, 'promised', state.callBack.owner);
  return { state: { ...promised, phase: 'promised' }, effects: [{ do: 'promise', number }] };
}

/** Somebody answers when it is over already: they are not left talking to nobody. */
function lateAnswer(state: RunningEscalation, event: EscalationEvent): EscalationEffect[] {
  const isStray = event.type === 'answered' && legOf(state, event.target)?.state !== 'leaving';
  return isStray && state.phase !== 'connected' ? [{ do: 'hangUp', target: event.target }] : [];
}
