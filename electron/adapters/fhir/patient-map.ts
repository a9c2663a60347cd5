// FHIR Patient and RelatedPerson → the record the desk matches and checks identity with.
import {
  CONFIDENTIALITY_SYSTEM,
  SENSITIVITY_SYSTEM,
  IDENTIFIER_TYPE_SYSTEM,
  R4_INTERPRETER,
  ROLE_CODE_SYSTEM,
  SNOMED_YES,
  TEST_DATA_LABEL,
  US_CORE_INTERPRETER,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import type { PatientRecord } from '../../../shared/domain/patient/types.ts';
import { Patient, RelatedPerson, hasCode, wordsOf } from './shapes.ts';
import type { AnyResource } from './shapes.ts';

type Relative = PatientRecord['relatives'][number];

/** v3-RoleCode of those who may decide for a child; a parent without the code counts too, any other relative does not. */
const GUARDIANS = ['GUARD', 'PRN', 'MTH', 'FTH', 'NMTH', 'NFTH', 'ADOPTP', 'ADOPTM', 'ADOPTF', 'PRNFOST', 'HPOWATT'];

const isOneOf = (relationship: readonly Parameters<typeof hasCode>[0][], codes: readonly string[]): boolean =>
  relationship.some((role) => codes.some((code) => hasCode(role, ROLE_CODE_SYSTEM, code)));

/** Who decides for a patient of any age. GUARD is not among them: charts list parents so, and still do when the child has grown. */
const REPRESENTATIVES = ['HPOWATT'];

function nameOf(names: Patient['name']): { given: string; family: string } {
  const name = ['official', 'usual'].map((use) => names.find((one) => one.use === use)).find(Boolean) ?? names[0];
  if (!name) return { given: '', family: '' };
  if (name.family || name.given.length > 0) return { given: name.given.join(' '), family: name.family ?? '' };
  const words = (name.text ?? '').trim().split(/\s+/);
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' };
}

const phonesOf = (telecom: Patient['telecom']): string[] => [
  ...new Set(
    telecom.flatMap(({ system, value }) =>
      value && (system === undefined || system === 'phone' || system === 'sms') ? [value] : [],
    ),
  ),
];

function sexOf(gender: string | undefined): PatientRecord['sex'] {
  return gender === 'female' || gender === 'male' || gender === 'other' ? gender : 'unknown';
}

function needsInterpreter(patient: Patient): boolean {
  return patient.extension.some(
    ({ url, valueBoolean, valueCoding }) =>
      (url === R4_INTERPRETER && valueBoolean === true) ||
      (url === US_CORE_INTERPRETER && valueCoding?.code === SNOMED_YES),
  );
}

function languageOf(patient: Patient): string | undefined {
  const chosen = patient.communication.find(({ preferred }) => preferred) ?? patient.communication[0];
  return chosen?.language.coding[0]?.code?.toLowerCase().split(/[-_]/)[0] || undefined;
}

/** Labels that shut a chart: restricted, very restricted; somebody known to many; somebody who works here. */
const SHUTTING = new Set([
  ...['R', 'V'].map((code) => `${CONFIDENTIALITY_SYSTEM}|${code}`),
  ...['CEL', 'VIP', 'EMP', 'EMPL'].map((code) => `${SENSITIVITY_SYSTEM}|${code}`),
]);

const isRestricted = (patient: Patient): boolean =>
  patient.meta?.security.some(({ system, code }) => SHUTTING.has(`${system ?? ''}|${code ?? ''}`)) ?? false;

/** A test tag, or a name that says so: many practices sort theirs to the end with ZZ. */
const isForTesting = (patient: Patient): boolean =>
  (patient.meta?.tag.some(({ system, code }) => system === TEST_DATA_LABEL.system && code === TEST_DATA_LABEL.code) ??
    false) ||
  patient.name.some(
    ({ family, given, text }) =>
      /^(zz+|test)[-_ ]?(test|patient|z|\d)*$/i.test(family ?? '') || /^zz+test/i.test(text ?? given[0] ?? ''),
  );

/** Fields that may be absent, left out rather than undefined. */
function known<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as { [K in keyof T]?: string };
}

/** @returns undefined for anything that is no Patient */
export function patientRecord(resource: AnyResource, relatives: readonly Relative[] = []): PatientRecord | undefined {
  const parsed = Patient.safeParse(resource);
  if (!parsed.success || parsed.data.resourceType !== 'Patient') return undefined;
  const patient = parsed.data;
  const address = patient.address.find(({ use }) => use === 'home') ?? patient.address[0];
  const chart = patient.identifier.find(({ type }) => hasCode(type, IDENTIFIER_TYPE_SYSTEM, 'MR'));
  return {
    id: PatientId.parse(patient.id),
    ...nameOf(patient.name),
    sex: sexOf(patient.gender),
    phones: phonesOf(patient.telecom),
    interpreterNeeded: needsInterpreter(patient),
    restricted: isRestricted(patient),
    deceased: patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined,
    relatives: [...relatives],
    ...(isForTesting(patient) ? { test: true } : {}),
    ...known({
      birthDate: patient.birthDate,
      mrn: chart?.value,
      postalCode: address?.postalCode,
      address: address?.text || [...(address?.line ?? []), address?.city].filter(Boolean).join(', '),
      language: languageOf(patient),
    }),
  };
}

/** The id of a patient in an answer, whatever else stands in it. */
export function patientIdIn(body: unknown): string | undefined {
  const parsed = Patient.safeParse(body);
  return parsed.success && parsed.data.resourceType === 'Patient' ? parsed.data.id : undefined;
}

/** The chart that this one became part of. */
export function mergedInto(resource: AnyResource): string | undefined {
  const parsed = Patient.safeParse(resource);
  if (!parsed.success || parsed.data.resourceType !== 'Patient') return undefined;
  const link = parsed.data.link.find(({ type }) => type === 'replaced-by');
  return /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})/.exec(link?.other.reference ?? '')?.[1];
}

/** A relative and whose; undefined for anything that is no active RelatedPerson of a patient. */
export function relativeOf(resource: AnyResource): { patientId: string; relative: Relative } | undefined {
  const parsed = RelatedPerson.safeParse(resource);
  if (!parsed.success || parsed.data.resourceType !== 'RelatedPerson' || parsed.data.active === false) return undefined;
  const { name, telecom, relationship, patient } = parsed.data;
  const patientId = /(?:^|\/)Patient\/([^/]+)/.exec(patient?.reference ?? '')?.[1];
  if (patientId === undefined) return undefined;
  const { given, family } = nameOf(name);
  return {
    patientId,
    relative: {
      name: `${given} ${family}`.trim(),
      relationship: relationship.map(wordsOf).find(Boolean) ?? '',
      phones: phonesOf(telecom),
      guardian: isOneOf(relationship, GUARDIANS),
      ...(isOneOf(relationship, REPRESENTATIVES) ? { representative: true } : {}),
    },
  };
}

/** Patients with the relatives that came along, in the order given. */
export function recordsOf(resources: readonly AnyResource[]): PatientRecord[] {
  const relatives = Map.groupBy(
    resources.map(relativeOf).filter((found) => found !== undefined),
    ({ patientId }) => patientId,
  );
  return resources
    .map((resource) =>
      patientRecord(
        resource,
        relatives.get(resource.id)?.map(({ relative }) => relative),
      ),
    )
    .filter((record) => record !== undefined);
}
