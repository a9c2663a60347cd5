// What a note can ask for beside being kept, and how each looks as the resources that servers take.
import type { Communication, DocumentReference, Resource } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import type { EhrWrite, EhrWritten } from '../../electron/ports/ehr.ts';
import type { StepKind } from '../../shared/domain/note/request-kinds.ts';
import type { Meanings } from '../../shared/domain/note/types.ts';
import { MARIA, sampleWrite } from './samples.ts';

export interface Request {
  readonly kind: StepKind;
  readonly meant: Meanings;
  readonly text: string;
  /** What is read of it where it is words. */
  readonly said: string;
  readonly Task: object;
  readonly Communication: object;
  readonly DocumentReference: object;
}

const KIND = 'https://frontdesk.example/fhir/CodeSystem/task-kind';
const coded = (code: string) => ({ code: { coding: among([{ system: KIND, code }]) } });
/** At least these, in any order. */
const among = (list: readonly object[]): unknown =>
  expect.arrayContaining(list.map((one) => expect.objectContaining(one)));
const REFERRAL = 'ServiceRequest/referral-maria-gonzalez-1';

/** @param prescription where the EHR keeps it: `MedicationRequest/<id>` */
export const requestsFor = (prescription: string): Readonly<Record<'refill' | 'referral' | 'callback', Request>> => ({
  refill: {
    kind: 'refill',
    text: 'Refill: Lisinopril 10 mg',
    meant: {
      medication: { text: 'Lisinopril 10 mg', field: 'refill-of', reference: prescription },
      pharmacy: { text: 'Walgreens, Main St', field: 'pharmacy' },
      daysLeft: { text: '3', field: 'days-left' },
    },
    said: 'Medication: Lisinopril 10 mg\nPharmacy: Walgreens, Main St\nDays left: 3',
    Task: {
      ...coded('refill'),
      focus: { reference: prescription },
      input: among([{ valueString: 'Lisinopril 10 mg' }, { valueString: 'Walgreens, Main St' }, { valueString: '3' }]),
    },
    Communication: { about: [{ reference: prescription }] },
    DocumentReference: { context: { related: [{ reference: prescription }] } },
  },
  referral: {
    kind: 'referral',
    text: 'Ask Dr. Ortiz for the records',
    meant: {
      referral: { text: 'Cardiology', field: 'specialty', reference: REFERRAL },
      referralStep: { text: 'records-requested', field: 'state', code: 'records-requested' },
    },
    said: 'Referral: Cardiology\nStep: records-requested',
    Task: {
      ...coded('referral'),
      focus: { reference: REFERRAL },
      businessStatus: { coding: among([{ code: 'records-requested' }]) },
    },
    Communication: { about: [{ reference: REFERRAL }] },
    DocumentReference: { context: { related: [{ reference: REFERRAL }] } },
  },
  callback: {
    kind: 'callback',
    text: 'Call back with the result',
    meant: {},
    said: 'Call-back owed: Call back with the result',
    Task: { ...coded('callback'), description: 'Call back with the result' },
    Communication: {
      payload: [{ contentString: expect.stringContaining('Call-back owed: Call back with the result') }],
    },
    DocumentReference: { subject: { reference: `Patient/${MARIA}` } },
  },
});

export function requestWrite(callId: string, { kind, text, meant }: Request): EhrWrite {
  const write = sampleWrite(callId, 'task');
  const { content } = write.note;
  const nextStep = { text, owner: 'Nurse line', due: '2026-11-23T17:00-08:00', kind };
  return { ...write, note: { ...write.note, meant, content: { ...content, nextStep } } };
}

/** The same note with something else told, as its next version. */
export const toldAnew = (
  first: EhrWrite,
  version: number,
  written: Extract<EhrWritten, { state: 'sent' }>,
): EhrWrite => ({
  ...first,
  id: `${first.id}/${version}`,
  note: { ...first.note, version, content: { ...first.note.content, told: 'We call on Tuesday.' } },
  amends: { reference: written.reference, wrote: written.wrote },
});

/** The text of a message or a chart note. */
export function textIn(resource: Resource | undefined): string {
  const { payload, content } = (resource ?? {}) as Partial<Communication & { content: DocumentReference['content'] }>;
  const data = content?.[0]?.attachment?.data;
  return payload?.[0]?.contentString ?? (data === undefined ? '' : Buffer.from(data, 'base64').toString('utf8'));
}
