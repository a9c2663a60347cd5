// The note of one call: what was asked, told, promised, by whom, by when.
import { z } from 'zod';
import { CallId } from '../call/call.ts';
import { PatientId } from '../patient/types.ts';

export const NextStep = z.object({
  text: z.string().max(2000),
  owner: z.string().max(200),
  /** ISO date or instant with offset by which it is due. */
  due: z.string().max(40),
});
export type NextStep = z.infer<typeof NextStep>;

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
});
export type NoteContent = z.infer<typeof NoteContent>;

export const EmergencyStep = z.object({
  at: z.number(),
  step: z.enum(['heard', 'said', 'reaching', 'connected', 'dismissed']),
  text: z.string(),
});
export type EmergencyStep = z.infer<typeof EmergencyStep>;

/** Where the note stands with the EHR; the sentence is in i18n under `delivery.<state>`. */
export const Delivery = z.enum(['none', 'waiting', 'sent', 'keptHere', 'refused', 'unknown']);
export type Delivery = z.infer<typeof Delivery>;

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
  delivery: Delivery,
});
export type Note = z.infer<typeof Note>;

/** Something a note still lacks. `field` names a field id, or outcome | told | nextStep | owner | due | category | words. */
export const Missing = z.object({ field: z.string(), why: z.enum(['required', 'inPast', 'notADate', 'tooShort']) });
export type Missing = z.infer<typeof Missing>;
