// The note of one call: what was asked, told, promised, by whom, by when.
import { z } from 'zod';
import { CallId, EndCause } from '../call/call.ts';
import { PatientId } from '../patient/types.ts';
import { CHART_ITEM_KINDS, MEANINGS, STEP_KINDS } from './request-kinds.ts';

export const NextStep = z.object({
  text: z.string().max(2000),
  owner: z.string().max(200),
  /** ISO date or instant with offset by which it is due. */
  due: z.string().max(40),
  /** As chosen; absent until the note is finished where the answers say it. */
  kind: z.enum(STEP_KINDS).optional(),
});
export type NextStep = z.infer<typeof NextStep>;

/** Who can owe a next step. */
export const Owner = z.object({ kind: z.enum(['team', 'person', 'queue']), name: z.string() });
export type Owner = z.infer<typeof Owner>;

/** What two people wrote into the same place: one text stands in the field, the other one here until somebody chooses. */
export const OtherText = z.object({
  /** Which place, as in merge.ts: `words`, `told`, `field:<id>`, `step.text` … */
  place: z.string().max(200),
  text: z.string().max(20_000),
  /** Who wrote it, and when it was kept (epoch ms). */
  by: z.string().max(200),
  at: z.number(),
});
export type OtherText = z.infer<typeof OtherText>;

/** What the view may change while the note is a draft. Every text is kept exactly as typed. */
export const NoteContent = z.object({
  category: z.string().max(100).optional(),
  /** The caller's words, as typed. */
  words: z.string().max(20_000),
  /** Answers to the category's fields, by field id. */
  fields: z.record(z.string(), z.string().max(20_000)),
  outcome: z.string().max(100).optional(),
  /** What the caller was told. */
  told: z.string().max(5000),
  /** `undefined`: not decided yet; `nothing`: nothing is owed. */
  nextStep: z.union([z.literal('nothing'), NextStep]).optional(),
  others: z.array(OtherText).max(100).optional(),
});
export type NoteContent = z.infer<typeof NoteContent>;

export const EmergencyStep = z.object({
  at: z.number(),
  step: z.enum(['heard', 'said', 'checked', 'reaching', 'connected', 'dismissed']),
  text: z.string(),
});
export type EmergencyStep = z.infer<typeof EmergencyStep>;

/** One step of an escalation: whom it rang, what came of it, what was promised. */
export const EscalationEntry = z.object({
  at: z.number(),
  /** Since the escalation began, by a clock that nobody sets. */
  afterMs: z.number(),
  what: z.enum([
    'started',
    'ringing',
    'answered',
    'noAnswer',
    'notReached',
    'skipped',
    /** Answered, and hung up before the two were joined. */
    'left',
    'notJoined',
    'connected',
    'nobody',
    'promised',
    'cancelled',
    'callerGone',
    /** The console was ended in the middle of it. */
    'interrupted',
  ]),
  /** Who was rung, or who promised. */
  who: z.string().max(200),
  reason: EndCause.optional(),
});
export type EscalationEntry = z.infer<typeof EscalationEntry>;

/** What the caller said to being recorded, or that they were told of it. The last answer counts. */
export const RecordingAnswer = z.object({
  answer: z.enum(['agreed', 'refused', 'told']),
  at: z.number(),
  /** User id of who asked. */
  by: z.string(),
});
export type RecordingAnswer = z.infer<typeof RecordingAnswer>;

/** What is known about the call and decides which fields are shown; kept with the note, so that it means the same later. */
export const CallFacts = z.object({
  queue: z.string().optional(),
  language: z.string().optional(),
  office: z.enum(['open', 'closed']).optional(),
  verified: z.boolean().optional(),
  direction: z.enum(['incoming', 'outgoing']).optional(),
  /** Fields that a rule of the practice needs for such calls, by id. */
  required: z.array(z.string()).optional(),
});
export type CallFacts = z.infer<typeof CallFacts>;

