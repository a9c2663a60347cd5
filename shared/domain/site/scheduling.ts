// Booking visits from the desk. The EHR's own kinds of visit lead; here stands what it does not say of them.
import { z } from 'zod';
import { Text } from './basics.ts';

export const Scheduling = z.strictObject({
  visitTypes: z
    .array(
      z.strictObject({
        /** As the EHR codes it (Slot.serviceType). */
        code: z.string().min(1).max(200),
        /** The EHR's code system, for servers that want it in a search. */
        system: z.string().min(1).max(300).optional(),
        /** How it is called at the desk; absent: as the EHR calls it. */
        label: Text.optional(),
        /** How long it takes, where that is longer than one slot. */
        minutes: z.number().int().min(5).max(480).optional(),
      }),
    )
    .default([]),
  /** How long a time is kept for a caller while one talks. */
  holdMinutes: z.number().int().min(1).max(15).default(3),
  /** How far ahead free times are looked for. */
  daysAhead: z.number().int().min(1).max(90).default(21),
});
export type Scheduling = z.infer<typeof Scheduling>;
