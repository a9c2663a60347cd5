// A message in a mailbox. Apart from what is done with it: the window takes that without a schema library.
import { z } from 'zod';

export const MailboxMessage = z.object({
  mailbox: z.string(),
  context: z.string(),
  /** The PBX's id of the message; it stays the same when the message changes folder. */
  id: z.string(),
  number: z.string(),
  name: z.string(),
  withheld: z.boolean(),
  /** Epoch ms at which it was left. */
  at: z.number(),
  durationSeconds: z.number().int(),
  folder: z.enum(['new', 'old']),
  urgent: z.boolean(),
});
export type MailboxMessage = z.infer<typeof MailboxMessage>;
