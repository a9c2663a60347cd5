// How a command or a topic is declared: once, with its schema, who may use it from which page and in which role.
import type { z } from 'zod';
import type { Role } from '../domain/site/site.ts';

/** The pages that exist. Each gets only the commands and topics that name it. */
export const PAGES = ['console', 'phone', 'wallboard'] as const;
export type Page = (typeof PAGES)[number];

/** Who may call: `anyone` before sign-in, `signedIn` in any role, or a list of roles. */
export type Access = 'anyone' | 'signedIn' | readonly Role[];

export interface Command<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
  readonly pages: readonly Page[];
  readonly access: Access;
  /** Works while the screen is locked (the phone must). */
  readonly whileLocked?: boolean;
}

export interface Topic<Row extends z.ZodType = z.ZodType> {
  readonly row: Row;
  readonly pages: readonly Page[];
  readonly access: Access;
  /** What a view sees while the screen is locked: `nothing`, or the row with everything private taken out. */
  readonly whenLocked?: 'nothing' | ((row: z.output<Row>) => z.output<Row>);
}

export const command = <I extends z.ZodType, O extends z.ZodType>(definition: Command<I, O>): Command<I, O> =>
  definition;
export const topic = <R extends z.ZodType>(definition: Topic<R>): Topic<R> => definition;
