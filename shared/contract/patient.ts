import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import {
  Authority,
  GlassReason,
  Identifier,
  IdentityClaims,
  IdentityResult,
  PatientCandidate,
  PatientContext,
  PatientId,
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
  }),
  /** Site option `showBefore: matched`: the name at ring, "not verified: do not read out". */
  unverifiedName: z.string().optional(),
  context: PatientContext.optional(),
  contextState: z.enum(['none', 'loading', 'fresh', 'stale', 'unavailable']),
  /** Epoch ms at which the EHR was read. */
  readAt: z.number().optional(),
  chartUrl: z.string().optional(),
});
export type PatientPanel = z.infer<typeof PatientPanel>;

export const patientCommands = {
  /** Search by name and birth date; results join the chooser of this call. Audited. */
  'patient.search': command({
    input: z.object({ callId: CallId, name: z.string().min(2).max(200), birthDate: z.string().max(40).optional() }),
    output: z.object({ candidates: z.array(PatientCandidate) }),
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
  /** Opens a restricted chart after the identity check, with a reason. Audited either way. */
  'patient.breakGlass': command({
    input: z.object({ callId: CallId, reason: GlassReason }),
    output: z.object({}),
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
