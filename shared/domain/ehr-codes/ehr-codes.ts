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

/** Task.code: what kind of next step is owed. */
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
