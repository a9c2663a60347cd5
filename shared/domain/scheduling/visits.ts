// What may be done with a visit, and in which order visits stand.
import type { BookedVisit, SchedulingSupport } from './types.ts';

export type VisitAct = 'move' | 'cancel' | 'confirm';

/** What this EHR lets a desk do with the visit now. A visit that has begun is past moving and cancelling. */
export function actsFor(visit: BookedVisit, support: SchedulingSupport, now: number): VisitAct[] {
  const isAhead = visit.start === undefined || visit.start > now;
  const isOpen = visit.state === 'booked' || visit.state === 'asked';
  if (!isAhead) return [];
  if (visit.state === 'waiting')
    return [
      ...(support.book !== 'not' && support.times ? (['move'] as const) : []),
      ...(support.cancel ? (['cancel'] as const) : []),
    ];
  if (!isOpen) return [];
  return [
    ...(support.confirm && !visit.confirmed ? (['confirm'] as const) : []),
    ...(support.book !== 'not' && support.cancel && support.times ? (['move'] as const) : []),
    ...(support.cancel ? (['cancel'] as const) : []),
  ];
}

/** Ahead and open, the nearest first; who waits comes last. */
export function inOrder(visits: readonly BookedVisit[]): BookedVisit[] {
  const at = ({ start }: BookedVisit): number => start ?? Number.MAX_SAFE_INTEGER;
  return [...visits].sort((a, b) => at(a) - at(b) || (a.since ?? 0) - (b.since ?? 0));
}
