// The smallest words of the site file, shared by its parts.
import { z } from 'zod';

/** A text in each language of the site: `{ en: …, es: … }`. */
export const Text = z.record(
  z.string().regex(/^[a-z]{2}$/, 'Use a two-letter language code such as en'),
  z.string().min(1),
);
export type Text = z.infer<typeof Text>;

export const Id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/i, 'Use letters, digits and hyphens, such as front-desk');

/** A promise in office time: "2 hours" are two hours in which the practice is open. */
export const Within = z.string().regex(/^\d+ (minutes|hours|days)$/, 'Write it as "2 hours"');

export const Extension = z.string().regex(/^[0-9*#+]{2,20}$/, 'Write the number in quotes, digits only, such as "201"');
