// What the demo EHR says about itself, and nothing it does not do (https://hl7.org/fhir/R4/capabilitystatement.html).
import { getSearchParameters } from '@medplum/core';
import type { CapabilityStatement, CapabilityStatementRestResource, ResourceType } from '@medplum/fhirtypes';

/** Resource types the demo EHR keeps; any other is refused with 404. */
export const SERVED_TYPES = [
  'Appointment',
  'AuditEvent',
  'CareTeam',
  'Communication',
  'Consent',
  'Coverage',
  'DocumentReference',
  'Encounter',
  'Flag',
  'Location',
  'MedicationRequest',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'RelatedPerson',
  'Schedule',
  'ServiceRequest',
  'Slot',
  'Task',
] as const satisfies readonly ResourceType[];

/** Search parameter kinds that the repository evaluates; quantity, number and composite are not among them. */
const SEARCHED_KINDS = new Set(['token', 'string', 'reference', 'date', 'uri']);

export const isServedType = (type: string): boolean => (SERVED_TYPES as readonly string[]).includes(type);

/** The parameters that `type` can be searched by, without `_id` and other common ones of the server. */
export function searchParametersOf(type: ResourceType): { name: string; type: string }[] {
  return Object.values(getSearchParameters(type) ?? {})
    .filter((parameter) => parameter.code && SEARCHED_KINDS.has(parameter.type))
    .map((parameter) => ({ name: parameter.code, type: parameter.type }));
}

/** The joins a caller's record is fetched with. */
const INCLUDES: Partial<
  Record<ResourceType, Pick<CapabilityStatementRestResource, 'searchInclude' | 'searchRevInclude'>>
> = {
  Patient: { searchRevInclude: ['RelatedPerson:patient'] },
  RelatedPerson: { searchInclude: ['RelatedPerson:patient'] },
  Slot: { searchInclude: ['Slot:schedule'] },
};

function resourceCapability(type: ResourceType): CapabilityStatementRestResource {
  return {
    type,
    interaction: (['read', 'vread', 'create', 'update', 'search-type'] as const).map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: false,
    updateCreate: false,
    conditionalCreate: true,
    conditionalUpdate: false,
    ...INCLUDES[type],
    searchParam: [
      ...(searchParametersOf(type) as NonNullable<CapabilityStatementRestResource['searchParam']>),
      { name: '_lastUpdated', type: 'date' },
    ],
  };
}

/** @param date when the server started, ISO */
export function capabilityStatement(date: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    experimental: true,
    date,
    kind: 'instance',
    software: { name: 'Frontdesk embedded clinic' },
    implementation: { description: 'Riverside Family Practice: made-up data for demonstration and tests' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [{ mode: 'server', resource: SERVED_TYPES.map(resourceCapability), interaction: [{ code: 'batch' }] }],
  };
}
