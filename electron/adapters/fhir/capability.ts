// What a server can do, from its CapabilityStatement (https://hl7.org/fhir/R4/capabilitystatement.html), read at connect
// time. Vendors differ in nearly every line; code asks here and never for the vendor's name.
import type { EhrProfile } from '../../ports/ehr.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { Capability } from './shapes.ts';
import type { Reply } from './transport.ts';

interface TypeCapability {
  readonly interactions: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly includes: ReadonlySet<string>;
  readonly reverseIncludes: ReadonlySet<string>;
  readonly conditionalCreate: boolean;
}

export interface ServerCapability {
  readonly software: string;
  readonly batch: boolean;
  canSearch(type: string): boolean;
  canCreate(type: string): boolean;
  canUpdate(type: string): boolean;
  conditionalCreate(type: string): boolean;
  /** The first of `names` that `type` can be searched by. */
  parameter(type: string, names: readonly string[]): string | undefined;
  includes(type: string, include: string): boolean;
  reverseIncludes(type: string, include: string): boolean;
}

const NONE: TypeCapability = {
  interactions: new Set(),
  parameters: new Set(),
  includes: new Set(),
  reverseIncludes: new Set(),
  conditionalCreate: false,
};

/** @returns ehrNotFhir when the answer is no CapabilityStatement */
export function readCapability(reply: Reply): Result<ServerCapability> {
  const parsed = Capability.safeParse(reply.body);
  if (!parsed.success) return fail('ehrNotFhir', 'no CapabilityStatement');
  const rest = parsed.data.rest.find(({ mode }) => mode === 'server') ?? parsed.data.rest[0];
  const types = new Map<string, TypeCapability>(
    (rest?.resource ?? []).map((resource) => [
      resource.type,
      {
        interactions: new Set(resource.interaction.map(({ code }) => code)),
        parameters: new Set(resource.searchParam.map(({ name }) => name)),
        includes: new Set(resource.searchInclude),
        reverseIncludes: new Set(resource.searchRevInclude),
        conditionalCreate: resource.conditionalCreate ?? false,
      },
    ]),
  );
  const of = (type: string): TypeCapability => types.get(type) ?? NONE;
  const { name, version } = parsed.data.software ?? {};
  return ok({
    software: [name, version].filter(Boolean).join(' ').slice(0, 100) || 'FHIR server',
    batch: rest?.interaction.some(({ code }) => code === 'batch') ?? false,
    canSearch: (type) => of(type).interactions.has('search-type'),
    canCreate: (type) => of(type).interactions.has('create'),
    canUpdate: (type) => of(type).interactions.has('update') && of(type).interactions.has('read'),
    conditionalCreate: (type) => of(type).conditionalCreate,
    parameter: (type, names) => names.find((candidate) => of(type).parameters.has(candidate)),
    includes: (type, include) => of(type).includes.has(include),
    reverseIncludes: (type, include) => of(type).reverseIncludes.has(include),
  });
}

/** `postSearch` is what R4 demands of every server (https://hl7.org/fhir/R4/http.html#search); a refusal is learned later. */
export function profileOf(capability: ServerCapability): EhrProfile {
  const canSearchPatients = capability.canSearch('Patient');
  const canCreate = {
    Communication: capability.canCreate('Communication'),
    Task: capability.canCreate('Task'),
    DocumentReference: capability.canCreate('DocumentReference'),
  };
  const created = (['Communication', 'Task', 'DocumentReference'] as const).filter((type) => canCreate[type]);
  return {
    software: capability.software,
    searchByPhone: canSearchPatients && capability.parameter('Patient', ['phone', 'telecom']) !== undefined,
    searchByNameAndBirthDate:
      canSearchPatients &&
      capability.parameter('Patient', ['name', 'family']) !== undefined &&
      capability.parameter('Patient', ['birthdate']) !== undefined,
    postSearch: canSearchPatients,
    batch: capability.batch,
    conditionalCreate: created.length > 0 && created.every((type) => capability.conditionalCreate(type)),
    canCreate,
  };
}
