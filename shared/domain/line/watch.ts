// Whether the way to the PBX is alive, and what to do about it when it is not. Pure: times are milliseconds of one
// monotonic clock, sockets are ids; the phone page carries out the steps.
//
// A socket that says nothing proves nothing. Asterisk was seen to be silent for two to three seconds while it was well,
// and a TCP connection whose peer has vanished looks connected for half a minute. So nothing is guessed: after a short
// silence a second socket is opened and asked the same question over it, while the first is kept. Whichever answers
// first is alive. If it is the old one, nothing has happened, and a call that rings on it goes on ringing; if it is the
// new one, the old one is dead, since it was asked earlier. If neither answers, the desk is told that the phone is
// reconnecting, and both go on being tried.
//
// A fresh socket every two seconds makes the system send a connection request every second (the first and its one
// repetition), so that the way is found within a second of its return, however long it was gone. One socket left to
// itself would wait twice as long each time.

/** Silence on a working line lasts no longer than the pause between two questions. */
export const ASK_MS = 1_000;
/** Unanswered for this long: a second opinion is asked. After sleep or a change of network the answer is owed sooner. */
const PATIENCE_MS = 1_400;
const DISTURBED_PATIENCE_MS = 700;
/** Doubt for this long is said aloud; together with the above within three seconds of the last word heard. */
const SAY_MS = 400;
/** A socket that has not opened, or has opened and not answered, is given up for a fresh one. */
const OPENING_MS = 2_000;
/** Chromium delays the sockets of a page that has failed often: in a long outage each is given time for that too. */
const LATER_OPENING_MS = 8_000;
const ANSWERING_MS = 2_500;
/** Another server answers: the one we came from gets this long to answer too, longer when it holds calls. */
const HOME_GRACE_MS = { idle: 500, calls: 2_500 } as const;
/** Pauses between attempts that fail at once; the longer ones begin after the first half minute. */
const FIRST_PAUSE_MS = 150;
const SOON_MS = 1_000;
const LATER_MS = 5_000;
const SOON_FOR_MS = 60_000;
const UNREACHABLE_MS = 6_000;

export interface Candidate {
  readonly id: number;
  readonly server: number;
  readonly since: number;
  readonly openedAt?: number;
  readonly answeredAt?: number;
}

export interface Watch {
  readonly servers: number;
  /** The server last in use; where calls live. */
  readonly home: number;
  readonly used?: {
    readonly id: number;
    readonly heardAt: number;
    readonly lastAskedAt: number;
    /** The earliest question that nothing has been heard after. */
    readonly unansweredSince?: number;
    readonly patience: number;
  };
  readonly candidates: readonly Candidate[];
  /** Since when there has been no way that works; absent while there is one. */
  readonly lostSince?: number;
  readonly failures: number;
  readonly notBefore: number;
  readonly nextId: number;
}

export type WatchInput =
  | { readonly type: 'opened' | 'heard' | 'closed'; readonly id: number }
  /** The network changed, the computer woke: look at once. */
  | { readonly type: 'disturbed' }
  /** The server answers, but not usefully (5xx to everything): the next one in the list, if there is one. */
  | { readonly type: 'unwell' }
  | { readonly type: 'tick' };

export type WatchStep =
  | { readonly do: 'open'; readonly id: number; readonly server: number }
  | { readonly do: 'ask' | 'drop'; readonly id: number }
  /** From now on this socket carries everything; the former one is dropped. */
  | { readonly do: 'use'; readonly id: number; readonly server: number; readonly isHome: boolean };

export interface WatchContext {
  readonly now: number;
  readonly hasCalls: boolean;
  /** 0 to 1, for jitter: a hundred desks must not come back in the same instant. */
  readonly chance: number;
}

/** What the desk should be told about the way itself; registering comes after. */
export type WayState = 'ok' | 'connecting' | 'unreachable';

export const startWatch = (servers: number, now: number): Watch => ({
  servers,
  home: 0,
  candidates: [],
  lostSince: now,
  failures: 0,
  notBefore: now,
  nextId: 1,
});

