// A practice's own settings as the window edits them: parts of the site file, changes to them, and what is wrong with them.
import { z } from 'zod';
import { PART_NAMES } from './parts.ts';
import type { PracticePart } from './parts.ts';

export { PART_NAMES, partOf, PRACTICE_PARTS, SUPERVISORS_MAY } from './parts.ts';
export type { PracticePart } from './parts.ts';

export const PracticePartName = z.enum(PART_NAMES);

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
