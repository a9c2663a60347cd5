// Facts into queue calls. Pure. It keeps only calls that are not over, and for a moment those that just were, because the
// PBX tells how a call ended in several steps: "gave up" is said of a timeout too, and a caller leaves the line before it
// is said who answered.
import { assertNever } from '../../result/result.ts';
import type { QueueCall, QueueFact } from './types.ts';

/** What is known of a call beyond the call itself. */
interface Followed {
  readonly call: QueueCall;
  /** The same caller's channel under another id: an attended transfer exchanges it in the queue. */
  readonly aliases: readonly string[];
  readonly leftAt?: number | undefined;
  readonly overAt?: number | undefined;
  readonly channel?: string | undefined;
  readonly heldSince?: number | undefined;
  readonly heldMs: number;
}

export interface Fold {
  readonly calls: readonly Followed[];
}
export const emptyFold: Fold = { calls: [] };

/** An ended call may be corrected for as long: most of what the PBX says of it comes within the same moment. */
const CORRECTED_MS = 60_000;
/** Who left the line and is not said to be answered for as long has pressed a key, as far as anybody can tell. */
const LEFT_MS = 10_000;
/** Longer than this nobody waits or talks: its end was never told. */
const FORGOTTEN_MS = 12 * 3_600_000;
/** The PBX counts whole seconds, and tells a moment later. */
const SLACK_MS = 2_500;

const isOver = ({ call, overAt }: Followed): boolean => overAt !== undefined || call.end !== undefined;
const isWaiting = ({ call }: Followed): boolean => call.end === undefined;

/** The calls after `fact`, and those that it changed, whole. */
export function foldFact(fold: Fold, fact: QueueFact): { fold: Fold; changed: QueueCall[] } {
  const { calls, changed } = settle(fold.calls, fact.at);
  const step = stepOf(calls, fact);
  return { fold: { calls: step.calls }, changed: latest([...changed, ...step.changed]) };
}

/** Time went by and nothing was said. */
export function foldTime(fold: Fold, now: number): { fold: Fold; changed: QueueCall[] } {
  const { calls, changed } = settle(fold.calls, now);
  return { fold: { calls }, changed: [...changed] };
}

interface Step {
  readonly calls: readonly Followed[];
  readonly changed: readonly QueueCall[];
}

const latest = (changed: readonly QueueCall[]): QueueCall[] => [
  ...new Map(changed.map((call) => [`${call.entry} ${call.queue} ${call.joinedAt}`, call])).values(),
];

/** What time alone decides. */
function settle(calls: readonly Followed[], now: number): Step {
  const changed: QueueCall[] = [];
  const kept = calls.flatMap((one) => {
    if (one.overAt !== undefined && now - one.overAt > CORRECTED_MS) return [];
    if (isWaiting(one) && one.leftAt !== undefined && now - one.leftAt > LEFT_MS) {
      const gone = leftByKey(one, now);
      changed.push(gone.call);
      return [gone];
    }
    if (now - one.call.joinedAt > FORGOTTEN_MS && one.overAt === undefined) {
      if (isWaiting(one)) changed.push({ ...one.call, end: 'unknown' });
      return [];
    }
    return [one];
  });
  return { calls: kept, changed };
}

const seconds = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 1000));

function leftByKey(one: Followed, now: number): Followed {
  const leftAt = one.leftAt ?? one.call.joinedAt;
  return {
    ...one,
    overAt: now,
    call: { ...one.call, end: 'leftByKey', waited: seconds(one.call.joinedAt, leftAt) },
  };
}

function stepOf(calls: readonly Followed[], fact: QueueFact): Step {
  switch (fact.type) {
    case 'joined':
      return joined(calls, fact);
    case 'left':
      return change(calls, find(calls, fact, isWaiting), (one) => ({ ...one, leftAt: fact.at }), false);
    case 'ended':
      return ended(calls, fact);
    case 'connected':
      return connected(calls, fact);
    case 'completed':
      return change(calls, talkOf(calls, fact), (one) => {
        const { endedBy, talk } = fact;
        const held = one.channel === undefined ? undefined : one.heldMs + heldFor(one, fact.at);
        const hold = held === undefined ? {} : { hold: Math.min(talk, Math.round(held / 1000)) };
        return { ...one, overAt: fact.at, call: { ...one.call, endedBy, talk, ...hold } };
      });
    case 'unanswered':
      return change(calls, find(calls, fact, isWaiting), (one) => {
        const { unanswered } = one.call;
        const times = (unanswered[fact.agent] ?? 0) + 1;
        return { ...one, call: { ...one.call, unanswered: { ...unanswered, [fact.agent]: times } } };
      });
    case 'held':
    case 'resumed':
      return onHold(calls, fact);
    case 'snapshot':
      return snapshot(calls, fact);
    default:
      return assertNever(fact);
  }
}

