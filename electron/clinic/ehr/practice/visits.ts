// Appointments around today, and the slots of the days ahead: free, or taken by one of them.
import type { Appointment, Slot } from '@medplum/fhirtypes';
import type { DateTime } from 'luxon';
import { STARTS, VISIT_MINUTES, instant } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { fullName } from './patients.ts';
import type { Person } from './people.ts';
import { placeOf, providerName } from './practice.ts';
import type { Random } from './random.ts';
import { reference } from './synthetic.ts';
import { PROVIDERS, VISIT_KINDS, kindsOf, visitType } from './vocabulary.ts';
import type { Provider } from './vocabulary.ts';

type Status = 'booked' | 'arrived' | 'fulfilled' | 'noshow' | 'cancelled';

/** Days ahead, with today, for which there are slots. */
const SLOT_DAYS = 21;
/** From so many days ahead a patient has not confirmed yet: the practice asks a few days before. */
const CONFIRMED_DAYS = 5;

const slotId = (provider: Provider, start: DateTime): string =>
  `slot-${provider.id}-${start.toFormat('yyyyLLdd-HHmm')}`;

const hasSlot = (calendar: Calendar, start: DateTime): boolean =>
  start > calendar.now && start < calendar.day(SLOT_DAYS);

function partOf(status: Status, start: DateTime, calendar: Calendar): 'accepted' | 'declined' | 'needs-action' {
  if (status === 'cancelled') return 'declined';
  return status === 'booked' && start >= calendar.day(CONFIRMED_DAYS) ? 'needs-action' : 'accepted';
}

interface Made {
  readonly start: DateTime;
  readonly status: Status;
  readonly created: DateTime;
}

function appointment(
  person: Person,
  { start, status, created }: Made,
  random: Random,
  calendar: Calendar,
): Appointment {
  const kind = random.pick(person.child ? VISIT_KINDS.child : VISIT_KINDS.adult);
  const isTaking = status === 'booked' && hasSlot(calendar, start);
  return {
    resourceType: 'Appointment',
    id: `visit-${person.id.replace(/^patient-/, '')}-${start.toFormat('yyyyLLdd-HHmm')}`,
    status,
    ...(status === 'cancelled' ? { cancelationReason: { text: 'Patient asked' } } : {}),
    serviceType: [visitType(kind)],
    ...(isTaking ? { slot: [reference('Slot', slotId(person.provider, start))] } : {}),
    appointmentType: { text: kind },
    description: kind,
    start: instant(start),
    end: instant(start.plus({ minutes: VISIT_MINUTES })),
    minutesDuration: VISIT_MINUTES,
    created: instant(created),
    participant: [
      {
        actor: reference('Patient', person.id, fullName(person)),
        required: 'required',
        status: partOf(status, start, calendar),
      },
      {
        actor: reference('Practitioner', person.provider.id, providerName(person.provider)),
        required: 'required',
        status: 'accepted',
      },
      { actor: placeOf(person.provider), status: 'accepted' },
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
    const made = { start, status: status(start), created: created < calendar.now ? created : calendar.now };
    return [appointment(person, made, random, calendar)];
  });
}

/** The slots of every provider on the coming working days, those of `visits` taken; call after all visits are placed. */
export function slotsOf(calendar: Calendar, visits: readonly Appointment[]): Slot[] {
  const taken = new Set(visits.flatMap(({ slot = [] }) => slot.map((one) => one.reference)));
  const days = Array.from({ length: SLOT_DAYS }, (_, i) => calendar.day(i));
  const times = days.flatMap((day) => STARTS.map((minutes) => calendar.at(day, minutes)));
  return PROVIDERS.flatMap((provider) =>
    times.flatMap((start): Slot[] => {
      const id = slotId(provider, start);
      const isTaken = taken.has(`Slot/${id}`);
      const isOffered = start.weekday <= 5 && start > calendar.now && calendar.isFree(provider, start);
      if (!isTaken && !isOffered) return [];
      return [
        {
          resourceType: 'Slot',
          id,
          serviceType: kindsOf(provider).map(visitType),
          schedule: reference('Schedule', `schedule-${provider.id}`, providerName(provider)),
          status: isTaken ? 'busy' : 'free',
          start: instant(start),
          end: instant(start.plus({ minutes: VISIT_MINUTES })),
        },
      ];
    }),
  );
}
