// Closing the office at once, and taking that back.
import { z } from 'zod';
import { CLOSING_CHOICES } from '../domain/schedule/closing.ts';
import { Closure } from '../domain/site/hours.ts';
import { command } from './define.ts';

export const hoursCommands = {
  /** From now (or tomorrow) until what was chosen, for every desk of the practice. The site file says who may. */
  'hours.close': command({
    input: z.object({ until: z.enum(CLOSING_CHOICES), reason: z.string().trim().min(1).max(60) }),
    output: z.object({ closure: Closure }),
    pages: ['console'],
    access: 'signedIn',
  }),
  'hours.reopen': command({
    input: z.object({ closure: Closure }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
};
