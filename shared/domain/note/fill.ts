// Fields filled ahead from the call and the verified patient. What somebody typed or emptied always wins; what was filled
// for a patient who turned out to be another one is taken back. Pure.
import type { NoteField } from '../site/site.ts';
import type { FillSource } from '../site/notes.ts';
import type { NoteContent } from './types.ts';

export type FillValues = Partial<Record<FillSource, string>>;

export interface Filled {
  readonly content: NoteContent;
  /** What was filled in, by field id, and is unchanged since. */
  readonly filled: Record<string, string>;
}

/** @param fields the fields that are shown now */
export function fillAhead(
  fields: readonly NoteField[],
  content: NoteContent,
  before: Readonly<Record<string, string>>,
  values: FillValues,
): Filled {
  const answers = { ...content.fields };
  const filled: Record<string, string> = {};
  for (const [id, value] of Object.entries(before)) {
    if (answers[id] !== value) continue;
    delete answers[id];
  }
  for (const field of fields) {
    if (field.fill === undefined || field.type === 'words' || answers[field.id] !== undefined) continue;
    const value = asAnswer(field, values[field.fill]);
    if (value === undefined) continue;
    answers[field.id] = value;
    filled[field.id] = value;
  }
  // What is hidden just now keeps what it was filled with: the same field comes back as it was.
  for (const [id, value] of Object.entries(before))
    if (!fields.some((field) => field.id === id) && content.fields[id] === value) {
      answers[id] = value;
      filled[id] = value;
    }
  return { content: isSame(answers, content.fields) ? content : { ...content, fields: answers }, filled };
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** For a list the option that the value names, whichever way it is spelt; nothing when it names none. */
function asAnswer(field: NoteField, value: string | undefined): string | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  if (field.type !== 'choice' && field.type !== 'choices') return value.slice(0, 20_000);
  return field.options?.find(({ id, label }) =>
    [id, ...Object.values(label)].some((name) => plain(name) === plain(value)),
  )?.id;
}

export const isSame = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean => {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
};
