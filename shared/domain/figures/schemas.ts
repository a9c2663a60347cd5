// Figures as they cross from the main process to the window.
import { z } from 'zod';
import { FIGURES, SUM_KEYS } from './sums.ts';
import type { Sums as PlainSums } from './sums.ts';

export const FigureName = z.enum(FIGURES);

export const Sums = z.object(
  Object.fromEntries(SUM_KEYS.map((key) => [key, z.number()])) as Record<keyof PlainSums, z.ZodNumber>,
);

export const Group = z.object({ key: z.string(), sums: Sums });
export type Group = z.infer<typeof Group>;

export const PersonTime = z.object({
  agent: z.string(),
  date: z.string(),
  ...{ signedIn: z.number(), paused: z.number(), busy: z.number() },
  reasons: z.array(z.object({ reason: z.string(), seconds: z.number() })),
});

export const FigureReport = z.object({
  all: Sums,
  byQueue: z.array(Group),
  byAgent: z.array(Group),
  byCategory: z.array(Group),
  /** By the hour of the day, 24 of them. */
  byHour: z.array(Sums),
  byWeekday: z.array(Sums),
  /** Calls that came in, Monday first, 24 hours each. */
  heat: z.array(
    z.array(z.object({ entered: z.number(), answered: z.number(), gaveUp: z.number(), waitSum: z.number() })),
  ),
  /** Time signed in and paused, by person and day; of many days by person only. */
  people: z.array(PersonTime),
  byDay: z.array(z.object({ date: z.string(), entered: z.number() })),
});
export type FigureReport = z.infer<typeof FigureReport>;