const isInDoubt = ({ used }: Watch, now: number): boolean =>
  used?.unansweredSince !== undefined && now - used.unansweredSince >= used.patience;

export function wayState(watch: Watch, now: number): WayState {
  const since = watch.used ? (isInDoubt(watch, now) ? doubtSince(watch) : undefined) : watch.lostSince;
  if (since === undefined || (watch.used && now - since < SAY_MS)) return 'ok';
  return now - since < UNREACHABLE_MS ? 'connecting' : 'unreachable';
}

const doubtSince = ({ used }: Watch): number => (used?.unansweredSince ?? 0) + (used?.patience ?? 0);

/** The next state and what to do, in this order. */
export function stepWatch(before: Watch, input: WatchInput, context: WatchContext): [Watch, WatchStep[]] {
  const [noticed, first] = notice(before, input, context);
  const [moved, second] = chooseWay(noticed, context);
  const [watch, third] = keepTrying(moved, context);
  return [watch, [...first, ...second, ...third]];
}

function notice(watch: Watch, input: WatchInput, context: WatchContext): [Watch, WatchStep[]] {
  const { now } = context;
  switch (input.type) {
    case 'tick':
      return [watch, []];
    case 'disturbed':
      return disturbed(watch, now);
    case 'heard':
      return [heard(watch, input.id, now), []];
    case 'opened': {
      const candidates = watch.candidates.map((each) => (each.id === input.id ? { ...each, openedAt: now } : each));
      // While another socket may be alive, an open one must prove itself; the only one proves itself by registering.
      const isKnown = candidates.some(({ id }) => id === input.id);
      return [{ ...watch, candidates }, isKnown && watch.used ? [{ do: 'ask', id: input.id }] : []];
    }
    case 'closed':
      return [closed(watch, input.id, context), []];
    case 'unwell':
      return unwell(watch, now);
  }
}

function heard(watch: Watch, id: number, now: number): Watch {
  const { used } = watch;
  if (used?.id === id) {
    const { unansweredSince: _answered, ...rest } = used;
    return { ...watch, used: { ...rest, heardAt: now, patience: PATIENCE_MS } };
  }
  const candidates = watch.candidates.map((each) => (each.id === id ? { answeredAt: now, ...each } : each));
  return { ...watch, candidates };
}

function closed(watch: Watch, id: number, context: WatchContext): Watch {
  const { now } = context;
  if (watch.used?.id === id) {
    const { used: _gone, ...rest } = watch;
    return { ...rest, lostSince: now };
  }
  const candidate = watch.candidates.find((each) => each.id === id);
  if (!candidate) return watch;
  return failed({ ...watch, candidates: watch.candidates.filter((each) => each !== candidate) }, context, candidate);
}

function unwell(watch: Watch, now: number): [Watch, WatchStep[]] {
  const { used, ...rest } = watch;
  if (!used || watch.servers === 1) return [watch, []];
  const home = (watch.home + 1) % watch.servers;
  return [{ ...rest, home, lostSince: now }, [{ do: 'drop', id: used.id }]];
}

function failed(watch: Watch, { now, hasCalls, chance }: WatchContext, { since }: Candidate): Watch {
  const failures = watch.failures + 1;
  // One that ran into its time limit has been the pause.
  if (now - since >= openingLimit(watch, now)) return { ...watch, failures, notBefore: now };
  const isSoon = hasCalls || now - (watch.lostSince ?? now) < SOON_FOR_MS;
  const longest = isSoon ? SOON_MS : LATER_MS;
  // One round of the servers costs no pause: the next one may be well.
  const round = Math.floor(failures / watch.servers);
  const pause = round === 0 ? 0 : Math.min(longest, FIRST_PAUSE_MS * 2 ** (round - 1));
  return { ...watch, failures, notBefore: now + pause / 2 + (chance * pause) / 2 };
}

function disturbed(watch: Watch, now: number): [Watch, WatchStep[]] {
  const { used } = watch;
  const fresh = { ...watch, notBefore: now };
  if (!used) return [fresh, []];
  const asked = { ...used, lastAskedAt: now, unansweredSince: now, patience: DISTURBED_PATIENCE_MS };
  return [{ ...fresh, used: asked }, [{ do: 'ask', id: used.id }]];
}

