// What was promised for a day and what became of it. Pure; every figure names the items behind it.
import { DateTime } from 'luxon';
import { dueAt } from './rules.ts';
import type { Work } from './types.ts';

export const FIGURES = ['promised', 'keptInWindow', 'keptLate', 'overdue', 'open'] as const;
export type Figure = (typeof FIGURES)[number];

/** Ids of the items behind each figure. `promised` is all of the other four. */
export type Figures = Readonly<Record<Figure, readonly string[]>>;

export interface DayReport {
  /** The clinic's day, YYYY-MM-DD. */
  readonly day: string;
  readonly all: Figures;
  readonly byOwner: readonly { readonly owner: string; readonly figures: Figures }[];
  /** Promises whose time was moved on that day, with a reason each in their history. */
  readonly moved: readonly string[];
}

type Standing = Exclude<Figure, 'promised'>;

/** How a promise stands at `now`. What was joined to another item is that item's promise. */
function standingOf(work: Work, due: number, now: number): Standing {
  if (work.closed) return work.closed.at <= due ? 'keptInWindow' : 'keptLate';
  return due < now ? 'overdue' : 'open';
}

/** The promises that fall due on `day` in the clinic's zone, however they stand at `now`. */
export function dayReport(
  works: Iterable<Work>,
  { day, zone, now }: { readonly day: string; readonly zone: string; readonly now: number },
): DayReport {
  const start = DateTime.fromISO(day, { zone }).startOf('day');
  const [from, to] = [start.toMillis(), start.plus({ days: 1 }).startOf('day').toMillis()];
  const isThatDay = (at: number): boolean => at >= from && at < to;
  const all = empty();
  const byOwner = new Map<string, ReturnType<typeof empty>>();
  const moved: string[] = [];
  for (const work of works) {
    if (work.closed?.how === 'merged') continue;
    if (work.history.some((event) => event.what === 'moved' && isThatDay(event.at))) moved.push(work.id);
    const due = dueAt(work.due, zone);
    if (!isThatDay(due)) continue;
    const owner = byOwner.get(work.owner) ?? empty();
    byOwner.set(work.owner, owner);
    const standing = standingOf(work, due, now);
    for (const figures of [all, owner]) {
      figures.promised.push(work.id);
      figures[standing].push(work.id);
    }
  }
  const owners = [...byOwner].map(([owner, figures]) => ({ owner, figures }));
  return { day, all, moved, byOwner: owners.sort((a, b) => a.owner.localeCompare(b.owner)) };
}

const empty = (): Record<Figure, string[]> => ({ promised: [], keptInWindow: [], keptLate: [], overdue: [], open: [] });
