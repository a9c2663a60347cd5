// What scheduling reads of FHIR R4; lenient like the rest of the adapter.
import { z } from 'zod';
import { Concept, Identifier, Period, Reference, list } from '../shapes.ts';

const text = z.string().max(10_000).optional().catch(undefined);
const RequiredConcept = Concept.unwrap().unwrap();
const Meta = z.object({ versionId: text }).optional().catch(undefined);
const Known = z.object({ resourceType: z.string(), id: z.string().min(1).max(200), meta: Meta });

export const Slot = Known.extend({
  resourceType: z.literal('Slot'),
  status: z.string().max(40),
  start: z.string().max(60),
  end: z.string().max(60),
  schedule: Reference,
  serviceType: list(RequiredConcept),
  extension: list(
    z.object({
      url: z.string(),
      extension: list(z.object({ url: z.string(), valueString: text, valueInstant: text })),
    }),
  ),
});
export type Slot = z.infer<typeof Slot>;

export const Schedule = Known.extend({
  resourceType: z.literal('Schedule'),
  active: z.boolean().optional().catch(undefined),
  serviceType: list(RequiredConcept),
  actor: list(z.object({ reference: text, display: text })),
});
export type Schedule = z.infer<typeof Schedule>;

export const Practitioner = Known.extend({
  resourceType: z.literal('Practitioner'),
  communication: list(RequiredConcept),
});

export const Appointment = Known.extend({
  resourceType: z.literal('Appointment'),
  identifier: list(Identifier),
  status: z.string().max(40),
  start: text,
  end: text,
  created: text,
  description: text,
  priority: z.number().optional().catch(undefined),
  slot: list(z.object({ reference: text })),
  serviceType: list(RequiredConcept),
  appointmentType: Concept,
  requestedPeriod: list(Period.unwrap().unwrap()),
  extension: list(z.object({ url: z.string(), valueCode: text })),
  participant: list(z.object({ actor: Reference, status: text })),
});
export type Appointment = z.infer<typeof Appointment>;

/** The id in `Slot/x`, also where it is a whole address. */
export const idIn = (reference: string | undefined, type: string): string | undefined =>
  new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/.+)?$`).exec(reference ?? '')?.[1];
