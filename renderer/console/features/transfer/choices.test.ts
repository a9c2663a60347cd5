import { expect, it } from 'vitest';
import type { Destination } from '../../../../shared/domain/rules/types.ts';
import type { DirectoryEntry } from '../../../../shared/domain/site/site.ts';
import { choicesFor } from './choices.ts';

const entry = (id: string, name: string, number: string): DirectoryEntry => ({
  id,
  name,
  number,
  kind: 'person',
  skills: [],
  languages: ['en'],
});
const nurse: Destination = {
  rank: 1,
  kind: 'dial',
  id: 'nurse',
  label: 'José R.',
  number: '301',
  presence: 'free',
  languages: [],
  because: [],
};
const message: Destination = { ...nurse, rank: 2, kind: 'message', id: 'm', label: 'Message' };
delete (message as { number?: string }).number;
const directory = [entry('nurse', 'José R.', '301'), entry('bill', 'Billing', '320')];

it('lists the rules’ destinations first and nobody twice', () => {
  expect(choicesFor('', [nurse, message], directory, new Map()).map((choice) => choice.id)).toEqual(['nurse', 'bill']);
});

it('finds by name without accents, and by number', () => {
  expect(choicesFor('jose', [nurse], directory, new Map()).map((choice) => choice.id)).toEqual(['nurse']);
  expect(choicesFor('32', [], directory, new Map()).map((choice) => choice.id)).toEqual(['bill']);
});
