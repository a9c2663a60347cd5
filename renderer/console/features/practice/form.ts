// What the forms need to know of a field besides its kind: how it is read and written, what a new one begins with, and what
// is said of it in a list. Pure.
import type { FormField, FormMember } from '../../../../shared/domain/practice/form.ts';
import type { PracticePath, PracticeProblem } from '../../../../shared/domain/practice/types.ts';

export type Value = unknown;
export type Fields = Readonly<Record<string, Value>>;
export const isRecord = (value: Value): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
export const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);

/** What a new one begins with: what must be there, empty. */
export function emptyOf(field: FormField): Value {
  switch (field.kind) {
    case 'number':
      return field.min ?? 0;
    case 'yesNo':
      return false;
    case 'choice':
      return field.options[0] ?? '';
    case 'constant':
      return field.value;
    case 'texts':
    case 'map':
      return {};
    case 'words':
    case 'choices':
    case 'list':
      return [];
    case 'record':
      return Object.fromEntries(
        field.fields.filter(({ required }) => required).map(({ name, field: inner }) => [name, emptyOf(inner)]),
      );
    case 'oneOf':
      return field.options[0] ? emptyOf(field.options[0].field) : {};
    default:
      return '';
  }
}

const SIMPLE: readonly FormField['kind'][] = ['text', 'yesNo', 'number', 'choice', 'choices', 'words', 'constant'];
export const isSimple = ({ kind }: FormField): boolean => SIMPLE.includes(kind);
/** Stands in one row with its neighbours. */
export const isShort = (field: FormField): boolean =>
  isSimple(field) ||
  (field.kind === 'record' && field.fields.length <= 3 && field.fields.every((one) => isSimple(one.field)));

/** So many simple fields are shown even where nothing is in them; of larger records only what is written. */
const SHOWN_EMPTY = 14;
const SHOWN_EMPTY_INSIDE = 5;

/** Fields that are drawn, and those that wait in the list of further ones. */
export function membersOf(
  fields: readonly FormMember[],
  value: Value,
  depth: number,
): { shown: FormMember[]; further: FormMember[] } {
  const written = isRecord(value) ? value : {};
  const simple = fields.filter(({ field }) => isSimple(field)).length;
  const isSmall = depth === 0 ? simple <= SHOWN_EMPTY : fields.length <= SHOWN_EMPTY_INSIDE;
  const isShown = ({ name, required, field }: FormMember) =>
    name in written || required || (isSmall && isSimple(field));
  return { shown: fields.filter(isShown), further: fields.filter((member) => !isShown(member)) };
}

/** Two times or dates: they stand side by side, and several of them in one row. */
export const isPair = (field: FormField): boolean =>
  field.kind === 'record' && field.fields.length === 2 && field.fields.every((one) => one.field.kind === 'text');

/** Which of several records this is: the one whose own key is written. */
export const optionOf = (options: readonly FormMember[], value: Value): FormMember | undefined =>
  isRecord(value) ? options.find(({ name }) => name in value) : undefined;

const COMMAS = /\s*,\s*/;
/** Lists of words are written with commas; where a comma belongs to them, one a line. */
export const needsLines = (name: string, words: readonly string[]): boolean =>
  ['phrases', 'words'].includes(name) || words.some((word) => word.includes(','));
export const wordsText = (words: readonly string[], lines: boolean): string => words.join(lines ? '\n' : ', ');
export const wordsFrom = (text: string, lines: boolean): string[] =>
  (lines ? text.split('\n') : text.split(COMMAS)).map((word) => word.trim()).filter((word) => word !== '');

/** "nurse, message: Nurse line" for a list row. */
export function inShort(value: Value): string {
  if (Array.isArray(value)) return value.map(inShort).filter(Boolean).join(', ');
  if (!isRecord(value)) return value === undefined || value === null ? '' : String(value);
  return Object.entries(value)
    .map(([name, inner]) => (inner === true ? name : inShort(inner)))
    .filter(Boolean)
    .join(' · ');
}

const TITLES = ['name', 'id', 'for', 'entry', 'label', 'date'];
export function titleOf(item: Value): string {
  if (!isRecord(item)) return inShort(item);
  const name = TITLES.find((one) => item[one] !== undefined && item[one] !== '');
  const value = name === undefined ? undefined : item[name];
  return isRecord(value) ? inShort(Object.values(value)[0]) : inShort(value);
}
export function detailOf(item: Value): string {
  if (!isRecord(item)) return '';
  const title = TITLES.find((one) => item[one] !== undefined && item[one] !== '');
  const rest = Object.entries(item).filter(
    ([name]) => name !== title && !['say', 'label', 'expect', 'id'].includes(name),
  );
  return rest
    .map(([, value]) => inShort(value))
    .filter((text) => text !== '')
    .join(' · ');
}

/** Problems at a place or below it. */
export const problemsAt = (
  problems: readonly PracticeProblem[],
  path: readonly (string | number)[],
): PracticeProblem[] => problems.filter((problem) => path.every((step, at) => problem.path[at] === step));

export const below = (path: PracticePath, ...steps: (string | number)[]): PracticePath => [...path, ...steps];
