// What the figures of the practice are measured by.
import { z } from 'zod';

const Share = z.number().min(0).max(1);
const Seconds = z.number().positive().max(3600);

export const Reports = z.strictObject({
  /** Who hangs up within so many seconds has not really waited: counted apart. */
  shortAbandonSeconds: z.number().int().min(0).max(60).default(5),
  targets: z
    .strictObject({
      averageSpeedOfAnswerSeconds: Seconds.default(30),
      /** Shares are written as 0.05 for 5 %. */
      abandonment: Share.default(0.05),
      serviceLevel: Share.default(0.8),
      voicemail: Share.default(0.1),
      firstCallResolution: Share.default(0.8),
      holdSeconds: Seconds.default(50),
      completeNotes: Share.default(1),
    })
    .prefault({}),
  /** How many of the last weeks the forecast looks at. */
  forecastWeeks: z.number().int().min(1).max(26).default(8),
  /** How long callers wait before they give up, on average, where it is known; absent: nobody is expected to. */
  patienceSeconds: Seconds.optional(),
  /** More of their time than this nobody can talk for long. */
  maximumOccupancy: Share.default(0.85),
});
export type Reports = z.infer<typeof Reports>;
