// A card whose parts come one after the other, and may be of different ages. Pure.
import { ageOn } from './birth-date.ts';
import { CARD_PARTS } from './card-parts.ts';
import type { CardPart, PatientContext, PatientHead, PatientRecord } from './types.ts';

/** Everything of a card but who it is of. */
export type CardFacts = Omit<PatientContext, keyof PatientHead>;

/** `at`: epoch ms at which the content of each part was read; none for parts that were never read. */
export interface AgedCard {
  readonly context: PatientContext;
  readonly at: Readonly<Partial<Record<CardPart, number>>>;
}

const FIELDS = {
  flags: ['flags'],
  visits: ['nextVisit', 'lastVisit', 'noShows12Months'],
  coverage: ['coverage'],
  referrals: ['referrals'],
  refills: ['refills'],
  tasks: ['tasks'],
  recent: ['recent', 'recentWithoutMessages'],
  team: ['team'],
} as const satisfies Record<CardPart, readonly (keyof CardFacts)[]>;

/** @param today YYYY-MM-DD in the practice's zone */
export function headOf(record: PatientRecord, today: string): PatientHead {
  const { id, given, family, sex, interpreterNeeded, birthDate, mrn, language } = record;
  const age = ageOn(birthDate, today);
  return {
    patientId: id,
    name: `${given} ${family}`.trim(),
    ...{ sex, interpreterNeeded },
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(age === undefined ? {} : { age }),
    ...(mrn === undefined ? {} : { mrn }),
    ...(language === undefined ? {} : { language }),
  };
}

/** A card of which nothing is known but whose it is. */
export const blankCard = (head: PatientHead, parts: 'waiting' | 'missing'): PatientContext => ({
  ...head,
  noShows12Months: 0,
  coverage: [],
  referrals: [],
  refills: [],
  flags: [],
  tasks: [],
  recent: [],
  team: [],
  missing: parts === 'missing' ? [...CARD_PARTS] : [],
  waiting: parts === 'waiting' ? [...CARD_PARTS] : [],
});

type Holding = Pick<PatientContext, 'missing' | 'waiting'>;

/** Whether the EHR has given this part in this call: only then it counts for rules, and goes into notes. */
export const isGiven = ({ missing, waiting }: Holding, part: CardPart): boolean =>
  !missing.includes(part) && !waiting.includes(part);

/** The card where the EHR has given this part in this call: what was kept from another day is for reading alone. */
export const givenIn = <Card extends Holding>(card: Card | undefined, part: CardPart): Card | undefined =>
  card && isGiven(card, part) ? card : undefined;

const fieldsOf = (context: PatientContext, part: CardPart): Partial<CardFacts> =>
  Object.fromEntries(
    FIELDS[part].flatMap((field) => (context[field] === undefined ? [] : [[field, context[field]]])),
  ) as Partial<CardFacts>;

/**
 * A reading laid over an earlier card of the same patient: a part that it lacks stays as it was, and as old. What was known
 * stays known; what was only kept from another day shows, but counts for nothing that decides.
 */
export function laidOver(context: PatientContext, now: number, earlier: AgedCard | undefined): AgedCard {
  const before = earlier?.context.patientId === context.patientId ? earlier : undefined;
  const isKnown = (part: CardPart): boolean =>
    before !== undefined && before.at[part] !== undefined && isGiven(before.context, part);
  const card: PatientContext = {
    ...context,
    missing: context.missing.filter((part) => !isKnown(part)),
    waiting: context.waiting.filter((part) => !isKnown(part)),
  };
  const at: Partial<Record<CardPart, number>> = {};
  for (const part of CARD_PARTS) {
    if (isGiven(context, part)) at[part] = now;
    else if (before?.at[part] !== undefined) {
      Object.assign(card, fieldsOf(before.context, part));
      at[part] = before.at[part];
    }
  }
  return { context: card, at };
}

/** A card from the store: of nothing in it the EHR has said today that it still holds. */
export const asKept = ({ context, at }: AgedCard): AgedCard => ({
  context: { ...context, missing: [...CARD_PARTS], waiting: [] },
  at,
});

/** The parts whose content was read before `since`, with when. */
export const olderThan = ({ at }: AgedCard, since: number): Partial<Record<CardPart, number>> =>
  Object.fromEntries(Object.entries(at).filter(([, read]) => read < since));

/** How a part of the card stands: still to come, there, not to be had, or from an earlier reading. */
export type PartState = 'waiting' | 'there' | 'missing' | 'old';

export function partState(
  { waiting, missing }: Pick<PatientContext, 'waiting' | 'missing'>,
  old: Partial<Record<CardPart, number>>,
  part: CardPart,
): PartState {
  if (old[part] !== undefined) return 'old';
  return waiting.includes(part) ? 'waiting' : missing.includes(part) ? 'missing' : 'there';
}