/** Why a finished note was opened again. The version that was finished before stays as it was. */
export const Correction = z.object({
  reason: z.string().max(500),
  by: z.string(),
  at: z.number(),
  /** The version that is being corrected. */
  of: z.number().int(),
});
export type Correction = z.infer<typeof Correction>;

/** What an answer means to the EHR, by meaning. */
export const Meanings = z.partialRecord(
  z.enum(MEANINGS),
  z.object({
    text: z.string().max(20_000),
    /** The field it was answered in. */
    field: z.string(),
    /** Chosen from a list: its code. */
    code: z.string().optional(),
    /** What of the chart it is: `MedicationRequest/<id>`, `ServiceRequest/<id>`. */
    reference: z.string().optional(),
  }),
);
export type Meanings = z.infer<typeof Meanings>;

/** Where the note stands with the EHR; the sentence is in i18n under `delivery.<state>`. */
export const Delivery = z.enum(['none', 'waiting', 'sent', 'keptHere', 'refused', 'unknown', 'conflict']);
export type Delivery = z.infer<typeof Delivery>;

/** One thing that a note asks of the EHR, and how it stands. */
export const ChartItem = z.object({
  /** Our own identifier of the write. */
  id: z.string(),
  kind: z.enum(CHART_ITEM_KINDS),
  state: Delivery,
  /** What it is in the EHR: `Task`, `Communication` … */
  resource: z.string().optional(),
  /** What the EHR did not accept, as the path of the element. */
  field: z.string().optional(),
  /** Refused because of who is signed in to the EHR, and not for what it is. */
  forbidden: z.literal(true).optional(),
  /** Kept here because somebody wanted it so: not to be sent, or the EHR's own text was left as it is. */
  chose: z.enum(['here', 'theirs']).optional(),
  /** What stands in the EHR now, and what we want to stand there. */
  contested: z
    .object({ ours: z.string(), theirs: z.object({ text: z.string(), by: z.string(), at: z.number().optional() }) })
    .optional(),
});
export type ChartItem = z.infer<typeof ChartItem>;

export const Note = z.object({
  /** One note a call. */
  callId: CallId,
  patientId: PatientId.optional(),
  /** Whom it is about, as known when it was finished: the verified name, else the number or the directory's name. */
  about: z.string().max(500).optional(),
  author: z.string(),
  content: NoteContent,
  /** Rises with every accepted save; a save names the version it was typed on. */
  version: z.number().int(),
  state: z.enum(['draft', 'finished']),
  createdAt: z.number(),
  savedAt: z.number(),
  finishedAt: z.number().optional(),
  emergency: z.array(EmergencyStep),
  escalation: z.array(EscalationEntry).optional(),
  recording: RecordingAnswer.optional(),
  delivery: Delivery,
  /** How each thing it asks of the EHR stands; absent where nothing is sent. */
  items: z.array(ChartItem).optional(),
  facts: CallFacts.optional(),
  /** What was filled ahead, by field id, as long as nobody changed it. */
  filled: z.record(z.string(), z.string()).optional(),
  /** How the fields were labelled when they were answered: templates change, notes do not. */
  labels: z.record(z.string(), z.string()).optional(),
  /** What the answers mean to the EHR, as the chart was when they were given. */
  meant: Meanings.optional(),
  correction: Correction.optional(),
});
export type Note = z.infer<typeof Note>;

/** Something a note still lacks. `field` names a field id, or outcome | told | nextStep | owner | due | category | words. */
export const Missing = z.object({
  field: z.string(),
  why: z.enum([
    'required',
    'inPast',
    'notADate',
    'notANumber',
    'notAPhone',
    /** Whoever owns the next step is not in the site file any more. */
    'ownerGone',
    /** The practice is closed when it is due. */
    'closed',
    /** Two people wrote something different: choose. */
    'twoTexts',
  ]),
});
export type Missing = z.infer<typeof Missing>;
