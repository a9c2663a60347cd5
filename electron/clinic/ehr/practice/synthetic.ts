// The stamp every generated resource carries: made up, for tests only. And small helpers for references.
import type { Resource } from '@medplum/fhirtypes';
import { SYNTHETIC_TAG, TEST_DATA_LABEL } from '../../../../shared/domain/ehr-codes/ehr-codes.ts';

/** Adds the synthetic tag and the HTEST security label (https://hl7.org/fhir/R4/security-labels.html). */
export function synthetic<T extends Resource>(resource: T): T {
  const meta = resource.meta ?? {};
  return {
    ...resource,
    meta: { ...meta, tag: [...(meta.tag ?? []), SYNTHETIC_TAG], security: [...(meta.security ?? []), TEST_DATA_LABEL] },
  };
}

/** `Patient/x` with a display, assignable to any typed Reference. */
export function reference(
  type: Resource['resourceType'],
  id: string,
  display?: string,
): { reference: string; display?: string } {
  return { reference: `${type}/${id}`, ...(display === undefined ? {} : { display }) };
}
