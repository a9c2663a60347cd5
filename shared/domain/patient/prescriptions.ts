// Prescriptions of one name told apart by the least that does it: the strength, how it is taken, when it was written, by whom.
// Pure.
import type { PatientContext } from './types.ts';

export type Prescription = PatientContext['refills'][number];

const TELLING = ['strength', 'dose', 'written', 'prescriber'] as const;
type Telling = (typeof TELLING)[number];

/** What is said besides the name, in the order in which it is said. */
export interface ToldApart {
  readonly prescription: Prescription;
  readonly by: readonly { readonly what: Telling; readonly text: string }[];
}

/** One thing before two, and what says most to whoever takes it before the rest. */
const WAYS: readonly (readonly Telling[])[] = [
  ...TELLING.map((one) => [one]),
  ...TELLING.flatMap((one, index) => TELLING.slice(index + 1).map((other) => [one, other])),
  TELLING,
];

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLocaleLowerCase();

/** Those of one name that nothing tells apart say everything they have. */
function wayFor(alike: readonly Prescription[]): readonly Telling[] {
  const areApart = (way: readonly Telling[]): boolean =>
    new Set(alike.map((one) => JSON.stringify(way.map((what) => plain(one[what] ?? ''))))).size === alike.length;
  const isWhole = (way: readonly Telling[]): boolean => alike.every((one) => way.every((what) => one[what]));
  return WAYS.find((way) => areApart(way) && isWhole(way)) ?? WAYS.find(areApart) ?? TELLING;
}

/** In the order in which they came. */
export function toldApart(prescriptions: readonly Prescription[]): ToldApart[] {
  return prescriptions.map((prescription) => {
    const alike = prescriptions.filter(({ medication }) => plain(medication) === plain(prescription.medication));
    const way = alike.length > 1 ? wayFor(alike) : [];
    const by = way.flatMap((what) => {
      const text = prescription[what];
      return text ? [{ what, text }] : [];
    });
    return { prescription, by };
  });
}

/** As it stands in a note and in a request, the same in every language: "Metformin, 500 mg". */
export const prescriptionText = ({ prescription, by }: ToldApart): string =>
  [prescription.medication, ...by.map(({ text }) => text)].join(', ');
