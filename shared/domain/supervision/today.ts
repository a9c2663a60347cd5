// A light count of the day, from what this desk sees happen: enough for a wallboard and an alert. What happened while no desk
// was running, or before this one began, is not in it.
import { localDate } from '../schedule/local-date.ts';
import type { WaitingCaller } from '../queue/types.ts';

export interface DayCount {
  readonly answered: number;
  readonly abandoned: number;
  readonly inTarget: number;
}

export interface Today {
  /** ISO day at the clinic. */
  readonly day: string;
  readonly since: number;
  readonly queues: ReadonlyMap<string, DayCount>;
}

export const NO_CALLS: DayCount = { answered: 0, abandoned: 0, inTarget: 0 };

export const beginDay = (at: number, zone: string): Today => ({
  day: localDate(at, zone),
  since: at,
  queues: new Map(),
});

/** The count after one caller was answered or gave up; a new day begins at nought. */
export function countCaller(
  before: Today,
  how: 'answered' | 'abandoned',
  { queue, joinedAt }: Pick<WaitingCaller, 'queue' | 'joinedAt'>,
  { at, zone, targetSeconds }: { at: number; zone: string; targetSeconds: number },
): Today {
  const today = localDate(at, zone) === before.day ? before : beginDay(at, zone);
  const count = today.queues.get(queue) ?? NO_CALLS;
  const isInTarget = how === 'answered' && at - joinedAt <= targetSeconds * 1000;
  const next = { ...count, [how]: count[how] + 1, inTarget: count.inTarget + (isInTarget ? 1 : 0) };
  return { ...today, queues: new Map(today.queues).set(queue, next) };
}

/** Answered within the target, among all who were answered or gave up; undefined: nobody yet. */
export function servicePercent({ answered, abandoned, inTarget }: DayCount): number | undefined {
  const all = answered + abandoned;
  return all === 0 ? undefined : Math.round((inTarget / all) * 100);
}
