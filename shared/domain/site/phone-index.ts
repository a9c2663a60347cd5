// For how long this desk remembers whose number is whose.
import { z } from 'zod';

/** Days since a number was last called from, or last stood in a chart that was read; 0: nothing is remembered. */
export const PhoneIndexDays = z.number().int().min(0).max(3650).default(365);
