// The part of the site file about notes and scripts: templates as data. One renderer draws them, one function checks them.
import { z } from 'zod';
import { REFERRAL_STEPS } from '../ehr-codes/ehr-codes.ts';
import { MEANINGS, STEP_KINDS } from '../note/request-kinds.ts';
import type { Meaning } from '../note/request-kinds.ts';
import { Id, Text, Within } from './basics.ts';

/** When a field is shown or needed. Everything that is named must hold. */
export const When = z
  .strictObject({
    /** An earlier field of the same category; with `is`, the answers that count ("yes" and "no" for yesNo). */
    field: Id.optional(),
    is: z.array(z.string().min(1)).min(1).optional(),
    outcome: z.array(Id).min(1).optional(),
    queue: z.array(Id).min(1).optional(),
    /** The caller's language. */
    language: z.array(z.string()).min(1).optional(),
    office: z.enum(['open', 'closed']).optional(),
    /** Whether the caller has been verified as a patient. */
    verified: z.boolean().optional(),
    direction: z.enum(['incoming', 'outgoing']).optional(),
  })
  .refine((when) => Object.keys(when).length > 0, { message: 'Name a field, an outcome or a fact of the call' })
  .refine((when) => when.is === undefined || when.field !== undefined, { message: 'Name the field that is meant' });
export type When = z.infer<typeof When>;

/** What a field can be filled ahead with. What is the patient's is known only after the identity check. */
export const FILL_SOURCES = [
  'callerNumber',
  'queue',
  'language',
  'patientName',
  'provider',
  'coverage',
  'referralSpecialty',
  'referralState',
] as const;
export const FillSource = z.enum(FILL_SOURCES);
export type FillSource = z.infer<typeof FillSource>;

export const NoteField = z.strictObject({
  id: Id,
  label: Text,
  /** `words`: the caller's own words, once a category. `choices`: several of the options. */
  type: z.enum(['text', 'words', 'choice', 'choices', 'yesNo', 'date', 'phone', 'number']),
  options: z.array(z.strictObject({ id: Id, label: Text })).optional(),
  required: z.boolean().default(false),
  /** Shown only then; hidden fields are never needed. */
  showWhen: When.optional(),
  /** Needed only then. */
  requiredWhen: When.optional(),
  /** Filled ahead from the call or the verified patient; what is typed always wins. */
  fill: FillSource.optional(),
  /**
   * What the answer is to the EHR. `medication`, `referral`: a text that offers what the patient's chart has.
   * `referralStep`: a choice of missing, records-requested, received, pending-review, ready-to-schedule.
   */
  means: z.enum(MEANINGS).optional(),
  /** Sentences that one key or click puts in. */
  phrases: z.array(Text).max(9).optional(),
  /** Shown only in practices of these specialties. */
  specialties: z.array(z.string()).min(1).optional(),
});
export type NoteField = z.infer<typeof NoteField>;

export const NoteCategory = z.strictObject({
  id: Id,
  label: Text,
  fields: z.array(NoteField).default([]),
  /** Shown above the fields, such as the privacy wording for records. */
  notice: Text.optional(),
  /** Phrases for what the caller was told. */
  told: z.array(Text).max(9).optional(),
  /** Phrases for the next step. */
  steps: z.array(Text).max(9).optional(),
  /** Who usually owes the next step and within which office time; the rule's message comes first. */
  next: z
    .strictObject({
      owner: z.string().min(1).optional(),
      within: Within.optional(),
      /** What such a step usually is; what is answered comes first. */
      kind: z.enum(STEP_KINDS).optional(),
    })
    .optional(),
  /** How callers of this practice say it, beside the built-in examples: what is typed is matched with them. */
  examples: z.array(z.string().min(3)).max(500).optional(),
  specialties: z.array(z.string()).min(1).optional(),
});
export type NoteCategory = z.infer<typeof NoteCategory>;

export const Outcome = z.strictObject({
  id: Id,
  label: Text,
  /** Categories it is offered for; absent: all. */
  categories: z.array(Id).optional(),
  /** The next step this outcome always owes. */
  owes: z.boolean().default(false),
  /** What kind of next step it leaves behind. */
  step: z.enum(STEP_KINDS).optional(),
});
export type Outcome = z.infer<typeof Outcome>;

export const Notes = z.strictObject({
  categories: z.array(NoteCategory).min(1),
  outcomes: z.array(Outcome).min(1),
  /** Teams that can owe a next step; people and queues of the site are offered beside them. */
  owners: z.array(z.string()).default([]),
  /** What a note needs before it can be finished. */
  require: z.array(z.enum(['outcome', 'told', 'nextStep'])).default(['outcome', 'told', 'nextStep']),
  /** How long wrap-up may take after a call before it shows as too long, in seconds. */
  wrapUpSeconds: z.number().int().min(5).max(3600).default(60),
  /** `refuse`: a next step may not be promised for a time at which the practice is closed. */
  dueWhenClosed: z.enum(['refuse', 'allow']).default('refuse'),
  /** Whether the category is suggested from the caller's words. */
  suggest: z.boolean().default(true),
  /** Whether the suggestion also learns from the words of finished notes on this PC. They never leave it. */
  learn: z.boolean().default(false),
});

