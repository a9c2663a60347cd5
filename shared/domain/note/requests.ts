// What a note asks the EHR for beside being kept: a refill, a step of a referral, a call-back. Worked out from what was
// answered and what the chart had to choose from; kept with the note, because templates and charts change. Pure.
import type { NoteCategory, NoteField, Outcome } from '../site/site.ts';
import type { Meaning, StepKind } from './request-kinds.ts';
import type { Meanings, NoteContent } from './types.ts';

/** One thing of the patient's chart that a field can be answered with. */
export interface Offer {
  /** `MedicationRequest/<id>` or `ServiceRequest/<id>`. */
  readonly reference: string;
  readonly text: string;
}
export type Offers = Partial<Record<Meaning, readonly Offer[]>>;

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLocaleLowerCase();

/**
 * What was typed names exactly one of what the chart has: two prescriptions that read the same are nobody's to choose from.
 * An answer that stays goes on naming what it named, as long as the chart has that.
 */
function offeredAs(text: string, offers: readonly Offer[] = [], known?: Meanings[Meaning]): string | undefined {
  const same = offers.filter((offer) => plain(offer.text) === plain(text));
  if (same.length === 1) return same[0]?.reference;
  const isStill = known?.text === text && offers.some(({ reference }) => reference === known.reference);
  return isStill ? known.reference : undefined;
}

/**
 * @param shown the fields that are asked now
 * @param offers undefined: the chart is not at hand any more; what was linked stays as long as the answer does
 */
export function meantBy(
  shown: readonly NoteField[],
  content: Pick<NoteContent, 'fields'>,
  offers: Offers | undefined,
  before: Meanings = {},
): Meanings {
  const meant: Meanings = {};
  for (const { id, means, options } of shown) {
    const text = (content.fields[id] ?? '').trim();
    if (means === undefined || text === '') continue;
    const known = before[means];
    const reference = offers
      ? offeredAs(text, offers[means], known)
      : known?.text === text
        ? known.reference
        : undefined;
    const isCode = options?.some((option) => option.id === text) ?? false;
    meant[means] = { text, field: id, ...(reference ? { reference } : {}), ...(isCode ? { code: text } : {}) };
  }
  return meant;
}

/** The kind of the next step: as chosen; else what was answered, the outcome or the category say. */
export function stepKindOf(
  content: Pick<NoteContent, 'nextStep' | 'fields' | 'outcome'>,
  shown: readonly NoteField[],
  category: Pick<NoteCategory, 'next'> | undefined,
  outcomes: readonly Outcome[],
): StepKind {
  const chosen = typeof content.nextStep === 'object' ? content.nextStep.kind : undefined;
  if (chosen !== undefined) return chosen;
  const isAnswered = (meaning: Meaning): boolean =>
    shown.some(({ id, means }) => means === meaning && (content.fields[id] ?? '').trim() !== '');
  if (isAnswered('medication')) return 'refill';
  if (isAnswered('referralStep') || isAnswered('referral')) return 'referral';
  return outcomes.find(({ id }) => id === content.outcome)?.step ?? category?.next?.kind ?? 'followUp';
}
