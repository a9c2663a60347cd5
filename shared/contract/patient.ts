import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import {
  Authority,
  CardPart,
  GlassReason,
  Identifier,
  IdentityClaims,
  IdentityResult,
  PatientCandidate,
  PatientContext,
  PatientId,
  UncheckedReason,
} from '../domain/patient/types.ts';
import { command, topic } from './define.ts';
import { Match } from './call.ts';

/** The right column for one call. `context` is present only once the identity check has passed. */
export const PatientPanel = z.object({
  callId: CallId,
  match: Match,
  chosen: PatientCandidate.optional(),
  check: z.object({
    /** `restricted`: the identifiers match, and the chart opens only with a reason. */
    state: z.enum(['open', 'verified', 'lockedOut', 'restricted']),
    authority: Authority,
    matched: z.array(z.string()),
    wrong: z.array(z.string()),
    attemptsLeft: z.number().int(),
    /** How many identifiers this site asks for. */
    needed: z.number().int(),
    /** Which ones count. */
    accepts: z.array(Identifier),
    /** With `notChecked`: the EHR is being asked for the consents just now, and whether one may go on with a reason. */
    unchecked: z.object({ isAsking: z.boolean(), mayGoOn: z.boolean() }).optional(),
  }),
  /** Site option `showBefore: matched`: the name at ring, "not verified: do not read out". */
  unverifiedName: z.string().optional(),
  context: PatientContext.optional(),
  /** Parts of `context` that are from an earlier reading, and from when (epoch ms). */
  old: z.partialRecord(CardPart, z.number()).optional(),
  /** `kept`: the EHR does not answer, and this is what this desk kept. */
  contextState: z.enum(['none', 'loading', 'fresh', 'stale', 'kept', 'unavailable']),
  /** Epoch ms at which the EHR was read. */
  readAt: z.number().optional(),
  /** The last contacts, through this desk, the others and the EHR; `category` is an id of the practice's list. */
  contacts: z
    .array(
      z.object({
        at: z.string(),
        text: z.string(),
        from: z.enum(['here', 'desk', 'ehr']),
        category: z.string().optional(),
        by: z.enum(['phone', 'video', 'virtual']).optional(),
      }),
    )
    .optional(),
  /** Whether the chart can be opened in the EHR itself. */
  chart: z.boolean(),
});
export type PatientPanel = z.infer<typeof PatientPanel>;

export const patientCommands = {
  /** Search by name and birth date; results join the chooser of this call, unless there are too many to choose from. Audited. */
  'patient.search': command({
    input: z.object({ callId: CallId, name: z.string().min(2).max(200), birthDate: z.string().max(40).optional() }),
    output: z.object({ count: z.number().int(), candidates: z.array(PatientCandidate) }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Choose who is calling (or, with null, nobody on file). Never chosen by itself. */
  'patient.choose': command({
    input: z.object({ callId: CallId, patientId: PatientId.nullable() }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Compare what the caller said with what is on file. Audited either way. */
  'patient.verify': command({
    input: z.object({ callId: CallId, claims: IdentityClaims }),
    output: IdentityResult,
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Asks the EHR again for the consents that it did not give, and compares once more what the caller said. */
  'patient.checkAgain': command({
    input: z.object({ callId: CallId }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Goes on with a relative whom the chart lets speak, although the consents could not be read, with a reason. Audited either way. */
  'patient.goOnUnchecked': command({
    input: z.object({ callId: CallId, reason: UncheckedReason }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Opens a restricted chart after the identity check, with a reason. Audited either way. */
  'patient.breakGlass': command({
    input: z.object({ callId: CallId, reason: GlassReason }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /**
   * Opens the chart in the EHR itself, in the system's browser. Where this host cannot open anything, the page is given an
   * address of the host that leads there once: neither the chart's address nor the patient's id ever stands in a page.
   */
  'patient.openChart': command({
    input: z.object({ callId: CallId }),
    output: z.object({ way: z.string().optional() }),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Read the context again. */
  'patient.refresh': command({
    input: z.object({ callId: CallId }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Forget which numbers belong to which patients, at this desk. Audited. */
  'patient.wipePhoneIndex': command({
    input: z.object({}),
    output: z.object({ numbers: z.number().int() }),
    pages: ['console'],
    access: ['administrator'],
  }),
};

export const patientTopics = {
  patients: topic({ row: PatientPanel, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};
