// Who the practice knows: households with a phone, addresses, children with guardians; the callers of the roster first.
import { CALLER_ROSTER, UNKNOWN_CALLERS, birthDateOf } from '../../roster.ts';
import type { RosterNeed } from '../../roster.ts';
import { spellings } from '../../../../shared/domain/phone-number/phone-number.ts';
import { E164 } from '../../../../shared/domain/phone-number/e164.ts';
import type { Calendar } from './calendar.ts';
import { dateOnly } from './calendar.ts';
import type { Random } from './random.ts';
import {
  AREA_CODES,
  FAMILY_NAMES,
  FEMALE_NAMES,
  MALE_NAMES,
  OTHER_LANGUAGES,
  PLACES,
  PROVIDERS,
  STREETS,
} from './vocabulary.ts';
import type { Provider } from './vocabulary.ts';

export interface Address {
  readonly line: string;
  readonly city: string;
  readonly postalCode: string;
}

/** A patient before FHIR: everything the resource makers need to know. */
export interface Person {
  readonly id: string;
  readonly mrn: string;
  readonly given: string;
  readonly family: string;
  readonly gender: 'female' | 'male';
  readonly birthDate: string;
  readonly child: boolean;
  readonly language: string;
  readonly interpreter: boolean;
  readonly phones: readonly { readonly use: 'home' | 'mobile'; readonly text: string }[];
  readonly address: Address;
  readonly restricted: boolean;
  readonly deceased: boolean;
  readonly provider: Provider;
  /** Adults of the household who may speak for a child. */
  readonly guardians: readonly Person[];
  /** Given for callers of the roster: what their record must hold. */
  readonly needs?: ReadonlySet<RosterNeed>;
}

/** Made-up numbers, none twice, none of those that the simulated callers use or that must stay unknown. */
export class PhoneBook {
  readonly #used = new Set<string>([...CALLER_ROSTER.map((entry) => entry.e164), ...UNKNOWN_CALLERS]);
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A new number; 6 area codes × 100 lines is the supply. */
  next(): E164 {
    for (;;) {
      const line = String(this.#random.int(0, 99)).padStart(2, '0');
      const number = E164.parse(`+1${this.#random.pick(AREA_CODES)}55501${line}`);
      if (this.#used.has(number)) continue;
      this.#used.add(number);
      return number;
    }
  }

  /** One of the ways a receptionist may have typed it. */
  spell(number: E164): string {
    return this.#random.pick(spellings(number));
  }
}

function inventAddress(random: Random): Address {
  return { line: `${random.int(10, 980)} ${random.pick(STREETS)}`, ...random.pick(PLACES) };
}

const mrn = (index: number): string => `RF-${String(100_200 + index * 7)}`;

const ageYears = (birthDate: string, calendar: Calendar): number =>
  Math.floor(calendar.now.diff(calendar.now.set(isoParts(birthDate)), 'years').years);

function isoParts(date: string): { year: number; month: number; day: number } {
  const [year = 2000, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

/** The callers of the roster as patients; children get the adults on the same number as guardians. */
export function rosterPeople(random: Random, calendar: Calendar): Person[] {
  const addresses = new Map<string, Address>();
  const people = new Map<string, Person>();
  const adultsFirst = CALLER_ROSTER.map((entry) => ({
    entry,
    birthDate: birthDateOf(entry, calendar.now.toJSDate()),
  })).sort((a, b) => a.birthDate.localeCompare(b.birthDate));
  for (const { entry, birthDate } of adultsFirst) {
    const own = random.fork(entry.id);
    const child = ageYears(birthDate, calendar) < 18;
    const household = (entry.sharedWith ?? []).map((id) => people.get(id)).filter((other) => other !== undefined);
    const address = addresses.get(entry.e164) ?? inventAddress(own);
    addresses.set(entry.e164, address);
    people.set(entry.id, {
      id: `patient-${entry.id}`,
      mrn: mrn(CALLER_ROSTER.indexOf(entry)),
      given: entry.given,
      family: entry.family,
      gender: entry.gender,
      birthDate,
      child,
      language: entry.language,
      interpreter: entry.language !== 'en',
      phones: [{ use: entry.sharedWith ? 'home' : 'mobile', text: entry.onFile }],
      address,
      restricted: false,
      deceased: false,
      provider: child ? PROVIDERS[4] : own.pick(PROVIDERS.slice(0, 4)),
      guardians: child ? household.filter((other) => !other.child) : [],
      needs: new Set(entry.needs ?? []),
    });
  }
  return [...people.values()];
}

interface HouseholdShape {
  readonly adults: number;
  readonly children: number;
}

function shapeOf(random: Random): HouseholdShape {
  if (random.chance(0.35)) return { adults: 1, children: 0 };
  if (random.chance(0.35)) return { adults: 2, children: 0 };
  return { adults: random.int(1, 2), children: random.int(1, 3) };
}

/** One household: same family name, address and home phone; adults often have a phone of their own. */
export function inventHousehold(index: number, random: Random, book: PhoneBook, calendar: Calendar): Person[] {
  const shape = shapeOf(random);
  const family = random.pick(FAMILY_NAMES);
  const address = inventAddress(random);
  const home = book.next();
  const other = random.chance(0.22) ? random.pick(OTHER_LANGUAGES) : undefined;
  const people: Person[] = [];
  for (let i = 0; i < shape.adults + shape.children; i++) {
    const child = i >= shape.adults;
    const gender = random.chance(0.5) ? 'female' : 'male';
    const days = child ? random.int(20, 17 * 365) : random.int(20 * 365, 88 * 365);
    const ownPhone = !child && random.chance(0.4) ? [{ use: 'mobile' as const, text: book.spell(book.next()) }] : [];
    people.push({
      id: `patient-${String(index).padStart(4, '0')}-${i + 1}`,
      mrn: mrn(1000 + index * 8 + i),
      given: random.pick(gender === 'female' ? FEMALE_NAMES : MALE_NAMES),
      family,
      gender,
      birthDate: dateOnly(calendar.day(-days)),
      child,
      language: other?.code ?? 'en',
      interpreter: other !== undefined && random.chance(0.6),
      phones: [{ use: 'home', text: book.spell(home) }, ...ownPhone],
      address,
      restricted: random.chance(0.015),
      deceased: !child && random.chance(0.01),
      provider: child ? PROVIDERS[4] : random.pick(PROVIDERS.slice(0, 4)),
      guardians: child ? people.filter((adult) => !adult.child) : [],
    });
  }
  return people;
}
