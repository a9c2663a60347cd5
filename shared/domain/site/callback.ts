// Callers who would rather be called back than wait: what they are promised, queue by queue.
import { z } from 'zod';

export const Callback = z.strictObject({
  queues: z
    .array(
      z.strictObject({
        /** The id of a queue. */
        queue: z.string(),
        /** By when they are called back, in minutes of office time. */
        promiseMinutes: z.number().int().min(5).max(2880),
      }),
    )
    .default([]),
});
export type Callback = z.infer<typeof Callback>;
