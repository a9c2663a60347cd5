// Figures of the queues and of this desk's calls. Answers to commands and never a topic: who asked sees them.
import { z } from 'zod';
import { QueueEnd } from '../domain/figures/types.ts';
import { FigureName, FigureReport, Sums } from '../domain/figures/schemas.ts';
import { CallId } from '../domain/call/call.ts';
import { command, topic } from './define.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Name = z.string().max(200);

/** Days of the practice, both included, and what is asked about; absent: everything. */
export const ReportQuestion = z.object({
  from: Day,
  to: Day,
  queue: Name.optional(),
  /** Extension. Receptionists and assistants may ask about themselves only. */
  agent: Name.optional(),
  category: Name.optional(),
  /** 0 is Monday. */
  weekday: z.number().int().min(0).max(6).optional(),
  hour: z.number().int().min(0).max(23).optional(),
});
export type ReportQuestion = z.infer<typeof ReportQuestion>;

const Labelled = z.object({ key: z.string(), label: z.string() });

export const ReportTargets = z.object({
  averageSpeedOfAnswer: z.number(),
  abandonment: z.number(),
  serviceLevel: z.number(),
  voicemailShare: z.number(),
  firstCallResolution: z.number(),
  hold: z.number(),
  completeNotes: z.number(),
});

/** A time of which nobody knows anything: no console was listening, and the PBX's log does not tell. Epoch ms. */
export const MissingSpan = z.object({ from: z.number(), to: z.number() });
export type MissingSpan = z.infer<typeof MissingSpan>;

export const ReportAnswer = z.object({
  report: FigureReport,
  targets: ReportTargets,
  shortSeconds: z.number(),
  resolutionDays: z.number(),
  timeZone: z.string(),
  /** Epoch ms: as of then. */
  at: z.number(),
  queues: z.array(Labelled.extend({ targetSeconds: z.number() })),
  categories: z.array(Labelled),
  /** Names of the extensions in it. */
  agents: z.array(Labelled),
  missing: z.array(MissingSpan),
  /** Whether the PBX's log fills in what no console heard. */
  queueLog: z.enum(['notSet', 'ok', 'unreadable']),
  /** Whether the EHR gives the notes of other desks; `reading`: those of the past are still on their way. */
  notes: z.enum(['notSet', 'reading', 'ok', 'cannot', 'unreachable']),
  /** Only the asking person's own figures stand in the table of people. */
  isOwn: z.boolean(),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;

export const ReportCall = z.object({
  at: z.number(),
  kind: z.enum(['queue', 'desk']),
  queue: z.string(),
  number: z.string(),
  end: QueueEnd.optional(),
  agent: z.string(),
  waited: z.number().optional(),
  talk: z.number().optional(),
  hold: z.number().optional(),
  category: z.string().optional(),
  callId: CallId.optional(),
  /** A finished note can be opened. */
  hasNote: z.boolean(),
});
export type ReportCall = z.infer<typeof ReportCall>;

export const ForecastDay = z.object({
  date: z.string(),
  /** The earlier days it rests on; none: nothing is known of such a day. */
  basedOn: z.array(z.string()),
  halves: z.array(
    z.object({
      half: z.number().int(),
      calls: z.number(),
      least: z.number(),
      most: z.number(),
      handleSeconds: z.number(),
      people: z.number().int(),
    }),
  ),
});
export type ForecastDay = z.infer<typeof ForecastDay>;

const language = z.string().regex(/^[a-z]{2}$/);

/** The day so far, of all queues and of the person at this desk. */
export const TodayRow = z.object({
  /** Day of the practice, YYYY-MM-DD. */
  date: z.string(),
  all: Sums,
  own: Sums,
  targets: ReportTargets,
  /** From when on it is whole, epoch ms; absent: nothing of the day is missing. */
  since: z.number().optional(),
});
export type TodayRow = z.infer<typeof TodayRow>;

export const reportTopics = {
  today: topic({ row: TodayRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};

export const reportCommands = {
  'reports.figures': command({
    input: ReportQuestion,
    output: ReportAnswer,
    pages: ['console'],
    access: 'signedIn',
  }),
  /** The calls behind a figure, the newest first (of the longest wait: the longest first). */
  'reports.calls': command({
    input: ReportQuestion.extend({ figure: z.union([FigureName, z.literal('all')]) }),
    output: z.object({ calls: z.array(ReportCall), total: z.number().int() }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** People needed by half hour on the next days. */
  'reports.forecast': command({
    input: z.object({ from: Day, days: z.number().int().min(1).max(14), queue: Name.optional() }),
    output: z.object({ days: z.array(ForecastDay), targetSeconds: z.number(), targetShare: z.number() }),
    pages: ['console'],
    access: ['supervisor', 'administrator'],
  }),
  /** A report as a file. Audited with reason and range. */
  'reports.export': command({
    input: ReportQuestion.extend({
      format: z.enum(['csv', 'pdf']),
      reason: z.string().trim().min(3).max(500),
      language,
    }),
    output: z.object({
      /** For the window to hand to the person; absent where the desktop asks where to save it. Text, or base64. */
      file: z
        .object({ name: z.string(), type: z.string(), text: z.string(), encoding: z.enum(['utf8', 'base64']) })
        .optional(),
    }),
    pages: ['console'],
    access: ['supervisor', 'administrator'],
  }),
};
