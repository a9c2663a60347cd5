// Appointments around today and the free slots of the days ahead.
import type { Appointment, Slot } from '@medplum/fhirtypes';
import type { DateTime } from 'luxon';
import { STARTS, VISIT_MINUTES, instant } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { fullName } from './patients.ts';
import type { Person } from './people.ts';
import { providerName } from './practice.ts';
import type { Random } from './random.ts';
import { reference } from './synthetic.ts';
import { PROVIDERS, VISIT_KINDS } from './vocabulary.ts';

type Status = 'booked' | 'arrived' | 'fulfilled' | 'noshow' | 'cancelled';

/** Days ahead for which free slots are offered. */
const SLOT_DAYS = 7;

function appointment(person: Person, start: DateTime, status: Status, random: Random, created: DateTime): Appointment {
  const kind = random.pick(person.child ? VISIT_KINDS.child : VISIT_KINDS.adult);
  const part = status === 'cancelled' ? 'declined' : 'accepted';
  return {
    resourceType: 'Appointment',
    id: `visit-${person.id.replace(/^patient-/, '')}-${start.toFormat('yyyyLLdd-HHmm')}`,
    status,
    ...(status === 'cancelled' ? { cancelationReason: { text: 'Patient asked' } } : {}),
    serviceType: [{ text: kind }],
    appointmentType: { text: kind },
    description: kind,
    start: instant(start),
    end: instant(start.plus({ minutes: VISIT_MINUTES })),
    minutesDuration: VISIT_MINUTES,
    created: instant(created),
    participant: [
      { actor: reference('Patient', person.id, fullName(person)), required: 'required', status: part },
      {
        actor: reference('Practitioner', person.provider.id, providerName(person.provider)),
        required: 'required',
        status: 'accepted',
      },
      { actor: reference('Location', 'riverside-main', 'Riverside, Main Street'), status: 'accepted' },
    ],
  };
}

function pastStatus(random: Random): Status {
  const roll = random.int(1, 100);
  return roll <= 74 ? 'fulfilled' : roll <= 87 ? 'noshow' : 'cancelled';
}

function todayStatus(start: DateTime, calendar: Calendar, random: Random): Status {
  const minutesAgo = calendar.now.diff(start, 'minutes').minutes;
  if (minutesAgo < -10) return random.chance(0.07) ? 'cancelled' : 'booked';
  if (minutesAgo < VISIT_MINUTES) return 'arrived';
  return random.chance(0.12) ? 'noshow' : 'fulfilled';
}

interface Wish {
  readonly day: DateTime;
  readonly status: (start: DateTime) => Status;
}

function wishesOf(person: Person, random: Random, calendar: Calendar): Wish[] {
  const booked = (): Status => 'booked';
  const wishes: Wish[] = [];
  const ageDays = Math.floor(calendar.now.diff(calendar.now.set(birthParts(person)), 'days').days);
  const past = random.int(person.needs ? 2 : 0, 4);
  for (let i = 0; i < past; i++) {
    const offset = -random.int(3, 540);
    if (-offset < ageDays) wishes.push({ day: calendar.workday(offset), status: () => pastStatus(random) });
  }
  if (person.needs?.has('appointment-last-month'))
    wishes.push({ day: calendar.workday(-30), status: () => 'fulfilled' });
  if (person.deceased) return wishes;
  if (person.needs?.has('appointment-tomorrow')) wishes.push({ day: calendar.day(1), status: booked });
  else if (random.chance(0.45)) wishes.push({ day: calendar.workday(random.int(2, 45)), status: booked });
  if (!person.needs && random.chance(0.28))
    wishes.push({ day: calendar.day(0), status: (start) => todayStatus(start, calendar, random) });
  return wishes;
}

function birthParts(person: Person): { year: number; month: number; day: number } {
  const [year = 2000, month = 1, day = 1] = person.birthDate.split('-').map(Number);
  return { year, month, day };
}

/** The person's appointments, past and to come; takes their times in the calendar. */
export function visitsOf(person: Person, random: Random, calendar: Calendar): Appointment[] {
  return wishesOf(person, random, calendar).flatMap(({ day, status }) => {
    const start = calendar.take(person.provider, day, random.int(0, STARTS.length - 1));
    if (!start) return [];
    const created = day.minus({ days: random.int(3, 60) }).set({ hour: 10 });
    return [appointment(person, start, status(start), random, created < calendar.now ? created : calendar.now)];
  });
}

/** Free slots of every provider on the coming working days; call after all visits are placed. */
export function freeSlots(calendar: Calendar): Slot[] {
  const days = Array.from({ length: SLOT_DAYS }, (_, i) => calendar.day(i + 1)).filter((day) => day.weekday <= 5);
  const times = days.flatMap((day) => STARTS.map((minutes) => calendar.at(day, minutes)));
  return PROVIDERS.flatMap((provider) =>
    times
      .filter((start) => calendar.isFree(provider, start))
      .map((start): Slot => ({
        resourceType: 'Slot',
        id: `slot-${provider.id}-${start.toFormat('yyyyLLdd-HHmm')}`,
        schedule: reference('Schedule', `schedule-${provider.id}`, providerName(provider)),
        status: 'free',
        start: instant(start),
        end: instant(start.plus({ minutes: VISIT_MINUTES })),
      })),
  );
}
