// What we read of FHIR R4, and no more. Lenient on purpose: servers send odd fields, and one of them must cost that field,
// not the patient's whole card. Every text is bounded so that a hostile server cannot fill the screen or memory.
import { z } from 'zod';

const text = z.string().max(10_000).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
/** A list that keeps what it can read. */
export const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) =>
      all.flatMap((one): z.output<T>[] => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );

export const Coding = z.object({ system: text, code: text, display: text });
export const Concept = z
  .object({ coding: list(Coding), text })
  .optional()
  .catch(undefined);
const RequiredConcept = z.object({ coding: list(Coding), text });
export const Reference = z.object({ reference: text, display: text }).optional().catch(undefined);
const RequiredReference = z.object({ reference: text, display: text });
export const Period = z.object({ start: text, end: text }).optional().catch(undefined);
export const Identifier = z.object({ system: text, value: text, type: Concept });

const Resource = z.object({ resourceType: z.string(), id: z.string().min(1).max(200) });
export type AnyResource = z.infer<typeof AnyResource>;
export const AnyResource = z.looseObject({ resourceType: z.string(), id: z.string().min(1).max(200) });

const Named = {
  name: list(z.object({ use: text, text, family: text, given: list(z.string()) })),
  telecom: list(z.object({ system: text, value: text })),
};

export const Patient = Resource.extend({
  ...Named,
  meta: z
    .object({ security: list(Coding), tag: list(Coding) })
    .optional()
    .catch(undefined),
  link: list(z.object({ type: text, other: RequiredReference })),
  extension: list(z.object({ url: text, valueBoolean: flag, valueCoding: Coding.optional().catch(undefined) })),
  identifier: list(Identifier),
  birthDate: text,
  gender: text,
  deceasedBoolean: flag,
  deceasedDateTime: text,
  address: list(z.object({ use: text, text, line: list(z.string()), city: text, postalCode: text })),
  generalPractitioner: list(RequiredReference),
  communication: list(z.object({ language: RequiredConcept, preferred: flag })),
});
export type Patient = z.infer<typeof Patient>;

export const RelatedPerson = Resource.extend({
  ...Named,
  active: flag,
  patient: Reference,
  relationship: list(RequiredConcept),
});
export type RelatedPerson = z.infer<typeof RelatedPerson>;

export const Appointment = Resource.extend({
  status: text,
  start: text,
  description: text,
  appointmentType: Concept,
  serviceType: list(RequiredConcept),
  participant: list(z.object({ actor: Reference })),
});

export const Coverage = Resource.extend({
  status: text,
  period: Period,
  payor: list(RequiredReference),
  class: list(z.object({ name: text, value: text })),
});

export const ServiceRequest = Resource.extend({
  status: text,
  category: list(RequiredConcept),
  code: Concept,
  performerType: Concept,
  authoredOn: text,
  occurrenceDateTime: text,
  occurrencePeriod: Period,
});

export const MedicationRequest = Resource.extend({
  status: text,
  medicationCodeableConcept: Concept,
  medicationReference: Reference,
  authoredOn: text,
  requester: Reference,
  dosageInstruction: list(z.object({ text, patientInstruction: text })),
  dispenseRequest: z
    .object({ numberOfRepeatsAllowed: z.number().int().min(0).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

export const Flag = Resource.extend({ status: text, code: Concept });

/** A Task that one of our desks wrote, for the list of things to do. */
export const WorkTask = Resource.extend({
  meta: z.object({ versionId: text, lastUpdated: text }).optional().catch(undefined),
  identifier: list(Identifier),
  status: text,
  businessStatus: Concept,
  code: Concept,
  description: text,
  for: Reference,
  authoredOn: text,
  lastModified: text,
  requester: Reference,
  performerType: list(RequiredConcept),
  owner: z
    .object({ display: text, identifier: Identifier.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  executionPeriod: Period,
  restriction: z.object({ period: Period }).optional().catch(undefined),
  input: list(
    z.object({
      type: RequiredConcept,
      valueContactPoint: z.object({ value: text }).optional().catch(undefined),
    }),
  ),
  output: list(z.object({ type: RequiredConcept, valueDateTime: text })),
});
export type WorkTask = z.infer<typeof WorkTask>;

export const Task = Resource.extend({
  status: text,
  businessStatus: Concept,
  code: Concept,
  description: text,
  focus: Reference,
  owner: Reference,
  authoredOn: text,
  lastModified: text,
  restriction: z.object({ period: Period }).optional().catch(undefined),
});
export type Task = z.infer<typeof Task>;

export const CareTeam = Resource.extend({
  status: text,
  participant: list(z.object({ role: list(RequiredConcept), member: Reference })),
});

export const Encounter = Resource.extend({
  identifier: list(Identifier),
  status: text,
  class: Coding.optional().catch(undefined),
  type: list(RequiredConcept),
  reasonCode: list(RequiredConcept),
  period: Period,
  participant: list(z.object({ individual: Reference })),
});

export type Encounter = z.infer<typeof Encounter>;

export const Communication = Resource.extend({
  identifier: list(Identifier),
  encounter: Reference,
  status: text,
  sent: text,
  received: text,
  reasonCode: list(RequiredConcept),
  category: list(RequiredConcept),
  payload: list(z.object({ contentString: text })),
});
export type Communication = z.infer<typeof Communication>;

const Entry = z.object({
  resource: z.unknown().optional(),
  search: z.object({ mode: text }).optional().catch(undefined),
  response: z.object({ status: text }).optional().catch(undefined),
});

/** What a server says of its own answer. */
export const Outcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: list(z.object({ severity: text, code: text })),
});

/** Entries are never dropped: those of a batch answer are told apart by their place. */
export const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  total: z.number().optional().catch(undefined),
  link: list(z.object({ relation: z.string(), url: z.string() })),
  entry: z.array(Entry.catch({})).catch([]),
});
export type Bundle = z.infer<typeof Bundle>;

/** Text of a coded value as people should read it. */
export function wordsOf(concept: z.infer<typeof Concept>): string | undefined {
  return (
    concept?.text || concept?.coding.find(({ display }) => display)?.display || concept?.coding[0]?.code || undefined
  );
}

/** Whether a coded value holds this code. */
export const hasCode = (concept: z.infer<typeof Concept>, system: string, code: string): boolean =>
  concept?.coding.some((coding) => coding.system === system && coding.code === code) ?? false;

/** Resources of one kind that can be read. */
export function all<T extends { readonly resourceType: string }>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  resources: readonly AnyResource[],
): T[] {
  return resources.flatMap((resource) => {
    const parsed = schema.safeParse(resource);
    return parsed.success && parsed.data !== undefined ? [parsed.data] : [];
  });
}

/** A field that is there only where something stands in it. */
export const optional = <K extends string>(key: K, value: string | undefined): { [key in K]?: string } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [key in K]?: string };
