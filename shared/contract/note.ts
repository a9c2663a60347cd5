import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { Missing, Note, NoteContent, RecordingAnswer } from '../domain/note/types.ts';
import { command, topic } from './define.ts';

export const NoteRow = Note.extend({
  missing: z.array(Missing),
  /** Who the note is about, for the list of unfinished notes: number or verified name. */
  about: z.string(),
});
export type NoteRow = z.infer<typeof NoteRow>;

/** One thing that a note asks of the EHR. */
const OneItem = z.object({ callId: CallId, id: z.string().min(1).max(300) });

export const noteCommands = {
  /**
   * Keeps the whole draft; acknowledged only once it is on disk. Returns the new version. Typed on an older version than
   * the one that is kept, it is not taken over: `newer` is what somebody else has written meanwhile, to be joined with it.
   */
  'note.save': command({
    input: z.object({ callId: CallId, version: z.number().int(), content: NoteContent }),
    output: z.object({
      version: z.number().int(),
      savedAt: z.number(),
      newer: Note.pick({ content: true, author: true, filled: true }).optional(),
    }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Checks completeness, finishes the note and hands it to the outbox. */
  'note.finish': command({
    input: z.object({ callId: CallId }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Opens a finished note again, to be corrected as a new version; the finished one stays as it is. */
  'note.correct': command({
    input: z.object({ callId: CallId, reason: z.string().trim().min(3).max(500) }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Gives a correction up: the note is again as it was finished last. */
  'note.dropCorrection': command({
    input: z.object({ callId: CallId }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Every finished version, the oldest first. Audited. */
  'note.versions': command({
    input: z.object({ callId: CallId }),
    output: z.object({ about: z.string(), versions: z.array(Note) }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Keeps with the note what the caller said to being recorded, or that they were told. */
  'note.recording': command({
    input: z.object({ callId: CallId, answer: RecordingAnswer.shape.answer }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Sends what the EHR refused of the note once more. */
  'note.sendAgain': command({ input: OneItem, output: z.object({}), pages: ['console'], access: 'signedIn' }),
  /** Does not send it (any more): it stays with the note on this PC. */
  'note.keepHere': command({ input: OneItem, output: z.object({}), pages: ['console'], access: 'signedIn' }),
  /** Somebody changed in the EHR what a correction changes: ours over theirs, theirs as it is, or both texts. */
  'note.settleConflict': command({
    input: OneItem.extend({ how: z.enum(['ours', 'theirs', 'both']) }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Writes a time-stamped emergency step into the note. */
  'note.emergencyStep': command({
    input: z.object({
      callId: CallId,
      step: z.enum(['said', 'checked', 'reaching', 'connected', 'dismissed']),
      text: z.string().max(500),
    }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const noteTopics = {
  notes: topic({ row: NoteRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};
