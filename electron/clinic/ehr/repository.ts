// The in-memory repository with two things a real EHR does and MemoryRepository does not: names match without regard to
// accents (https://hl7.org/fhir/R4/search.html#string), and what is written is validated.
import type { SearchRequest, WithId } from '@medplum/core';
import { Operator } from '@medplum/core';
import { MemoryRepository } from '@medplum/fhir-router';
import type { CreateResourceOptions, UpdateResourceOptions } from '@medplum/fhir-router';
import type { Bundle, HumanName, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import { checkValid } from './validity.ts';

const NAME_PARAMETERS = new Set(['name', 'family', 'given']);

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function partsOf(name: HumanName, parameter: string): string[] {
  const family = name.family === undefined ? [] : [name.family];
  if (parameter === 'family') return family;
  return parameter === 'given'
    ? (name.given ?? [])
    : [...family, ...(name.given ?? []), ...(name.text ? [name.text] : [])];
}

/** FHIR string search: any part of the name starts with the value, or with any of its words' worth of text. */
function nameMatches(patient: Patient, parameter: string, value: string): boolean {
  const parts = (patient.name ?? []).flatMap((name) => partsOf(name, parameter)).map(fold);
  return value.split(',').some((option) => parts.some((part) => part.startsWith(fold(option))));
}

export class ClinicRepository extends MemoryRepository {
  /** Puts a generated practice in, unvalidated: the generator's own tests validate it, and starting should be quick. */
  load(resources: readonly Resource[]): Promise<void> {
    return this.withSeeding(async () => {
      for (const resource of resources) await super.createResource(resource);
    });
  }

  override async createResource<T extends Resource>(
    resource: T,
    options?: CreateResourceOptions,
    update = false,
  ): Promise<WithId<T>> {
    checkValid(resource);
    return super.createResource(resource, options, update);
  }

  override async conditionalCreate<T extends Resource>(
    resource: T,
    search: SearchRequest<T>,
    options?: CreateResourceOptions,
  ): Promise<{ resource: WithId<T>; outcome: OperationOutcome }> {
    checkValid(resource);
    return super.conditionalCreate(resource, search, options);
  }

  /** Update only what exists (updateCreate: false); the version check of If-Match is the base class's. */
  override async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    checkValid(resource);
    await this.readResource(resource.resourceType, resource.id ?? '');
    return super.updateResource(resource, options);
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const isName = (code: string, operator: Operator): boolean =>
      (request.resourceType === 'Patient' || request.resourceType === 'RelatedPerson') &&
      operator === Operator.EQUALS &&
      NAME_PARAMETERS.has(code);
    const names = (request.filters ?? []).filter(({ code, operator }) => isName(code, operator));
    if (names.length === 0) return super.search(request);
    const others = (request.filters ?? []).filter(({ code, operator }) => !isName(code, operator));
    const { resourceType, include, revInclude, ...rest } = request;
    const bundle = await super.search<T>({ resourceType, filters: others });
    const ids = (bundle.entry ?? [])
      .map(({ resource }) => resource as unknown as Patient & { id: string })
      .filter((patient) => names.every(({ code, value }) => nameMatches(patient, code, value)))
      .map(({ id }) => id);
    const chosen = { code: '_id', operator: Operator.EQUALS, value: ids.join(',') };
    return super.search<T>({
      ...rest,
      resourceType,
      filters: [chosen],
      ...(include ? { include } : {}),
      ...(revInclude ? { revInclude } : {}),
    });
  }
}
