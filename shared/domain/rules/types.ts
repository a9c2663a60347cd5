// A decision: what the practice wants done with this call now, and why. Pure data in, pure data out.
import { z } from 'zod';
import { Presence } from '../queue/types.ts';
import { Text, TransferPolicy } from '../site/site.ts';

/** One line of "why": a code the view turns into a sentence, with plain values. */
export const TraceStep = z.object({
  /** Rule id, or the built-in step (`hours`, `redFlags`, `policy`, `category`). */
  rule: z.string(),
  fired: z.boolean(),
  /** Sentence in i18n under `why.<code>`. */
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type TraceStep = z.infer<typeof TraceStep>;

export const Destination = z.object({
  /** Rank, from 1. */
  rank: z.number().int(),
  kind: z.enum(['dial', 'message']),
  id: z.string(),
  label: z.string(),
  role: z.string().optional(),
  /** Number to dial; absent for a message. */
  number: z.string().optional(),
  presence: Presence,
  languages: z.array(z.string()),
  /** For a message: who owns the call-back and the promised window, such as "2 hours". */
  owner: z.string().optional(),
  within: z.string().optional(),
  /** Why it stands at this rank: codes under `why.`. */
  because: z.array(TraceStep),
});
export type Destination = z.infer<typeof Destination>;

export const OfficeState = z.object({
  open: z.boolean(),
  reason: z.enum(['hours', 'lunch', 'outsideHours', 'holiday', 'closure']),
  /** Name of the holiday or reason of the closure. */
  name: z.string().optional(),
  /** ISO instant of the next change, if within 14 days. */
  changesAt: z.string().optional(),
});
export type OfficeState = z.infer<typeof OfficeState>;

export const Decision = z.object({
  office: OfficeState,
  /** Set when the caller's words hold a red flag: stop, say this, reach one of these now. */
  emergency: z.object({ words: z.array(z.string()), say: Text, reach: z.array(Destination) }).optional(),
  route: z.string().optional(),
  say: Text.optional(),
  priority: z.number().int(),
  transfer: TransferPolicy,
  destinations: z.array(Destination),
  trace: z.array(TraceStep),
});
export type Decision = z.infer<typeof Decision>;

export interface DecisionInput {
  /** ISO instant. */
  readonly now: string;
  readonly queue?: string | undefined;
  readonly withheld: boolean;
  /** Whether a patient was matched; `undefined` while the EHR has not answered. */
  readonly known?: boolean | undefined;
  /** The caller's language, when known. */
  readonly language?: string | undefined;
  readonly category?: string | undefined;
  /** The caller's words as typed so far. */
  readonly words: string;
  /** Presence by extension. */
  readonly presence: ReadonlyMap<string, Presence>;
}
