import { z } from 'zod';
import { E164_SHAPE } from './phone-number.ts';

/** A full international number (ITU-T E.164). Only `normalise` and this schema make one. */
export const E164 = z.string().regex(E164_SHAPE).brand<'E164'>();
export type E164 = z.infer<typeof E164>;
