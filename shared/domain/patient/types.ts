// The patient as the desk sees one: plain data, no FHIR shapes. Dates are ISO (YYYY-MM-DD), instants ISO with offset.
import { z } from 'zod';
import { CARD_PARTS } from './card-parts.ts';
import { REFERRAL_LANE } from './referral.ts';

export const PatientId = z.string().min(1).max(200).brand<'PatientId'>();
export type PatientId = z.infer<typeof PatientId>;

/** What a phone or name search brings back. Stays in main: a view never sees it before the identity check. */
export const PatientRecord = z.object({
  id: PatientId,
  given: z.string(),
  family: z.string(),
  /** ISO date, possibly partial (YYYY or YYYY-MM); absent when the EHR has none. */
  birthDate: z.string().optional(),
  sex: z.enum(['female', 'male', 'other', 'unknown']),
  mrn: z.string().optional(),
  postalCode: z.string().optional(),
  address: z.string().optional(),
  /** As the EHR stores them: free text. */
  phones: z.array(z.string()),
  /** BCP 47, lower case primary tag. */
  language: z.string().optional(),
  interpreterNeeded: z.boolean(),
  restricted: z.boolean(),
  deceased: z.boolean(),
  /** Made for testing, as its tag or its name says. */
  test: z.boolean().optional(),
  /** Ids of charts that were merged into this one and were asked for. */
  mergedFrom: z.array(PatientId).optional(),
  /** People who may speak for this patient (RelatedPerson). */
  relatives: z.array(
    z.object({
      name: z.string(),
      relationship: z.string(),
      phones: z.array(z.string()),
      /** A parent or guardian: speaks for a child. */
      guardian: z.boolean(),
      /** Holds a health care power of attorney: speaks for the patient at any age. */
      representative: z.boolean().optional(),
    }),
  ),
});
export type PatientRecord = z.infer<typeof PatientRecord>;

/** One row of the "who is calling?" chooser: the least that tells people apart. */
export const PatientCandidate = z.object({
  patientId: PatientId,
  initials: z.string(),
  sex: PatientRecord.shape.sex,
  /** Whole years; absent without a birth date. */
  age: z.number().int().optional(),
  hint: z.enum(['patient', 'child', 'childWithGuardian', 'restricted', 'deceased', 'test']),
  /** The EHR was not asked, or could not be: known from this desk alone, by the chart or by a call, and when (epoch ms). */
  remembered: z.object({ from: z.enum(['chart', 'call']), at: z.number() }).optional(),
});
export type PatientCandidate = z.infer<typeof PatientCandidate>;

export const IDENTIFIERS = ['name', 'birthDate', 'postalCode', 'mrn', 'phone'] as const;
export const Identifier = z.enum(IDENTIFIERS);
export type Identifier = z.infer<typeof Identifier>;

/** Why a restricted chart was opened. */
export const GlassReason = z.enum(['ownCare', 'emergency', 'clinician', 'desk']);
export type GlassReason = z.infer<typeof GlassReason>;

/** Why somebody went on with a relative although the patient's consents could not be read. */
export const UncheckedReason = z.enum(['chartSeen', 'patientAgreed', 'clinician', 'emergency']);
export type UncheckedReason = z.infer<typeof UncheckedReason>;

/** What the caller said, as typed. */
export const IdentityClaims = z.object({
  name: z.string().max(200).optional(),
  birthDate: z.string().max(40).optional(),
  postalCode: z.string().max(200).optional(),
  mrn: z.string().max(60).optional(),
  /** A number the caller names as on file (not the caller ID: that can be spoofed). */
  phone: z.string().max(60).optional(),
  /** Somebody else speaks for the patient: the name they give as their own. */
  speaker: z.string().max(200).optional(),
});
export type IdentityClaims = z.infer<typeof IdentityClaims>;

/**
 * `self`: the patient speaks; `given`: somebody who may; `notOnFile`, `none`: somebody who may not, known or not;
 * `notChecked`: the EHR keeps consents and did not give them.
 */
export const Authority = z.enum(['self', 'given', 'notOnFile', 'none', 'notChecked']);
export type Authority = z.infer<typeof Authority>;

export const IdentityResult = z.object({
  verified: z.boolean(),
  authority: Authority,
  matched: z.array(Identifier),
  wrong: z.array(Identifier),
  /** With `notChecked`: what the chart alone says of the speaker, and whether every answer is right. */
  unchecked: z.object({ byChart: Authority, isRight: z.boolean() }).optional(),
});
export type IdentityResult = z.infer<typeof IdentityResult>;

const Visit = z.object({
  id: z.string(),
  /** ISO instant with offset. */
  start: z.string(),
  status: z.enum(['booked', 'arrived', 'fulfilled', 'cancelled', 'noShow', 'proposed']),
  what: z.string(),
  who: z.string(),
  where: z.string().optional(),
});
export type Visit = z.infer<typeof Visit>;

export const ReferralState = z.enum(REFERRAL_LANE);

/** What is asked for of a card, each on its own where the server takes them one by one. */
export const CardPart = z.enum(CARD_PARTS);
export type CardPart = z.infer<typeof CardPart>;

/** Who it is: known with the record, before anything else of the card has come. */
export const PatientHead = z.object({
  patientId: PatientId,
  name: z.string(),
  sex: PatientRecord.shape.sex,
  birthDate: z.string().optional(),
  age: z.number().int().optional(),
  mrn: z.string().optional(),
  language: z.string().optional(),
  interpreterNeeded: z.boolean(),
});
export type PatientHead = z.infer<typeof PatientHead>;

/** The right column once the caller is verified. */
export const PatientContext = PatientHead.extend({
  nextVisit: Visit.optional(),
  lastVisit: Visit.optional(),
  noShows12Months: z.number().int(),
  coverage: z.array(
    z.object({ payer: z.string(), status: z.enum(['active', 'inactive']), until: z.string().optional() }),
  ),
  referrals: z.array(
    z.object({ id: z.string(), specialty: z.string(), state: ReferralState, since: z.string().optional() }),
  ),
  /** `dose` is how it is taken, `written` a date; they tell prescriptions of one name apart. */
  refills: z.array(
    z.object({
      id: z.string(),
      medication: z.string(),
      left: z.number().int(),
      strength: z.string().optional(),
      dose: z.string().optional(),
      written: z.string().optional(),
      prescriber: z.string().optional(),
    }),
  ),
  flags: z.array(z.object({ text: z.string() })),
  tasks: z.array(
    z.object({ id: z.string(), text: z.string(), due: z.string().optional(), owner: z.string().optional() }),
  ),
  /** `callId`: one of our own desks wrote it, of that call. `by`: known from no message, but from an encounter. */
  recent: z.array(
    z.object({
      at: z.string(),
      text: z.string(),
      callId: z.string().optional(),
      by: z.enum(['phone', 'video', 'virtual']).optional(),
    }),
  ),
  /** The EHR lists no messages: `recent` is what it has of contacts by phone and video. */
  recentWithoutMessages: z.literal(true).optional(),
  /** Who looks after them, the doctor of their own first. */
  team: z.array(z.object({ name: z.string(), role: z.string().optional(), isMain: z.boolean() })),
  /** The chart says that it is shut, whatever was known of it before: it opens with a reason only. */
  restricted: z.literal(true).optional(),
  /** Parts the EHR could not give just now (shown as "not available"). */
  missing: z.array(CardPart),
  /** Those of them that this EHR gives nobody, now or later. */
  never: z.array(CardPart).optional(),
  /** Parts that have been asked for and are still to come. */
  waiting: z.array(CardPart),
});
export type PatientContext = z.infer<typeof PatientContext>;
