// The forms of the editor, made from the schema of the site file: what the schema learns, the window can edit. What no form
// fits is edited as text.
import { z } from 'zod';
import { Site } from '../site/site.ts';
import { PART_NAMES, PRACTICE_PARTS } from './types.ts';
import type { PracticePart } from './types.ts';

export type FormField =
  | { readonly kind: 'text' | 'yesNo' | 'texts' | 'words' | 'yaml' }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly string[] }
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  | { readonly kind: 'record'; readonly fields: readonly FormMember[] }
  | { readonly kind: 'list'; readonly item: FormField }
  /** Keys that are given (`mon` to `sun`), or any two-letter language. */
  | { readonly kind: 'map'; readonly keys: readonly string[] | 'languages'; readonly value: FormField }
  /** One of several records, told apart by the key that only it has. */
  | { readonly kind: 'oneOf'; readonly options: readonly FormMember[] };

export interface FormMember {
  readonly name: string;
  readonly field: FormField;
  readonly required: boolean;
  /** What holds where nothing is written. */
  readonly usual?: string | number | boolean | undefined;
}

interface Json {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly propertyNames?: Json & { readonly pattern?: string };
  readonly additionalProperties?: Json | boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

const LANGUAGE = '^[a-z]{2}$';
const DEEPEST = 8;

export function fieldOf(schema: Json, depth = 0): FormField {
  if (depth > DEEPEST) return { kind: 'yaml' };
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return oneOf(options, depth);
  if (isPlain(schema.const)) return { kind: 'constant', value: schema.const };
  if (schema.enum) return { kind: 'choice', options: schema.enum.map(String) };
  switch (schema.type) {
    case 'string':
      return { kind: 'text' };
    case 'boolean':
      return { kind: 'yesNo' };
    case 'number':
    case 'integer':
      return { kind: 'number', ...bounds(schema) };
    case 'array':
      return listOf(schema, depth);
    case 'object':
      return schema.properties ? recordOf(schema, depth) : mapOf(schema, depth);
    default:
      return { kind: 'yaml' };
  }
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

function bounds({ minimum, maximum }: Json): { min?: number; max?: number } {
  const isReal = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return { ...(isReal(minimum) ? { min: minimum } : {}), ...(isReal(maximum) ? { max: maximum } : {}) };
}

function listOf({ items }: Json, depth: number): FormField {
  // A list whose places differ (a tuple) has no one item.
  if (!items) return { kind: 'yaml' };
  const item = fieldOf(items, depth + 1);
  if (item.kind === 'text') return { kind: 'words' };
  if (item.kind === 'choice') return { kind: 'choices', options: item.options };
  return item.kind === 'yaml' ? item : { kind: 'list', item };
}

function recordOf(schema: Json, depth: number): FormField {
  const fields = Object.entries(schema.properties ?? {}).map(([name, inner]) => ({
    name,
    field: fieldOf(inner, depth + 1),
    required: schema.required?.includes(name) ?? false,
    ...(isPlain(inner.default) ? { usual: inner.default } : {}),
  }));
  return { kind: 'record', fields };
}

function mapOf({ propertyNames, additionalProperties }: Json, depth: number): FormField {
  if (typeof additionalProperties !== 'object') return { kind: 'yaml' };
  const value = fieldOf(additionalProperties, depth + 1);
  if (propertyNames?.enum) return { kind: 'map', keys: propertyNames.enum.map(String), value };
  if (propertyNames?.pattern !== LANGUAGE) return { kind: 'yaml' };
  return value.kind === 'text' ? { kind: 'texts' } : { kind: 'map', keys: 'languages', value };
}

function oneOf(options: readonly Json[], depth: number): FormField {
  const members = options.map((option): FormMember | undefined => {
    const names = Object.keys(option.properties ?? {});
    const own = names.find((name) => options.every((other) => other === option || !(name in (other.properties ?? {}))));
    if (option.type !== 'object' || own === undefined) return undefined;
    return { name: own, field: fieldOf(option, depth + 1), required: false };
  });
  if (members.every((member) => member !== undefined)) return { kind: 'oneOf', options: members };
  // One word or several: written as several.
  if (options.some(({ type }) => type === 'string') && options.every(isWordOrWords)) return { kind: 'words' };
  const constants = options.map(({ const: value }) => value);
  return constants.every(isPlain) ? { kind: 'choice', options: constants.map(String) } : { kind: 'yaml' };
}

const isWordOrWords = ({ type, items }: Json) => type === 'string' || (type === 'array' && items?.type === 'string');

/** The form of every part that the schema knows. */
export function practiceForms(): PracticeForms {
  const site = z.toJSONSchema(Site, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json;
  const forms: { -readonly [Part in PracticePart]?: FormField } = {};
  for (const part of PART_NAMES) {
    const path: readonly string[] = PRACTICE_PARTS[part];
    const schema = path.reduce<Json | undefined>((json, name) => json?.properties?.[name], site);
    if (schema) forms[part] = fieldOf(schema);
  }
  return forms;
}
export type PracticeForms = Readonly<Partial<Record<PracticePart, FormField>>>;
