// Finished notes: found, opened, exported, held, let go. Results are answers to commands and never a topic: who asked
// sees them, and nothing stays behind.
import { z } from 'zod';
import { Hold } from '../domain/archive/types.ts';
import { CallId } from '../domain/call/call.ts';
import { Delivery, Note } from '../domain/note/types.ts';
import { PatientId } from '../domain/patient/types.ts';
import { Retention } from '../domain/site/site.ts';
import { command } from './define.ts';

export const ArchiveFilter = z.object({
  category: z.string().max(100).optional(),
  outcome: z.string().max(100).optional(),
  owner: z.string().max(200).optional(),
  author: z.string().max(100).optional(),
  patientId: PatientId.optional(),
  number: z.string().max(40).optional(),
  step: z.enum(['open', 'closed', 'none']).optional(),
  /** Epoch ms at which the call began. */
  from: z.number().optional(),
  to: z.number().optional(),
});
export type ArchiveFilter = z.infer<typeof ArchiveFilter>;

/** Text and the places in it that were looked for; never markup. */
export const ArchiveSnippet = z.object({
  text: z.string(),
  marks: z.array(z.object({ from: z.number().int(), to: z.number().int() })),
});
export type ArchiveSnippet = z.infer<typeof ArchiveSnippet>;

export const ArchiveHit = z.object({
  callId: CallId,
  state: Note.shape.state,
  /** Epoch ms at which the call began. */
  at: z.number(),
  about: z.string(),
  number: z.string(),
  patientId: PatientId.optional(),
  /** User id. */
  author: z.string(),
  category: z.string().optional(),
  outcome: z.string().optional(),
  step: z.enum(['open', 'closed', 'none']),
  /** Who owes the next step, by when. */
  owner: z.string().optional(),
  due: z.string().optional(),
  delivery: Delivery,
  emergency: z.boolean(),
  snippet: ArchiveSnippet,
});
export type ArchiveHit = z.infer<typeof ArchiveHit>;

export const ArchivedNoteView = z.object({
  note: Note,
  /** Every finished version, the first first; the last is the note. */
  versions: z.array(Note),
  about: z.string(),
  number: z.string(),
  step: z.enum(['open', 'closed', 'none']),
  /** Holds that keep it. */
  holds: z.array(Hold),
});
export type ArchivedNoteView = z.infer<typeof ArchivedNoteView>;

export const ExportFormat = z.enum(['csv', 'fhir', 'print']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** What retention did last, and what it may not touch. */
export const RetentionView = z.object({
  policy: Retention,
  holds: z.array(Hold),
  /** Absent until the first run of this start is over. */
  lastRun: z
    .object({
      at: z.number(),
      deletedNotes: z.number().int(),
      deletedCalls: z.number().int(),
      deletedAudit: z.number().int(),
      /** Past their time and still here, by why. */
      kept: z.object({
        held: z.number().int(),
        draft: z.number().int(),
        waitsForEhr: z.number().int(),
        openStep: z.number().int(),
      }),
    })
    .optional(),
});
export type RetentionView = z.infer<typeof RetentionView>;

const LEADERS = ['supervisor', 'administrator'] as const;
const reason = z.string().trim().min(3).max(500);

export const archiveCommands = {
  /** Finished notes, and drafts of this desk on the first page. Audited without the words. */
  'archive.search': command({
    input: z.object({
      text: z.string().max(300),
      filter: ArchiveFilter,
      order: z.enum(['time', 'relevance']),
      /** From an earlier answer: what is older than it showed. */
      before: z.number().optional(),
    }),
    output: z.object({
      hits: z.array(ArchiveHit),
      /** There is more: ask again with it. */
      before: z.number().optional(),
      /** Notes that cannot be found yet, because the index is being made. */
      unindexed: z.number().int(),
    }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** One note with its versions. Audited: who opened whose. */
  'archive.note': command({
    input: z.object({ callId: CallId }),
    output: ArchivedNoteView,
    pages: ['console'],
    access: 'signedIn',
  }),
  /** What a search finds, as a file. Audited with reason, count and kinds of filters. */
  'archive.export': command({
    input: z.object({
      text: z.string().max(300),
      filter: ArchiveFilter,
      format: ExportFormat,
      reason,
      /** Of labels and headings. */
      language: z.string().regex(/^[a-z]{2}$/),
    }),
    output: z.object({
      count: z.number().int(),
      /** More notes fit than one file takes: these are the newest. */
      isCut: z.boolean(),
      /** For the window to hand to the person; absent where the desktop asks where to save it. */
      file: z.object({ name: z.string(), type: z.string(), text: z.string() }).optional(),
    }),
    pages: ['console'],
    access: LEADERS,
  }),
  'archive.retention': command({ input: z.object({}), output: RetentionView, pages: ['console'], access: LEADERS }),
  /** Keeps a patient's, a number's or one note from ever being deleted. Audited. */
  'archive.placeHold': command({
    input: z.object({ kind: Hold.shape.kind, value: Hold.shape.value, reason }),
    output: Hold,
    pages: ['console'],
    access: ['administrator'],
  }),
  'archive.liftHold': command({
    input: z.object({ id: z.string().max(100), reason }),
    output: z.object({}),
    pages: ['console'],
    access: ['administrator'],
  }),
};
