// A practice's own settings as the window edits them: parts of the site file, changes to them, and what is wrong with them.
import { z } from 'zod';

/**
 * The parts a person edits, in the order in which they are shown, and where each stands in the site file. A part that the
 * schema does not know is not shown.
 */
export const PRACTICE_PARTS = {
  hours: ['hours'],
  locations: ['locations'],
  rota: ['rota'],
  onCall: ['onCall'],
  escalations: ['escalations'],
  destinations: ['directory'],
  rules: ['rules', 'routes'],
  timeRules: ['rules', 'time'],
  generalRules: ['rules', 'general'],
  transfers: ['rules', 'transfers'],
  cover: ['rules', 'cover'],
  redFlags: ['rules', 'redFlags'],
  scripts: ['scripts'],
  outcomes: ['notes', 'outcomes'],
  situations: ['situations'],
} as const satisfies Record<string, readonly string[]>;
export type PracticePart = keyof typeof PRACTICE_PARTS;
export const PART_NAMES = Object.keys(PRACTICE_PARTS) as [PracticePart, ...PracticePart[]];
export const PracticePartName = z.enum(PART_NAMES);

/** What of the site file supervisors may change; administrators change every part. */
export const SUPERVISORS_MAY: readonly (readonly string[])[] = [['onCall'], ['rota'], ['hours', 'closures']];

const Step = z.union([z.string().max(200), z.number().int().min(0).max(100_000)]);
/** Where in the site file, from its top. */
export const PracticePath = z.array(Step).min(1).max(12);
export type PracticePath = z.infer<typeof PracticePath>;

/** One change as a form makes it. `insert` and `move`: the path ends with the place in the list. */
export const PracticeChange = z.discriminatedUnion('do', [
  z.object({ do: z.literal('set'), path: PracticePath, value: z.json() }),
  z.object({ do: z.literal('remove'), path: PracticePath }),
  z.object({ do: z.literal('insert'), path: PracticePath, value: z.json() }),
  z.object({ do: z.literal('move'), path: PracticePath, to: z.number().int().min(0) }),
]);
export type PracticeChange = z.infer<typeof PracticeChange>;

export const DiffLine = z.object({
  kind: z.enum(['same', 'added', 'removed', 'gap']),
  text: z.string(),
  /** Line number before and after, from 1. */
  before: z.number().int().optional(),
  after: z.number().int().optional(),
});
export type DiffLine = z.infer<typeof DiffLine>;

/** Something that is wrong with what is typed (it cannot be applied) or that a person should look at. */
export interface PracticeProblem {
  readonly part: PracticePart | 'file';
  /** `mistake`: the file would be refused. `doubt`: it would work, and probably not as meant. */
  readonly kind: 'mistake' | 'doubt';
  /** From the top of the site file. */
  readonly path: PracticePath | readonly [];
  /** Line and column in the part's text, from 1. */
  readonly line: number;
  readonly column: number;
  /** A sentence of the site file's schema, in English. */
  readonly message?: string | undefined;
  /** A sentence in the window's language: `practice.doubt.<code>`. */
  readonly code?: string | undefined;
  readonly values?: Readonly<Record<string, string | number>> | undefined;
}

export const partOf = (path: readonly (string | number)[]): PracticePart | undefined =>
  PART_NAMES.find((name) => PRACTICE_PARTS[name].every((step, at) => path[at] === step));
