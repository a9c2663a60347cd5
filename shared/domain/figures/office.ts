// When the practice is open within a span of time. Pure.
import { DateTime } from 'luxon';
import { openSpansOf } from '../schedule/schedule.ts';
import type { Hours } from '../site/hours.ts';
import type { Span } from './coverage.ts';

/** Longer ranges are not looked through day by day. */
const MOST_DAYS = 3_700;

export function officeSpans(
  { hours, clinic }: { readonly hours: Hours; readonly clinic: { readonly timeZone: string } },
  { from, to }: Span,
): Span[] {
  const spans: Span[] = [];
  let day = DateTime.fromMillis(from, { zone: clinic.timeZone }).startOf('day');
  for (let count = 0; count < MOST_DAYS && day.toMillis() < to; count++) {
    for (const open of openSpansOf(hours, day)) {
      const span = { from: Math.max(from, open.from.toMillis()), to: Math.min(to, open.to.toMillis()) };
      if (span.to > span.from) spans.push(span);
    }
    day = day.plus({ days: 1 });
  }
  return spans;
}
