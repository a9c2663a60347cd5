// What a finished note is found by: its texts, and facts (category, owner, patient …) as words of a column of their own,
// so that a filter is looked up in the same index as a word. Pure.
import type { Note } from '../note/types.ts';
import type { Term } from './words.ts';
import { fits, numberKey, queryOf } from './words.ts';

/** Whom the note is about, as it was known when it was kept. */
export interface Contact {
  readonly number: string;
  readonly about: string;
}

/** `none`: nothing was owed. */
export type StepState = 'open' | 'closed' | 'none';

export interface Filter {
  readonly category?: string | undefined;
  readonly outcome?: string | undefined;
  readonly owner?: string | undefined;
  readonly author?: string | undefined;
  readonly patientId?: string | undefined;
  readonly number?: string | undefined;
  readonly step?: StepState | undefined;
  /** Epoch ms at which the call began. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** One word of the index for one fact: a letter for its kind, and the value in a spelling that is a single word. */
const fact = (kind: string, value: string): string =>
  `${kind}${[...value.toWellFormed()].map((sign) => (sign.codePointAt(0) ?? 0).toString(16)).join('z')}`;

const stepOf = (note: Note) => (note.content.nextStep === 'nothing' ? undefined : note.content.nextStep);

export const stepState = (note: Note, isDone: boolean): StepState =>
  stepOf(note) === undefined ? 'none' : isDone ? 'closed' : 'open';

/** The words of the `facts` column. */
export function factsOf(note: Note, contact: Contact, isDone: boolean): string {
  const { category, outcome } = note.content;
  const step = stepOf(note);
  const number = numberKey(contact.number);
  return [
    fact('a', note.author),
    fact('s', stepState(note, isDone)),
    ...(category === undefined ? [] : [fact('c', category)]),
    ...(outcome === undefined ? [] : [fact('o', outcome)]),
    ...(step === undefined ? [] : [fact('w', step.owner)]),
    ...(note.patientId === undefined ? [] : [fact('p', note.patientId)]),
    ...(number === '' ? [] : [fact('n', number)]),
  ].join(' ');
}

/** The note's own texts, the caller's words first. */
export function textsOf(note: Note): string[] {
  const { words, fields, told } = note.content;
  const step = stepOf(note);
  return [
    words,
    told,
    step === undefined ? '' : `${step.text} ${step.owner}`,
    ...Object.values(fields),
    ...note.emergency.map(({ text }) => text),
  ].filter((text) => text.trim() !== '');
}

/** The text of the index: the note's texts, whom it is about, and the number as people say it (all, last 7, last 4). */
export function indexedText(note: Note, { number, about }: Contact): string {
  const key = numberKey(number);
  const numbers = key.length > 7 ? [key, key.slice(-7), key.slice(-4)] : [key];
  return [about, ...numbers, ...textsOf(note)].join('\n');
}

const COLUMNS = { text: 'text', facts: 'facts' } as const;

/** The query for terms and filter; undefined: everything fits. */
export function searchQuery(terms: readonly Term[], filter: Filter): string | undefined {
  const { category, outcome, owner, author, patientId, number, step } = filter;
  const wanted = [
    ...(category === undefined ? [] : [fact('c', category)]),
    ...(outcome === undefined ? [] : [fact('o', outcome)]),
    ...(owner === undefined ? [] : [fact('w', owner)]),
    ...(author === undefined ? [] : [fact('a', author)]),
    ...(patientId === undefined ? [] : [fact('p', patientId)]),
    ...(number === undefined ? [] : [fact('n', numberKey(number))]),
    ...(step === undefined ? [] : [fact('s', step)]),
  ];
  const facts =
    wanted.length > 0 ? `{${COLUMNS.facts}} : (${wanted.map((one) => `"${one}"`).join(' AND ')})` : undefined;
  const parts = [queryOf(terms, COLUMNS.text), facts].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' AND ') : undefined;
}

/** The same question put to one note, for drafts: they change with every key and stand in no index. */
export function noteFits(note: Note, contact: Contact, terms: readonly Term[], filter: Filter): boolean {
  const facts = new Set(factsOf(note, contact, false).split(' '));
  const query = searchQuery([], filter) ?? '';
  const wanted = [...query.matchAll(/"([^"]+)"/g)].map(([, word]) => word ?? '');
  if (!wanted.every((word) => facts.has(word))) return false;
  if (note.createdAt < (filter.from ?? -Infinity) || note.createdAt > (filter.to ?? Infinity)) return false;
  return terms.length === 0 || fits([indexedText(note, contact)], terms);
}

/** The kinds of filters in use, for the audit: never their values. */
export function filterKinds(typed: string, filter: Filter): string[] {
  const kinds = Object.entries(filter).flatMap(([kind, value]) => (value === undefined ? [] : [kind]));
  return typed.trim() === '' ? kinds : ['text', ...kinds];
}
