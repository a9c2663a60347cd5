// The archive of finished notes: what is found, what is held, what is past its time.
import { z } from 'zod';
import { Delivery } from '../note/types.ts';

export const OutboxState = Delivery.exclude(['none']);
export type OutboxState = z.infer<typeof OutboxState>;

/** A legal hold: what it covers is never deleted, however old. */
export const Hold = z.object({
  id: z.string(),
  kind: z.enum(['patient', 'number', 'note']),
  /** Patient id, phone number or call id. */
  value: z.string().min(1).max(200),
  reason: z.string().min(3).max(500),
  by: z.string(),
  /** Epoch ms. */
  at: z.number(),
});
export type Hold = z.infer<typeof Hold>;
