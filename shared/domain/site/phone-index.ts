// For how long this desk remembers of patients what the EHR said.
import { z } from 'zod';

/** Days since a number was last called from, or last stood in a chart that was read; 0: nothing is remembered. */
export const PhoneIndexDays = z.number().int().min(0).max(3650).default(365);

/** Days for which the last card of a verified patient is kept, for when the EHR does not answer; 0: none is kept. */
export const CardDays = z.number().int().min(0).max(365).default(14);
