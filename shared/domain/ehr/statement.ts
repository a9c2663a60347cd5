// What we read of a CapabilityStatement (https://hl7.org/fhir/R4/capabilitystatement.html): leniently, since an odd line must
// cost that line and not the connection. Every list and text is bounded; HAPI's statement alone has 1.5 MB.
import { z } from 'zod';

const code = z.string().min(1).max(200);
/** A list that keeps what it can read. */
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) =>
      all.slice(0, 1000).flatMap((one): z.output<T>[] => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );
const text = z.string().max(200).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** https://hl7.org/fhir/R4/extension-capabilitystatement-search-parameter-combination.html */
export const COMBINATION = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination';

const Interaction = list(z.object({ code }));
const Extension = z.object({
  url: z.string(),
  extension: list(z.object({ url: z.string(), valueString: code })),
});
const Resource = z.object({
  type: code,
  interaction: Interaction,
  versioning: z.enum(['no-version', 'versioned', 'versioned-update']).optional().catch(undefined),
  conditionalCreate: flag,
  searchParam: list(z.object({ name: code })),
  searchInclude: list(code),
  searchRevInclude: list(code),
  extension: list(Extension),
});
export const Statement = z.object({
  resourceType: z.literal('CapabilityStatement'),
  software: z.object({ name: text, version: text }).optional().catch(undefined),
  rest: list(z.object({ mode: text, interaction: Interaction, resource: list(Resource) })),
});
export type Statement = z.infer<typeof Statement>;
export type StatedResource = z.infer<typeof Resource>;