/** The talk that is over: by its id; where the PBX has lost that, the oldest of this agent with just that wait. */
function talkOf(calls: readonly Followed[], fact: Extract<QueueFact, { type: 'completed' }>): Found {
  const isTalking = ({ call, overAt }: Followed) => call.end === 'answered' && overAt === undefined;
  if (fact.entry !== '') return find(calls, fact, isTalking);
  const { queue, agent, waited } = fact;
  const one = calls.find(
    (each) =>
      isTalking(each) &&
      each.call.queue === queue &&
      each.call.agent === agent &&
      (waited === undefined || Math.abs((each.call.waited ?? 0) - waited) <= 1),
  );
  return one && { one, call: one.call };
}

const heldFor = ({ heldSince }: Followed, at: number): number => (heldSince === undefined ? 0 : at - heldSince);

function joined(calls: readonly Followed[], fact: Extract<QueueFact, { type: 'joined' }>): Step {
  const same = calls.find((one) => isWaiting(one) && one.call.entry === fact.entry && one.call.queue === fact.queue);
  // Told twice.
  if (same && same.leftAt === undefined) return { calls, changed: [] };
  const changed: QueueCall[] = [];
  const before = calls.map((one) => {
    if (!isOf(one, fact.entry)) return one;
    const movedOn = wentOn(one, fact.at);
    if (movedOn !== one) changed.push(movedOn.call);
    return movedOn;
  });
  const { entry, queue, number, position, linkedId, at } = fact;
  const call: QueueCall = {
    ...{ entry, queue, number, joinedAt: at, unanswered: {} },
    ...(position === undefined ? {} : { position }),
    ...(linkedId === undefined ? {} : { linkedId }),
  };
  return { calls: [...before, { call, aliases: [], heldMs: 0 }], changed: [...changed, call] };
}

const MOVES: readonly (QueueCall['end'] | undefined)[] = ['gaveUp', 'withdrawn', 'leftByKey'];

/** A caller who waits somewhere else now has neither given up nor gone. */
function wentOn(one: Followed, at: number): Followed {
  if (isWaiting(one)) {
    const until = one.leftAt ?? at;
    return { ...one, overAt: at, call: { ...one.call, end: 'moved', waited: seconds(one.call.joinedAt, until) } };
  }
  const justOver = one.overAt !== undefined && at - one.overAt <= SLACK_MS;
  return justOver && MOVES.includes(one.call.end) ? { ...one, call: { ...one.call, end: 'moved' } } : one;
}

function ended(calls: readonly Followed[], fact: Extract<QueueFact, { type: 'ended' }>): Step {
  const { end, waited, at } = fact;
  const wanted = (one: Followed) =>
    isWaiting(one) || (end !== 'gaveUp' && one.overAt !== undefined && !wasAnswered(one));
  const found = find(calls, fact, wanted);
  return change(calls, found, (one) => {
    const known = waited ?? one.call.waited ?? seconds(one.call.joinedAt, one.leftAt ?? at);
    return { ...one, overAt: one.overAt ?? at, call: { ...one.call, end, waited: known } };
  });
}

const wasAnswered = ({ call }: Followed): boolean => call.end === 'answered';

function connected(calls: readonly Followed[], fact: Extract<QueueFact, { type: 'connected' }>): Step {
  const { agent, waited, channel, at, entry, queue } = fact;
  const take = (one: Followed): Followed => ({
    ...one,
    leftAt: undefined,
    overAt: undefined,
    channel,
    call: { ...one.call, end: 'answered', agent, waited },
  });
  // An announcement was played to the agent before the caller was: nobody had pressed a key.
  const found = find(calls, fact, isWaiting) ?? find(calls, fact, ({ call }) => call.end === 'leftByKey');
  if (found) return change(calls, found, take);
  // Joined while nobody was listening: when is known all the same.
  const call: QueueCall = { entry, queue, number: '', joinedAt: at - waited * 1000, unanswered: {} };
  return change([...calls, { call, aliases: [], heldMs: 0 }], { one: undefined, call }, take);
}

