// What the caller said to the call being recorded, as a Consent: yes or no to that one call. It names no actor and allows no
// disclosing, so that nobody who reads consents takes it for more. https://hl7.org/fhir/R4/consent.html
import type { Consent } from '@medplum/fhirtypes';
import type { EhrWrite } from '../../ports/ehr.ts';
import { CONSENT_SCOPE_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { clean, endOf, identifierOf, instant } from './project.ts';

const RECORDING = 'Recording of a telephone call';

/** Nothing for a note without a patient, or where nobody was asked. */
export function recordingConsent(write: EhrWrite): Consent[] {
  const { recording, patientId, createdAt } = write.note;
  if (recording === undefined || recording.answer === 'told' || patientId === undefined) return [];
  const author = clean(write.authorName);
  const period = { start: instant(Math.min(createdAt, endOf(write))), end: instant(endOf(write)) };
  return [
    {
      resourceType: 'Consent',
      identifier: [identifierOf(write.id)],
      status: 'active',
      scope: { coding: [{ system: CONSENT_SCOPE_SYSTEM, code: 'patient-privacy' }] },
      category: [{ text: RECORDING }],
      patient: { reference: `Patient/${patientId}` },
      dateTime: instant(recording.at),
      ...(author === '' ? {} : { performer: [{ display: author }] }),
      policyRule: { text: RECORDING },
      provision: { type: recording.answer === 'agreed' ? 'permit' : 'deny', period, code: [{ text: RECORDING }] },
    },
  ];
}
