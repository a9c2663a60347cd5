// What one question to the rules is about, in the form in which conditions compare it. What costs something is worked out
// only when a rule asks for it.
import { DateTime } from 'luxon';
import { WEEKDAYS } from '../schedule/weekdays.ts';
import { digitsOf, NO_DIGITS } from './number-pattern.ts';
import type { Digits } from './number-pattern.ts';
import { plainWords } from '../red-flags/match.ts';
import type { DecisionInput, OfficeState } from './types.ts';

export interface LocalTime {
  readonly weekday: (typeof WEEKDAYS)[number];
  /** The day before: a span over midnight began there. */
  readonly before: (typeof WEEKDAYS)[number];
  /** "08:30" */
  readonly clock: string;
  /** "2026-11-23" */
  readonly date: string;
  readonly dateBefore: string;
}

let lastTime: { readonly key: string; readonly time: LocalTime | undefined } = { key: '', time: undefined };

/** The clock on the clinic's wall; undefined for an instant that is none. Nothing in it changes within a minute. */
export function localTime(now: string, zone: string): LocalTime | undefined {
  const key = `${zone} ${Math.floor(Date.parse(now) / 60_000)}`;
  if (lastTime.key === key) return lastTime.time;
  const at = DateTime.fromISO(now, { zone });
  const day = (time: DateTime) => WEEKDAYS[time.weekday - 1] ?? 'mon';
  const before = at.minus({ days: 1 });
  const time = at.isValid
    ? {
        ...{ weekday: day(at), before: day(before), clock: at.toFormat('HH:mm') },
        ...{ date: at.toISODate(), dateBefore: before.toISODate() ?? '' },
      }
    : undefined;
  lastTime = { key, time };
  return time;
}

export class Facts {
  readonly input: DecisionInput;
  readonly office: OfficeState;
  readonly zone: string;
  readonly location: string | undefined;
  /** Directory numbers by skill and id, to see who of them is free. */
  readonly staff: (asked: { skill?: string | undefined; entries?: readonly string[] | undefined }) => readonly string[];
  readonly #country: string;
  #time: LocalTime | undefined | 'unread' = 'unread';
  #caller: Digits | undefined;
  #text: string | undefined;

  constructor(
    input: DecisionInput,
    office: OfficeState,
    site: { zone: string; country: string; location: string | undefined; staff: Facts['staff'] },
  ) {
    this.input = input;
    this.office = office;
    this.zone = site.zone;
    this.location = input.location ?? site.location;
    this.staff = site.staff;
    this.#country = site.country;
  }

  get time(): LocalTime | undefined {
    if (this.#time === 'unread') this.#time = localTime(this.input.now, this.zone);
    return this.#time;
  }

  get caller(): Digits {
    const { number, withheld } = this.input;
    this.#caller ??= withheld || number === undefined ? NO_DIGITS : digitsOf(number, this.#country);
    return this.#caller;
  }

  /** The caller's words with a space before each of them. */
  get text(): string {
    this.#text ??= ` ${plainWords(this.input.words)}`;
    return this.#text;
  }
}
