// Person → Patient, and the relatives who may speak for a child.
import type { Extension, Patient, RelatedPerson } from '@medplum/fhirtypes';
import {
  CONFIDENTIALITY_SYSTEM,
  IDENTIFIER_TYPE_SYSTEM,
  ROLE_CODE_SYSTEM,
  SNOMED_SYSTEM,
  SNOMED_YES,
  US_CORE_INTERPRETER,
} from '../../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { Person } from './people.ts';
import { providerName } from './practice.ts';
import { reference } from './synthetic.ts';

export const MRN_SYSTEM = 'https://riverside.example/fhir/identifier/mrn';

function interpreterExtension(person: Person): Extension[] {
  if (!person.interpreter) return [];
  const yes = { system: SNOMED_SYSTEM, code: SNOMED_YES, display: 'Yes' };
  return [{ url: US_CORE_INTERPRETER, valueCoding: yes }];
}

export const fullName = (person: Person): string => `${person.given} ${person.family}`;

/** https://hl7.org/fhir/R4/patient.html */
export function patientOf(person: Person): Patient {
  const { line, city, postalCode } = person.address;
  return {
    resourceType: 'Patient',
    id: person.id,
    ...(person.restricted
      ? { meta: { security: [{ system: CONFIDENTIALITY_SYSTEM, code: 'R', display: 'restricted' }] } }
      : {}),
    ...(person.interpreter ? { extension: interpreterExtension(person) } : {}),
    identifier: [
      {
        use: 'usual',
        type: { coding: [{ system: IDENTIFIER_TYPE_SYSTEM, code: 'MR' }], text: 'Chart number' },
        system: MRN_SYSTEM,
        value: person.mrn,
      },
    ],
    active: !person.deceased,
    name: [{ use: 'official', family: person.family, given: [person.given] }],
    telecom: person.phones.map(({ use, text }) => ({ system: 'phone', use, value: text })),
    gender: person.gender,
    birthDate: person.birthDate,
    ...(person.deceased ? { deceasedBoolean: true } : {}),
    address: [{ use: 'home', line: [line], city, state: 'WA', postalCode, country: 'US' }],
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: person.language }] }, preferred: true }],
    generalPractitioner: [reference('Practitioner', person.provider.id, providerName(person.provider))],
    managingOrganization: reference('Organization', 'riverside', 'Riverside Family Practice'),
  };
}

/** https://hl7.org/fhir/R4/relatedperson.html — one for each guardian of a child. */
export function relativesOf(person: Person): RelatedPerson[] {
  return person.guardians.map((guardian) => ({
    resourceType: 'RelatedPerson',
    id: `${person.id}-by-${guardian.id.replace(/^patient-/, '')}`,
    active: true,
    patient: reference('Patient', person.id),
    relationship: [
      {
        coding: [
          { system: ROLE_CODE_SYSTEM, code: guardian.gender === 'female' ? 'MTH' : 'FTH' },
          { system: ROLE_CODE_SYSTEM, code: 'GUARD' },
        ],
        text: guardian.gender === 'female' ? 'Mother' : 'Father',
      },
    ],
    name: [{ use: 'official', family: guardian.family, given: [guardian.given] }],
    telecom: guardian.phones.map(({ use, text }) => ({ system: 'phone', use, value: text })),
    gender: guardian.gender,
  }));
}
