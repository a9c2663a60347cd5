// The next step of a note as FHIR: a Task of its kind (follow-up, call-back, refill request, step of a referral), and the same
// said in words for servers that take none. What was asked for of the chart is its focus; the call is why.
// https://hl7.org/fhir/R4/task.html
import type { CodeableConcept, Communication, Reference, Task } from '@medplum/fhirtypes';
import type { EhrWrite } from '../../ports/ehr.ts';
import {
  CATEGORY_SYSTEM,
  REFERRAL_STATE_SYSTEM,
  TASK_CODE_SYSTEM,
  TASK_INPUT_SYSTEM,
  TASK_KIND_SYSTEM,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { Meaning, StepKind } from '../../../shared/domain/note/request-kinds.ts';
import type { NextStep } from '../../../shared/domain/note/types.ts';
import { answerOf, clean, communicationOf, fhirDue, identifierOf, instant, isCode, line, endOf } from './project.ts';

const CODES: Readonly<Record<StepKind, { readonly code: string; readonly text: string }>> = {
  followUp: { code: 'follow-up', text: 'Follow-up' },
  callback: { code: 'callback', text: 'Call-back' },
  refill: { code: 'refill', text: 'Refill request' },
  referral: { code: 'referral', text: 'Referral' },
};

/** What kind of step it is and which reason for calling it came from; `fulfill` where an order of the chart is meant. */
export function kindConcept(
  kind: StepKind,
  category: string | undefined,
  label: string,
  isOrder = false,
): CodeableConcept {
  const { code, text } = CODES[kind];
  return {
    coding: [
      { system: TASK_KIND_SYSTEM, code },
      ...(isOrder && kind === 'refill' ? [{ system: TASK_CODE_SYSTEM, code: 'fulfill' }] : []),
      ...(isCode(category) ? [{ system: CATEGORY_SYSTEM, code: category }] : []),
    ],
    text: kind === 'followUp' ? clean(label) || text : text,
  };
}

/** The kind and the category that a Task's code says; Tasks of earlier versions have their category where the kind is now. */
export function kindIn(
  code: { readonly coding: readonly { system?: string | undefined; code?: string | undefined }[] } | undefined,
): {
  readonly kind?: StepKind;
  readonly category?: string;
} {
  const codeOf = (system: string) => code?.coding.find((coding) => coding.system === system)?.code;
  const said = codeOf(TASK_KIND_SYSTEM);
  const kind = (Object.keys(CODES) as StepKind[]).find((one) => CODES[one].code === said);
  const category = codeOf(CATEGORY_SYSTEM) ?? (kind === undefined ? said : undefined);
  return { ...(kind ? { kind } : {}), ...(category === undefined ? {} : { category }) };
}

/** What a step of this kind says beside its text, in the order in which it is read. */
const DETAILS: Readonly<Record<StepKind, readonly (readonly [Meaning, label: string, code: string])[]>> = {
  followUp: [],
  callback: [],
  refill: [
    ['medication', 'Medication', 'medication'],
    ['pharmacy', 'Pharmacy', 'pharmacy'],
    ['daysLeft', 'Days left', 'days-left'],
  ],
  referral: [
    ['referral', 'Referral', 'referral'],
    ['referralStep', 'Step', 'referral-step'],
  ],
};

function detailsOf({ note }: EhrWrite, kind: StepKind) {
  return DETAILS[kind].flatMap(([meaning, label, code]) => {
    const meant = note.meant?.[meaning];
    const text = meant === undefined ? '' : clean(answerOf(note, meant.field, meant.text));
    return text === '' ? [] : [{ label, code, text }];
  });
}

const REFERENCE = /^(MedicationRequest|ServiceRequest)\/[A-Za-z0-9.-]{1,64}$/;

/** The order of the chart that is meant, where the answer named one. */
export function orderOf({ note }: EhrWrite, kind: StepKind): Reference | undefined {
  const meant = kind === 'refill' ? note.meant?.medication : kind === 'referral' ? note.meant?.referral : undefined;
  const reference = meant?.reference;
  if (meant === undefined || reference === undefined || !REFERENCE.test(reference)) return undefined;
  const display = clean(meant.text);
  return { reference, ...(display === '' ? {} : { display }) };
}

/** Where the referral stands now, as the coordinator's list has it. */
function businessStatusOf({ note }: EhrWrite, kind: StepKind): CodeableConcept | undefined {
  const step = kind === 'referral' ? note.meant?.referralStep : undefined;
  if (step?.code === undefined) return undefined;
  const text = clean(answerOf(note, step.field, step.code));
  return { coding: [{ system: REFERRAL_STATE_SYSTEM, code: step.code }], ...(text === '' ? {} : { text }) };
}

type Input = NonNullable<Task['input']>[number];
const inputType = (code: string, text: string) => ({ coding: [{ system: TASK_INPUT_SYSTEM, code }], text });

/** The number to call back as an input of the Task. */
export const callBackInput = (number: string | undefined): Input | undefined =>
  number === undefined || clean(number) === ''
    ? undefined
    : {
        type: inputType('call-back-number', 'Call-back number'),
        valueContactPoint: { system: 'phone', value: clean(number) },
      };

/** The verified name, so that another desk's list does not have to read the patient to say whom it is about. */
const nameOf = ({ contact }: EhrWrite): { display?: string } =>
  contact && clean(contact.about) !== '' ? { display: clean(contact.about) } : {};

export type CallAs = 'Communication' | 'DocumentReference' | undefined;

const callReference = (write: EhrWrite, type: NonNullable<CallAs>): Reference => ({
  type,
  identifier: identifierOf(`${write.note.callId}/communication`),
});

/** @param callAs what the call itself was written as; named by identifier, so that neither write waits for the other */
export function taskOf(write: EhrWrite, step: NextStep, callAs: CallAs): Task {
  const kind = step.kind ?? 'followUp';
  const [due, order] = [fhirDue(step.due), orderOf(write, kind)];
  const urgent = write.note.emergency.some(({ step: name }) => name === 'heard');
  const [owner, author] = [clean(step.owner), clean(write.authorName)];
  const { patientId, content } = write.note;
  const [call, status] = [callAs && callReference(write, callAs), businessStatusOf(write, kind)];
  const details = detailsOf(write, kind);
  const number = callBackInput(write.contact?.number);
  const input = [
    ...(number === undefined ? [] : [number]),
    ...details.map(({ label, code, text }): Input => ({ type: inputType(code, label), valueString: text })),
  ];
  return {
    resourceType: 'Task',
    identifier: [identifierOf(write.id)],
    status: 'requested',
    intent: 'order',
    priority: urgent ? 'urgent' : 'routine',
    code: kindConcept(kind, content.category, write.categoryLabel, order !== undefined),
    description: clean(step.text) || CODES[kind].text,
    ...(status === undefined ? {} : { businessStatus: status }),
    // An order of the chart is what it is about; then the call is why, else the call is what it is about.
    ...(order ? { focus: order, ...(call ? { reasonReference: call } : {}) } : call ? { focus: call } : {}),
    ...(patientId === undefined ? {} : { for: { reference: `Patient/${patientId}`, ...nameOf(write) } }),
    authoredOn: instant(endOf(write)),
    ...(author === '' ? {} : { requester: { display: author } }),
    // `performerType` stays what it was when somebody takes it and becomes the owner.
    ...(owner === '' ? {} : { performerType: [{ text: owner }], owner: { display: owner } }),
    // Said once more for people: other programs show no inputs.
    ...(details.length === 0
      ? {}
      : { note: [{ text: details.map(({ label, text }) => `${label}: ${text}`).join('\n') }] }),
    ...(input.length === 0 ? {} : { input }),
    ...(due === undefined ? {} : { restriction: { period: { end: due } } }),
  };
}

/** The step in words, for servers that take no Task. */
export function stepText(write: EhrWrite, step: NextStep): string {
  const kind = step.kind ?? 'followUp';
  return [
    `${kind === 'followUp' ? 'Next step' : CODES[kind].text} owed: ${clean(step.text)}`.trim(),
    ...detailsOf(write, kind).flatMap(({ label, text }) => line(label, text)),
    ...line('Owner', step.owner),
    ...line('Due', step.due),
  ].join('\n');
}

/** The step as a message in the chart. */
export function stepAsCommunication(write: EhrWrite, step: NextStep): Communication {
  const order = orderOf(write, step.kind ?? 'followUp');
  return {
    ...communicationOf(write),
    ...(order ? { about: [order] } : {}),
    payload: [{ contentString: stepText(write, step) }],
  };
}