/** The list of things to do, and callers who call again. */
export const Work = z.strictObject({
  /** Office minutes within which a missed call is called back. */
  callBackMinutes: z.number().int().min(5).max(2880).default(60),
  /** After so many fruitless call-backs the item says so. */
  attempts: z.number().int().min(1).max(20).default(3),
  /** Who calls again within so many days is told apart at ring, and counts as not helped by the first call. */
  repeatDays: z.number().int().min(1).max(60).default(7),
});

/** `recordingConsent` asks, where every party must agree; `recordingNotice` only says that the call is recorded. */
export const SCRIPTS = [
  'greeting',
  'identityCheck',
  'recordingConsent',
  'recordingNotice',
  'emergency',
  'hold',
  'voicemail',
  'closing',
  'closed',
] as const;
export const Scripts = z.partialRecord(z.enum(SCRIPTS), Text);
export type ScriptName = (typeof SCRIPTS)[number];

export const Recording = z.strictObject({
  /** The PBX records calls, so that callers have to be told or asked. */
  calls: z.boolean().default(false),
  /** `allParties`: everybody is asked, everywhere. `byState`: asked where the clinic's or the caller's state wants it. */
  consent: z.enum(['allParties', 'byState']).default('allParties'),
});

interface Checked {
  readonly notes: z.output<typeof Notes>;
  readonly queues: readonly { readonly id: string }[];
}
type Report = (path: (string | number)[], message: string) => void;

/** Names inside templates that point nowhere, found when the file is read. */
export function checkNotes({ notes, queues }: Checked, report: Report): void {
  const outcomes = new Set(notes.outcomes.map(({ id }) => id));
  notes.outcomes.forEach((outcome, index) =>
    outcome.categories?.forEach((category, at) => {
      if (!notes.categories.some(({ id }) => id === category))
        report(['notes', 'outcomes', index, 'categories', at], `There is no note category '${category}'`);
    }),
  );
  notes.categories.forEach((category, index) => {
    const path = ['notes', 'categories', index, 'fields'];
    if (category.fields.filter(({ type }) => type === 'words').length > 1)
      report(path, 'A category has one field of type words');
    category.fields.forEach(({ means }, at) => {
      if (means !== undefined && category.fields.slice(0, at).some((earlier) => earlier.means === means))
        report([...path, at, 'means'], `A category has one field that means ${means}`);
    });
    category.fields.forEach((field, at) => {
      checkField(field, [...path, at], report);
      for (const name of ['showWhen', 'requiredWhen'] as const) {
        const when = field[name];
        if (!when) continue;
        const here = [...path, at, name];
        checkCondition(when, category.fields.slice(0, at), here, report);
        when.outcome?.forEach((id) => outcomes.has(id) || report(here, `There is no outcome '${id}'`));
        when.queue?.forEach(
          (id) => queues.some((queue) => queue.id === id) || report(here, `There is no queue '${id}'`),
        );
      }
    });
  });
}

/** Names of the form's own parts. */
const TAKEN = new Set(['category', 'words', 'outcome', 'told', 'nextStep', 'owner', 'due']);

function checkField(field: NoteField, path: (string | number)[], report: Report): void {
  if (field.type !== 'words' && TAKEN.has(field.id))
    report([...path, 'id'], `'${field.id}' is taken by the form itself`);
  const isList = field.type === 'choice' || field.type === 'choices';
  if (isList && (field.options ?? []).length === 0) report([...path, 'type'], 'Name the options to choose from');
  checkMeaning(field, path, report);
}

/** The kinds of field that an answer of this meaning can be given in. */
const MEANT_IN: Readonly<Record<Meaning, readonly NoteField['type'][]>> = {
  medication: ['text'],
  pharmacy: ['text', 'choice'],
  daysLeft: ['number', 'text'],
  referral: ['text'],
  referralStep: ['choice'],
};

function checkMeaning({ means, type, options }: NoteField, path: (string | number)[], report: Report): void {
  if (means === undefined) return;
  if (!MEANT_IN[means].includes(type))
    report([...path, 'means'], `A field that means ${means} is of type ${MEANT_IN[means].join(' or ')}`);
  if (means !== 'referralStep') return;
  options?.forEach(({ id }, at) => {
    if (!REFERRAL_STEPS.includes(id))
      report([...path, 'options', at, 'id'], `A step of a referral is one of ${REFERRAL_STEPS.join(', ')}`);
  });
}

/** Only earlier fields: so that nothing waits for itself, and nothing above the caret changes. */
function checkCondition(when: When, earlier: readonly NoteField[], path: (string | number)[], report: Report): void {
  if (when.field === undefined) return;
  const asked = earlier.find(({ id }) => id === when.field);
  if (!asked) return report([...path, 'field'], `No earlier field of this category is called '${when.field}'`);
  const answers = asked.type === 'yesNo' ? ['yes', 'no'] : asked.options?.map(({ id }) => id);
  when.is?.forEach((answer, at) => {
    if (answers && !answers.includes(answer)) report([...path, 'is', at], `'${when.field}' has no answer '${answer}'`);
  });
}
