// Closing the office at once: what is offered, and the closure that each choice becomes. Pure.
import { DateTime } from 'luxon';
import type { Closure } from '../site/hours.ts';

/** In the order in which they are offered; each keeps its number, so that a hand can learn it. */
export const CLOSING_CHOICES = ['noon', 'today', 'hour', 'tomorrowNoon', 'tomorrow'] as const;
export type ClosingChoice = (typeof CLOSING_CHOICES)[number];

/** The reasons offered where the site names none. */
export const USUAL_CLOSING = {
  by: ['supervisor', 'administrator'],
  reasons: ['Weather', 'Power or network failure', 'Staff shortage'],
} as const;

/**
 * The closure that a choice means at this moment (epoch ms), in the clinic's clock.
 * @returns undefined where it means nothing any more: until noon, in the afternoon
 */
export function closureFor(choice: ClosingChoice, timeZone: string, at: number, reason: string): Closure | undefined {
  const now = DateTime.fromMillis(at, { zone: timeZone });
  const date = now.toISODate() ?? '';
  const from = now.toFormat('HH:mm');
  const tomorrow = now.plus({ days: 1 }).toISODate() ?? '';
  switch (choice) {
    case 'noon':
      return now.hour < 12 ? { date, from, to: '12:00', reason } : undefined;
    case 'today':
      return { date, from, reason };
    case 'hour':
      return forAnHour(now, reason);
    case 'tomorrowNoon':
      return { date: tomorrow, to: '12:00', reason };
    case 'tomorrow':
      return { date: tomorrow, reason };
  }
}

function forAnHour(now: DateTime, reason: string): Closure {
  const end = now.plus({ hours: 1 });
  const [date, lastDate] = [now.toISODate() ?? '', end.toISODate() ?? ''];
  const closure = { date, from: now.toFormat('HH:mm'), to: end.toFormat('HH:mm'), reason };
  if (lastDate === date) {
    // In the hour that the clocks are set back an hour ends at the minute at which it began.
    return closure.to > closure.from ? closure : { ...closure, to: end.plus({ hours: 1 }).toFormat('HH:mm') };
  }
  return closure.to === '00:00' ? { date, from: closure.from, reason } : { ...closure, lastDate };
}

/** The same closure, written the same way. */
export const isSameClosure = (a: Closure, b: Closure): boolean =>
  a.date === b.date &&
  (a.from ?? '00:00') === (b.from ?? '00:00') &&
  (a.lastDate ?? a.date) === (b.lastDate ?? b.date) &&
  (a.to ?? '24:00') === (b.to ?? '24:00') &&
  a.reason === b.reason;

/** Whether it still closes anything after this moment. */
export function isClosureAhead(closure: Closure, timeZone: string, at: number): boolean {
  const last = closure.lastDate ?? closure.date;
  const day = DateTime.fromISO(last, { zone: timeZone });
  const [hour = 0, minute = 0] = (closure.to ?? '24:00').split(':').map(Number);
  const end = hour === 24 ? day.plus({ days: 1 }) : day.set({ hour, minute });
  return end.toMillis() > at;
}
