// Spans of time into hours of a person's day: signed in, paused and why, and what of the rest went into calls. Pure.
// Signed in: in at least one queue. Paused: in none of them to be rung. A pause in one of several queues is none.

export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface TimeSpan extends Interval {
  readonly queue: string;
  readonly kind: 'in' | 'paused';
  readonly reason: string;
}

export interface Presence {
  /** Milliseconds. */
  readonly signedIn: number;
  readonly paused: number;
  readonly reasons: ReadonlyMap<string, number>;
}

/** In order, without overlaps. */
export function united(intervals: readonly Interval[]): Interval[] {
  const made: { from: number; to: number }[] = [];
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = made.at(-1);
    if (to <= from) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else made.push({ from, to });
  }
  return made;
}

/** What of `intervals` no one of `others` covers; both united. */
export function without(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let next = 0;
  for (const { from, to } of intervals) {
    let at = from;
    while (next < others.length && others[next]!.to <= from) next++;
    for (let index = next; index < others.length && others[index]!.from < to; index++) {
      const other = others[index]!;
      if (other.from > at) left.push({ from: at, to: other.from });
      at = Math.max(at, other.to);
    }
    if (at < to) left.push({ from: at, to });
  }
  return left;
}

export function clipped<T extends Interval>(spans: readonly T[], { from, to }: Interval): T[] {
  return spans
    .filter((span) => span.from < to && span.to > from)
    .map((span) => ({ ...span, from: Math.max(from, span.from), to: Math.min(to, span.to) }));
}

const length = (intervals: readonly Interval[]): number => intervals.reduce((sum, { from, to }) => sum + to - from, 0);

/** One person's time within the spans that are given. */
export function presenceOf(spans: readonly TimeSpan[]): Presence {
  const [inside, pauses] = [spans.filter(({ kind }) => kind === 'in'), spans.filter(({ kind }) => kind === 'paused')];
  const signedIn = united(inside);
  const queues = [...new Set(inside.map(({ queue }) => queue))];
  // To be rung in at least one queue. Who signed in without saying where is paused wherever they are.
  const free = queues.flatMap((queue) =>
    without(
      united(inside.filter((span) => span.queue === queue)),
      united(pauses.filter((span) => queue === '' || span.queue === '' || span.queue === queue)),
    ),
  );
  const paused = without(signedIn, united(free));
  const reasons = new Map<string, number>();
  // A moment belongs to one reason: that of the pause which began first.
  let counted: Interval[] = [];
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    const fresh = without([pause], counted);
    const within = paused.flatMap((one) => clipped(fresh, one));
    if (within.length > 0) reasons.set(pause.reason, (reasons.get(pause.reason) ?? 0) + length(within));
    counted = united([...counted, pause]);
  }
  return { signedIn: length(signedIn), paused: length(paused), reasons };
}

/** Seconds of one person, of one day or of all that was asked about. */
export interface PersonTime {
  readonly agent: string;
  /** YYYY-MM-DD; empty: all of the days together. */
  readonly date: string;
  readonly signedIn: number;
  readonly paused: number;
  readonly reasons: readonly { readonly reason: string; readonly seconds: number }[];
  /** Talk, hold and wrap-up of calls that came in then. */
  readonly busy: number;
}

/** Of the time in which somebody could be rung, what went into calls; undefined: they were not signed in, as far as is known. */
export function occupancyOf({
  signedIn,
  paused,
  busy,
}: Pick<PersonTime, 'signedIn' | 'paused' | 'busy'>): number | undefined {
  const free = signedIn - paused;
  return free <= 0 ? undefined : Math.min(1, busy / free);
}

/** The days of one person together. */
export function togetherOf(times: readonly PersonTime[], agent: string): PersonTime {
  const own = times.filter((one) => one.agent === agent);
  const sum = (pick: (one: PersonTime) => number) => own.reduce((all, one) => all + pick(one), 0);
  const reasons = new Map<string, number>();
  for (const one of own)
    for (const { reason, seconds: spent } of one.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + spent);
  return {
    ...{ agent, date: '', signedIn: sum((one) => one.signedIn), paused: sum((one) => one.paused) },
    busy: sum((one) => one.busy),
    reasons: [...reasons].map(([reason, spent]) => ({ reason, seconds: spent })).sort((a, b) => b.seconds - a.seconds),
  };
}
