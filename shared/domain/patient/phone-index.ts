// The desk's own memory of whose number is whose, for EHRs that cannot be searched by phone and for the hours without one.
// It never chooses; it learns from the chart and from calls whose patient was confirmed, and it forgets.
import type { Country, E164 } from '../phone-number/phone-number.ts';
import { normalise } from '../phone-number/phone-number.ts';
import type { PatientRecord } from './types.ts';

/** What is remembered of a number: who, and whether the number stands in their chart or was only called from. */
export interface Remembered {
  readonly record: PatientRecord;
  readonly inChart: boolean;
  /** Epoch ms: when it last stood in the chart, or was last called from and confirmed. */
  readonly seen: number;
}

/** More numbers than anybody has: a chart with more is broken, and must not fill the index. */
const MOST_NUMBERS = 40;

/** The numbers under which somebody may call for this patient: their own and their relatives', each once. */
export function numbersOf(record: PatientRecord, country: Country): E164[] {
  const written = [...record.phones, ...record.relatives.flatMap(({ phones }) => phones)];
  const numbers = written.map((phone) => normalise(phone, country)).filter((number) => number !== undefined);
  return [...new Set(numbers)].slice(0, MOST_NUMBERS);
}

/**
 * Whether this patient may be remembered at all. A restricted chart is not copied anywhere, nobody is surprised by somebody
 * who has died, and test records are nobody.
 */
export const isMemorable = (record: PatientRecord): boolean =>
  !record.restricted && !record.deceased && record.test !== true;

const DAY_MS = 24 * 60 * 60_000;

/** The instant before which everything is forgotten; undefined: nothing is to be remembered. */
export const forgetBefore = (now: number, days: number): number | undefined =>
  days === 0 ? undefined : now - days * DAY_MS;
