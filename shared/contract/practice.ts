// The practice's own settings, edited in the window. What is typed is kept by the host as a draft, so that it survives the
// view; nothing of it is in force before it is applied.
import { z } from 'zod';
import { DiffLine, PracticeChange, PracticePartName } from '../domain/practice/types.ts';
import type { PracticeForms } from '../domain/practice/form.ts';
import type { PracticeProblem } from '../domain/practice/types.ts';
import { Decision } from '../domain/rules/types.ts';
import { LastEdit } from '../domain/site/site.ts';
import { Situation } from '../domain/site/situations.ts';
import { command } from './define.ts';

const EDITORS = ['supervisor', 'administrator'] as const;
const MAX_TEXT = 2_000_000;

/** How what is typed stands: what it changes, what is wrong with it, whether somebody else was there. */
export const DraftState = z.object({
  /** Rises with everything that is typed. */
  revision: z.number().int(),
  edited: z.array(PracticePartName),
  isChanged: z.boolean(),
  problems: z.array(z.custom<PracticeProblem>()),
  /** Somebody else's edit came into force meanwhile; what is typed here was put on top of it. */
  meanwhile: LastEdit.partial().optional(),
  /** Both changed the same lines: nothing is lost, one of them is to be chosen. */
  clash: z.array(z.object({ mine: z.array(z.string()), theirs: z.array(z.string()) })).optional(),
  /** Lines of a part that cannot be read yet. */
  unread: z.object({ part: PracticePartName, text: z.string() }).optional(),
});
export type DraftState = z.infer<typeof DraftState>;

export const PracticeView = z.object({
  /** Of the text the draft is made from. */
  version: z.string(),
  writable: z.boolean(),
  keptAt: z.string(),
  /** Administrators change everything, supervisors closures and who is on call. */
  mayEdit: z.enum(['everything', 'closures']),
  forms: z.custom<PracticeForms>(),
  /** The parts as data, as they are typed. */
  data: z.record(z.string(), z.json()),
  draft: DraftState,
});
export type PracticeView = z.infer<typeof PracticeView>;

export const PracticeVersion = z.object({
  id: z.number().int(),
  /** Epoch ms at which this desk saw it. */
  at: z.number(),
  /** User id; absent: changed in the file itself. */
  by: z.string().optional(),
  why: z.string().optional(),
  inForce: z.boolean(),
});
export type PracticeVersion = z.infer<typeof PracticeVersion>;

/** A saved test that does not come out as written. */
export const FailingTest = z.object({
  name: z.string(),
  differences: z.array(z.object({ what: z.string(), expected: z.string(), found: z.string() })),
  /** It fails with the settings in force, too. */
  before: z.boolean(),
});
export type FailingTest = z.infer<typeof FailingTest>;

const reason = z.string().trim().min(3).max(500);
const part = z.object({ part: PracticePartName });
const nothing = z.object({});
const editors = { pages: ['console'], access: EDITORS } as const;

export const practiceCommands = {
  'practice.open': command({ input: nothing, output: PracticeView, ...editors }),
  /** Changes as forms make them, in the order in which they were made. Answers as far as it got. */
  'practice.change': command({
    input: z.object({ changes: z.array(PracticeChange).min(1).max(200) }),
    output: DraftState,
    ...editors,
  }),
  'practice.partText': command({ input: part, output: z.object({ text: z.string() }), ...editors }),
  'practice.writeText': command({
    input: part.extend({ text: z.string().max(MAX_TEXT) }),
    output: z.object({ draft: DraftState, value: z.json().optional() }),
    ...editors,
  }),
  /** What would come into force: the difference, and the practice's own tests that would fail. */
  'practice.review': command({
    input: nothing,
    output: z.object({
      version: z.string(),
      lines: z.array(DiffLine),
      failing: z.array(FailingTest),
      tests: z.number().int(),
      draft: DraftState,
    }),
    ...editors,
  }),
  'practice.discard': command({ input: nothing, output: PracticeView, ...editors }),
  /** Whose lines count where both changed the same. */
  'practice.settle': command({
    input: z.object({ keep: z.enum(['mine', 'theirs']) }),
    output: PracticeView,
    ...editors,
  }),
  /** `over`: the version that the difference was shown against. */
  'practice.apply': command({
    input: z.object({ over: z.string().max(100), reason, despiteTests: z.boolean().default(false) }),
    output: z.object({ version: z.string() }),
    ...editors,
  }),
  'practice.versions': command({
    input: nothing,
    output: z.object({ versions: z.array(PracticeVersion) }),
    ...editors,
  }),
  /** What a version changed, and what going back to it would change now. */
  'practice.version': command({
    input: z.object({ id: z.number().int() }),
    output: z.object({ lines: z.array(DiffLine), back: z.array(DiffLine) }),
    ...editors,
  }),
  /** Its text comes into force again, as a new version. */
  'practice.restore': command({
    input: z.object({ id: z.number().int(), reason }),
    output: z.object({ version: z.string() }),
    pages: ['console'],
    access: ['administrator'],
  }),
  /** The edited file itself, for who keeps it where this desk may not write. */
  'practice.copy': command({
    input: nothing,
    output: z.object({ name: z.string(), text: z.string() }),
    pages: ['console'],
    access: ['administrator'],
  }),
  /** A made-up call under the settings as they are typed, and as they are in force. */
  'practice.try': command({
    input: z.object({ situation: Situation }),
    output: z.object({ typed: Decision.optional(), inForce: Decision }),
    ...editors,
  }),
};