function onHold(calls: readonly Followed[], fact: Extract<QueueFact, { type: 'held' | 'resumed' }>): Step {
  const next = calls.map((one) => {
    if (one.channel !== fact.channel || one.overAt !== undefined) return one;
    if (fact.type === 'held') return { ...one, heldSince: one.heldSince ?? fact.at };
    return { ...one, heldSince: undefined, heldMs: one.heldMs + heldFor(one, fact.at) };
  });
  return { calls: next, changed: [] };
}

/** After a gap: who is not there any more ended somehow, who is there and was not known has waited since before. */
function snapshot(calls: readonly Followed[], { at, waiting }: Extract<QueueFact, { type: 'snapshot' }>): Step {
  const isThere = ({ call, aliases }: Followed) =>
    waiting.some(({ entry, queue }) => queue === call.queue && (entry === call.entry || aliases.includes(entry)));
  const changed: QueueCall[] = [];
  const kept = calls.flatMap((one) => {
    if (!isWaiting(one) || isThere(one)) return [one];
    const gone: QueueCall = { ...one.call, end: 'unknown' };
    changed.push(gone);
    return [];
  });
  let step: Step = { calls: kept, changed };
  for (const { waited, ...caller } of waiting) {
    const known = find(step.calls, { ...caller, waited, at }, isWaiting);
    if (known) continue;
    const next = joined(step.calls, { ...caller, at: at - waited * 1000 });
    step = { calls: next.calls, changed: [...step.changed, ...next.changed] };
  }
  return step;
}

const isOf = ({ call, aliases }: Followed, entry: string): boolean => call.entry === entry || aliases.includes(entry);

type Found = { readonly one: Followed | undefined; readonly call: QueueCall; readonly alias?: string } | undefined;

/**
 * The call that a fact is about: by its id, the newest first; else, where somebody of that queue has waited exactly as
 * long as is said and nobody else has, by that: the id of a caller who was handed over into the queue changes silently.
 */
function find(
  calls: readonly Followed[],
  fact: { entry: string; queue?: string | undefined; at: number; waited?: number | undefined },
  wanted: (one: Followed) => boolean,
): Found {
  const mine = calls.filter(
    (one) => wanted(one) && isOf(one, fact.entry) && (fact.queue === undefined || one.call.queue === fact.queue),
  );
  const newest = mine.at(-1);
  if (newest) return { one: newest, call: newest.call };
  const { waited, queue, entry } = fact;
  if (waited === undefined || queue === undefined) return undefined;
  const began = fact.at - waited * 1000;
  const alike = calls.filter(
    (one) =>
      isWaiting(one) &&
      one.call.queue === queue &&
      // Known from the queue before it does not count: that is whom the caller was handed over from.
      !calls.some((other) => other !== one && isOf(other, entry) && other.call.queue === queue) &&
      Math.abs(one.call.joinedAt - began) <= SLACK_MS,
  );
  const [only, ...others] = alike;
  return only && others.length === 0 ? { one: only, call: only.call, alias: entry } : undefined;
}

function change(calls: readonly Followed[], found: Found, make: (one: Followed) => Followed, isNews = true): Step {
  if (!found) return { calls, changed: [] };
  const index = found.one ? calls.indexOf(found.one) : calls.length - 1;
  const before = calls[index];
  if (!before) return { calls, changed: [] };
  const aliases = found.alias === undefined ? before.aliases : [...before.aliases, found.alias];
  const after = { ...make(before), aliases };
  return { calls: calls.with(index, after), changed: isNews ? [after.call] : [] };
}

/** Calls that are not over, for who has to read on from where the oldest of them began. */
export const openCalls = ({ calls }: Fold): QueueCall[] =>
  calls
    .filter((one) => !isOver(one) || (one.call.end === 'answered' && one.overAt === undefined))
    .map(({ call }) => call);
