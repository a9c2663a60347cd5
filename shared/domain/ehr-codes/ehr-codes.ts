// The code systems and identifiers that travel between the console and an EHR: ours where FHIR leaves the choice to
// the user, the standard ones where it does not. Both the adapter and the demo EHR speak them, so they are said once.

const OURS = 'https://frontdesk.example/fhir';

/** Task.businessStatus of a referral: where it stands in the referral coordinator's work. */
export const REFERRAL_STATE_SYSTEM = `${OURS}/CodeSystem/referral-state`;

/** Wire code → the state the desk shows. */
export const REFERRAL_STATE_BY_CODE = {
  missing: 'missing',
  received: 'received',
  'pending-review': 'pendingReview',
  'ready-to-schedule': 'readyToSchedule',
} as const;
export type ReferralStateCode = keyof typeof REFERRAL_STATE_BY_CODE;
/** The state that a step means to whoever looks at the card: what is incomplete is missing still. */
export const referralStateOf = (
  code: string | undefined,
): (typeof REFERRAL_STATE_BY_CODE)[ReferralStateCode] | undefined =>
  code === 'records-requested'
    ? 'missing'
    : code !== undefined && code in REFERRAL_STATE_BY_CODE
      ? REFERRAL_STATE_BY_CODE[code as ReferralStateCode]
      : undefined;
/** What a desk can say of a referral: the states, and that missing records were asked for. */
export const REFERRAL_STEPS: readonly string[] = [...Object.keys(REFERRAL_STATE_BY_CODE), 'records-requested'];

/** Task.code: what kind of next step is owed: followUp, callback, refill, referral. */
export const TASK_KIND_SYSTEM = `${OURS}/CodeSystem/task-kind`;
/** Communication.reasonCode: how the call ended (the outcome tag of the practice). */
export const OUTCOME_SYSTEM = `${OURS}/CodeSystem/call-outcome`;
/** Communication.category: which of the six reasons for calling. */
export const CATEGORY_SYSTEM = `${OURS}/CodeSystem/call-category`;
/** Our own identifier on everything we write (`EhrWrite.id`): how a repeated attempt finds the first one. */
export const WRITE_ID_SYSTEM = `${OURS}/identifier/write`;
/**
 * Extension of a Communication that a note was written as: how the call went, in codes and counts, for the figures of the
 * other desks. Its parts are named in electron/adapters/fhir/handled-extension.ts.
 */
export const HANDLED_CALL_EXTENSION = `${OURS}/StructureDefinition/handled-call`;
/** Task.businessStatus of a thing to do: `claimed` while somebody has it in hand. */
export const WORK_STATE_SYSTEM = `${OURS}/CodeSystem/work-state`;
/** Task.output.type: how a call-back ended; the value is when. */
export const ATTEMPT_SYSTEM = `${OURS}/CodeSystem/call-back-outcome`;
/** Task.input.type: what whoever takes it needs, such as the number to call back. */
export const TASK_INPUT_SYSTEM = `${OURS}/CodeSystem/task-input`;
/** Task.owner.identifier of a person at a desk: their user id. */
export const USER_SYSTEM = `${OURS}/identifier/user`;
/** Extension of a Slot that a desk keeps for a caller: what for (`of`), who (`by`), until when (`until`). */
export const SLOT_CLAIM_EXTENSION = `${OURS}/StructureDefinition/slot-claim`;
/** Extension of an Appointment on the waiting list: mornings or afternoons. */
export const DAY_PART_EXTENSION = `${OURS}/StructureDefinition/day-part`;
/** Extension of an Appointment on the waiting list: the language that whoever sees them should speak. */
export const VISIT_LANGUAGE_EXTENSION = `${OURS}/StructureDefinition/visit-language`;
/** Appointment.cancelationReason (https://hl7.org/fhir/R4/valueset-appointment-cancellation-reason.html). */
export const CANCEL_REASON_SYSTEM = 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason';
/** meta.tag of everything that was made up. */
export const SYNTHETIC_TAG = {
  system: `${OURS}/CodeSystem/origin`,
  code: 'synthetic',
  display: 'Synthetic data',
} as const;

/** Test data in the confidentiality sense (http://terminology.hl7.org/CodeSystem/v3-ActReason). */
export const TEST_DATA_LABEL = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code: 'HTEST',
  display: 'test health data',
} as const;

export const CONFIDENTIALITY_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
/** Sensitivity labels (InformationSensitivityPolicy): who is known to many, and who works here. */
export const SENSITIVITY_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const PARTICIPATION_MODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode';
export const ROLE_CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
export const IDENTIFIER_TYPE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v2-0203';
export const SNOMED_SYSTEM = 'http://snomed.info/sct';
/** SNOMED CT "Patient referral (procedure)". */
export const REFERRAL_CODE = '3457005';

/** https://hl7.org/fhir/us/core/StructureDefinition-us-core-interpreter-needed.html (yes = SNOMED 373066001) */
export const US_CORE_INTERPRETER = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed';
export const SNOMED_YES = '373066001';
/** https://hl7.org/fhir/R4/extension-patient-interpreterrequired.html */
export const R4_INTERPRETER = 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired';

export const CONSENT_SCOPE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/consentscope';
export const CONSENT_ACTION_SYSTEM = 'http://terminology.hl7.org/CodeSystem/consentaction';
/** https://hl7.org/fhir/R4/codesystem-task-code.html: `fulfill` the order that is the task's focus. */
export const TASK_CODE_SYSTEM = 'http://hl7.org/fhir/CodeSystem/task-code';
/** https://hl7.org/fhir/us/core/ValueSet-us-core-documentreference-category.html */
export const US_CORE_DOCUMENT_CATEGORY = 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category';