function chooseWay(watch: Watch, { now, hasCalls }: WatchContext): [Watch, WatchStep[]] {
  // The old one lives: the second opinion is not wanted any more.
  if (watch.used && !isInDoubt(watch, now))
    return [{ ...watch, candidates: [], failures: 0 }, watch.candidates.map(({ id }) => ({ do: 'drop', id }) as const)];
  const isAlive = (each: Candidate) => (watch.used ? each.answeredAt : each.openedAt) !== undefined;
  const alive = watch.candidates.filter(isAlive);
  const chosen = alive.find(({ server }) => server === watch.home) ?? alive[0];
  if (!chosen) return [watch, []];
  const isHome = chosen.server === watch.home;
  const aliveSince = (watch.used ? chosen.answeredAt : chosen.openedAt) ?? now;
  const isFirst = watch.used === undefined && watch.failures < watch.servers && !hasCalls;
  if (!isHome && !isFirst && now - aliveSince < HOME_GRACE_MS[hasCalls ? 'calls' : 'idle']) return [watch, []];
  return [inUse(watch, chosen, now), useSteps(watch, chosen, isHome)];
}

function inUse(watch: Watch, chosen: Candidate, now: number): Watch {
  const { lostSince: _found, ...rest } = watch;
  const used = { id: chosen.id, heardAt: now, lastAskedAt: now, patience: PATIENCE_MS };
  return { ...rest, home: chosen.server, used, candidates: [], failures: 0 };
}

function useSteps(watch: Watch, chosen: Candidate, isHome: boolean): WatchStep[] {
  const others = watch.candidates.filter(({ id }) => id !== chosen.id).map(({ id }) => ({ do: 'drop', id }) as const);
  const former = watch.used ? [{ do: 'drop', id: watch.used.id } as const] : [];
  return [{ do: 'use', id: chosen.id, server: chosen.server, isHome }, ...others, ...former];
}

function keepTrying(before: Watch, context: WatchContext): [Watch, WatchStep[]] {
  const { now } = context;
  const { used } = before;
  if (used && !isInDoubt(before, now)) return ask(before, now);
  const steps: WatchStep[] = [];
  let watch = before;
  for (const each of before.candidates)
    if (isTooSlow(each, before, now)) {
      watch = failed({ ...watch, candidates: watch.candidates.filter(({ id }) => id !== each.id) }, context, each);
      steps.push({ do: 'drop', id: each.id });
    }
  // Home is tried all the time; beside it the next server in the list, once home has failed to answer.
  for (const server of wanted(watch)) {
    if (now < watch.notBefore || watch.candidates.some((each) => each.server === server)) continue;
    const candidate = { id: watch.nextId, server, since: now };
    watch = { ...watch, nextId: watch.nextId + 1, candidates: [...watch.candidates, candidate] };
    steps.push({ do: 'open', id: candidate.id, server });
  }
  return [watch, steps];
}

const openingLimit = (watch: Watch, now: number): number =>
  now - (watch.used ? doubtSince(watch) : (watch.lostSince ?? now)) < SOON_FOR_MS ? OPENING_MS : LATER_OPENING_MS;

const isTooSlow = ({ since, openedAt, answeredAt }: Candidate, watch: Watch, now: number): boolean =>
  openedAt === undefined
    ? now - since >= openingLimit(watch, now)
    : watch.used !== undefined && answeredAt === undefined && now - openedAt >= ANSWERING_MS;

function wanted({ home, servers, failures }: Watch): number[] {
  if (failures === 0 || servers === 1) return [home];
  const next = (home + 1 + (Math.ceil(failures / 2) - 1)) % servers;
  return next === home ? [home] : [home, next];
}

function ask(watch: Watch, now: number): [Watch, WatchStep[]] {
  const { used } = watch;
  if (!used || now - used.lastAskedAt < ASK_MS) return [watch, []];
  const asked = { ...used, lastAskedAt: now, unansweredSince: used.unansweredSince ?? now };
  return [{ ...watch, used: asked }, [{ do: 'ask', id: used.id }]];
}
