// A decision: what the practice wants done with this call now, and why. Pure data in, pure data out.
import { z } from 'zod';
import { Presence } from '../queue/types.ts';
import { Text, TransferPolicy } from '../site/site.ts';
import type { Role } from '../site/site.ts';

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
  /** The rule that names it; absent: the last way out, which is always there. */
  rule: z.string().optional(),
  /** `warmOnly`: this one wants the caller introduced. */
  transfer: z.enum(['any', 'warmOnly']).optional(),
  /** Why it stands at this rank: codes under `why.`. */
  because: z.array(TraceStep),
});
export type Destination = z.infer<typeof Destination>;

/** Somebody a rule names or the practice lists, to whom this call must not go, and why. */
export const ForbiddenTarget = z.object({
  id: z.string(),
  label: z.string(),
  number: z.string(),
  why: TraceStep,
  /** The practice's own words. */
  because: Text.optional(),
});
export type ForbiddenTarget = z.infer<typeof ForbiddenTarget>;

/** Done to the call while it rings, by the rule named. */
export const AtOnce = z.object({
  rule: z.string(),
  do: z.enum(['redirect', 'decline']),
  number: z.string().optional(),
  label: z.string().optional(),
});
export type AtOnce = z.infer<typeof AtOnce>;

export const RuleTask = z.object({ rule: z.string(), owner: z.string(), within: z.string(), text: z.string() });
export type RuleTask = z.infer<typeof RuleTask>;

/** An escalation of the site that a rule wants offered first. */
export const WantedEscalation = z.object({ rule: z.string(), id: z.string(), name: z.string() });
export type WantedEscalation = z.infer<typeof WantedEscalation>;

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
  emergency: z
    .object({ words: z.array(z.string()), say: Text, reach: z.array(Destination), checklist: z.array(Text) })
    .optional(),
  route: z.string().optional(),
  say: Text.optional(),
  priority: z.number().int(),
  transfer: TransferPolicy,
  destinations: z.array(Destination),
  /** Lines above everything else, by the rules that want them. */
  banners: z.array(z.object({ rule: z.string(), text: Text })).optional(),
  forbidden: z.array(ForbiddenTarget).optional(),
  /** Fields of the note that a rule needs, by id. */
  require: z.array(z.string()).optional(),
  escalate: WantedEscalation.optional(),
  atOnce: AtOnce.optional(),
  tasks: z.array(RuleTask).optional(),
  trace: z.array(TraceStep),
});
export type Decision = z.infer<typeof Decision>;

/** What is known of the patient; a part that is absent is not known. */
export interface PatientFacts {
  readonly age?: number | undefined;
  readonly flags?: readonly string[] | undefined;
  /** ISO instant. */
  readonly nextVisit?: string | null | undefined;
  readonly referrals?: readonly string[] | undefined;
  readonly restricted?: boolean | undefined;
  readonly interpreter?: boolean | undefined;
}

export interface DecisionInput {
  /** ISO instant. */
  readonly now: string;
  /** As the PBX sent it. */
  readonly number?: string | undefined;
  readonly queue?: string | undefined;
  readonly withheld: boolean;
  /** Whether a patient was matched; `undefined` while the EHR has not answered. */
  readonly known?: boolean | undefined;
  /** Whether the same person called within the site's days. */
  readonly repeat?: boolean | undefined;
  /** The caller's language, when known. */
  readonly language?: string | undefined;
  /** Where the caller wants to come; absent: that of the queue. */
  readonly location?: string | undefined;
  readonly patient?: PatientFacts | undefined;
  readonly category?: string | undefined;
  /** The caller's words as typed so far. */
  readonly words: string;
  /** Of whoever has the call. */
  readonly role?: Role | undefined;
  /** Presence by extension. */
  readonly presence: ReadonlyMap<string, Presence>;
  /** How many callers wait, by queue id; absent: not known. */
  readonly waiting?: ReadonlyMap<string, number> | undefined;
  /** How many calls somebody has or rings with, by extension. */
  readonly load?: ReadonlyMap<string, number> | undefined;
}
