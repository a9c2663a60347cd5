// When a supervisor is told that something goes wrong: a pure function of the board, the people, the day and the time. An
// alert that was raised goes only once things are clearly better and have been so for a moment: it does not flap.
import type { QueueAlerts } from '../site/supervision.ts';
import type { ALERT_KINDS } from './kinds.ts';
import type { Alert, TeamRow } from './types.ts';

type AlertKind = (typeof ALERT_KINDS)[number];

/** Better than this share of the limit counts as better. */
const CLEARLY_BETTER = 0.8;
/** So long it has to be better. */
const CALM_MS = 10_000;
/** A share of fewer callers says nothing. */
const LEAST_CALLERS = 10;

export interface Watched {
  readonly limits: readonly QueueAlerts[];
  readonly queueName: (id: string) => string;
  /** When each caller who waits on the line joined, by queue. */
  readonly joinedAt: ReadonlyMap<string, readonly number[]>;
  readonly team: readonly TeamRow[];
  /** Answered and given up today. */
  readonly today: ReadonlyMap<string, { readonly answered: number; readonly abandoned: number }>;
}

interface Measured {
  readonly id: string;
  readonly kind: AlertKind;
  readonly queue: string;
  readonly person?: TeamRow;
  readonly since?: number;
  readonly value: number;
  readonly limit: number;
}

/** The alerts at `now` (epoch ms), given those there were. */
export function alertsAt(before: readonly Alert[], watched: Watched, now: number): Alert[] {
  const measured = watched.limits.flatMap((limits) => measure(limits, watched, now));
  const byId = new Map(measured.map((one) => [one.id, one]));
  const kept = before.flatMap((alert) => keep(alert, byId.get(alert.id), watched, now));
  const known = new Set(kept.map(({ id }) => id));
  const raised = measured
    .filter(({ id, value, limit }) => value > limit && !known.has(id))
    .map((one) => ({ ...shown(one, watched), raisedAt: now, lastAt: now }));
  return [...kept, ...raised];
}

function keep(alert: Alert, now: Measured | undefined, watched: Watched, at: number): Alert[] {
  if (now && now.value > now.limit * CLEARLY_BETTER)
    return [
      {
        ...shown(now, watched),
        raisedAt: alert.raisedAt,
        lastAt: at,
        ...(alert.seenBy ? { seenBy: alert.seenBy } : {}),
      },
    ];
  // What is no longer watched goes at once; the rest stays for a moment, so that it can still be read.
  const isWatched = watched.limits.some(({ queue }) => queue === alert.queue);
  return isWatched && at - alert.lastAt < CALM_MS ? [alert] : [];
}

const shown = ({ id, kind, queue, person, since, value, limit }: Measured, { queueName }: Watched) => ({
  ...{ id, kind, queue, queueName: queueName(queue) },
  ...(person ? { extension: person.extension, name: person.name } : {}),
  ...(since === undefined ? {} : { since }),
  ...(kind === 'abandoned' ? { percent: Math.round(value * 100), limit: Math.round(limit * 100) } : {}),
  ...(kind === 'nobody' || kind === 'abandoned' ? {} : { limit: limit / 1000 }),
});

function measure(limits: QueueAlerts, watched: Watched, now: number): Measured[] {
  const { queue } = limits;
  const found: Measured[] = [];
  const add = (kind: AlertKind, value: number, limit: number, part: Partial<Measured> = {}) =>
    found.push({
      id: [kind, queue, part.person?.extension].filter(Boolean).join('/'),
      kind,
      queue,
      value,
      limit,
      ...part,
    });
  if (limits.longestWaitSeconds !== undefined) {
    const joined = watched.joinedAt.get(queue) ?? [];
    if (joined.length > 0) {
      const since = Math.min(...joined);
      add('wait', now - since, limits.longestWaitSeconds * 1000, { since });
    }
  }
  if (limits.abandonedShare !== undefined) {
    const { answered, abandoned } = watched.today.get(queue) ?? { answered: 0, abandoned: 0 };
    const all = answered + abandoned;
    if (all >= LEAST_CALLERS) add('abandoned', abandoned / all, limits.abandonedShare);
  }
  const members = watched.team.filter(({ memberships }) => memberships.some((one) => one.queue === queue));
  if (limits.nobody && members.every(({ state }) => state === 'unregistered')) add('nobody', 1, 0);
  for (const person of members) {
    const { state, since } = person;
    const limit = state === 'wrapUp' ? limits.wrapUpSeconds : state === 'paused' ? limits.pausedSeconds : undefined;
    if (limit !== undefined && since !== undefined && (state === 'wrapUp' || state === 'paused'))
      add(state, now - since, limit * 1000, { person, since });
  }
  return found;
}
