// The made-up practice as FHIR R4 resources: same seed and day, same practice. All of it is marked synthetic.
import type { Resource } from '@medplum/fhirtypes';
import { Calendar } from './practice/calendar.ts';
import { patientOf, relativesOf } from './practice/patients.ts';
import { PhoneBook, inventHousehold, rosterPeople } from './practice/people.ts';
import type { Person } from './practice/people.ts';
import { practiceResources } from './practice/practice.ts';
import { seeded } from './practice/random.ts';
import { recordsOf } from './practice/records.ts';
import { synthetic } from './practice/synthetic.ts';
import { slotsOf, visitsOf } from './practice/visits.ts';

export interface GenerateOptions {
  readonly seed: number;
  /** The instant the practice is dated around: visits before it have happened, later ones are booked. */
  readonly today: Date;
  /** At least this many patients (the last household may add a few). */
  readonly patients?: number;
}

const PATIENTS = 220;

/**
 * Riverside Family Practice: providers, patients in households, and their records.
 * @returns resources with ids, referential integrity kept, none depending on anything but the options
 */
export function generatePractice({ seed, today, patients = PATIENTS }: GenerateOptions): Resource[] {
  const random = seeded(seed);
  const calendar = new Calendar(today);
  const people: Person[] = rosterPeople(random.fork('roster'), calendar);
  const book = new PhoneBook(random.fork('phones'));
  for (let index = 1; people.length < patients; index++)
    people.push(...inventHousehold(index, random.fork(`household ${index}`), book, calendar));
  const visits = people.flatMap((person) => visitsOf(person, random.fork(`visits ${person.id}`), calendar));
  return [
    ...practiceResources(),
    ...people.map(patientOf),
    ...people.flatMap(relativesOf),
    ...visits,
    ...slotsOf(calendar, visits),
    ...people.flatMap((person) => recordsOf(person, random.fork(`records ${person.id}`), calendar)),
  ].map(synthetic);
}
