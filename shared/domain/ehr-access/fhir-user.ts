// Whom the EHR says signed in: the `fhirUser` claim of the identity token, an absolute or relative reference
// (https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#scopes-for-requesting-identity-data).

/** People who may sit at a desk; a patient's own sign-in is not one of them. */
const STAFF = ['Practitioner', 'PractitionerRole', 'Person'];
const REFERENCE = /^([A-Z][A-Za-z]{1,40})\/([A-Za-z0-9\-.]{1,64})$/;

export type FhirUser =
  | { readonly kind: 'staff'; readonly reference: string }
  /** A patient or relative, another server's person, or nobody. */
  | { readonly kind: 'other' };

/** @param base the FHIR address that was signed in to; an absolute claim must lie under it */
export function readFhirUser(claim: unknown, base: string): FhirUser {
  if (typeof claim !== 'string') return { kind: 'other' };
  const root = `${base.replace(/\/+$/, '')}/`;
  const relative = claim.startsWith(root) ? claim.slice(root.length) : claim;
  const type = REFERENCE.exec(relative)?.[1];
  return type !== undefined && STAFF.includes(type) ? { kind: 'staff', reference: relative } : { kind: 'other' };
}
