// What was done with a visit, as a line of the call's note: the next person reads it, in the practice's language.
import { DateTime } from 'luxon';
import type { BookedVisit } from './types.ts';

export type Done = 'booked' | 'moved' | 'cancelled' | 'confirmed' | 'waiting' | 'unclear';

const WORDS: Readonly<Record<string, Readonly<Record<Done, string>>>> = {
  en: {
    booked: 'Booked',
    moved: 'Moved to',
    cancelled: 'Cancelled',
    confirmed: 'Confirmed',
    waiting: 'On the waiting list',
    unclear: 'Not clear whether booked, look in the EHR',
  },
  es: {
    booked: 'Reservada',
    moved: 'Cambiada a',
    cancelled: 'Cancelada',
    confirmed: 'Confirmada',
    waiting: 'En lista de espera',
    unclear: 'No está claro si se reservó, mire en el EHR',
  },
};

/** "Booked: Mon, Nov 23, 9:20 AM · Follow-up · Dr. Lee · Riverside, Main Street." */
export function noteLine(
  what: Done,
  visit: BookedVisit,
  { zone, language }: { zone: string; language: string },
): string {
  const words = WORDS[language] ?? WORDS['en']!;
  const when =
    visit.start === undefined
      ? ''
      : DateTime.fromMillis(visit.start, { zone })
          .setLocale(language)
          .toLocaleString({ weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  return `${words[what]}: ${[when, visit.what, visit.provider, visit.place].filter(Boolean).join(' · ')}.`;
}
