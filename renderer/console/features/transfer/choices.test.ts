import { expect, it } from 'vitest';
import type { Destination } from '../../../../shared/domain/rules/types.ts';
import type { Listing } from '../../../../shared/domain/directory/entries.ts';
import { DirectoryIndex } from '../../../../shared/domain/directory/search.ts';
import { choicesFor } from './choices.ts';

const entry = (id: string, name: string, number: string): Listing => ({
  id,
  name,
  number,
  numbers: [],
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
const index = new DirectoryIndex([entry('nurse', 'José R.', '301'), entry('bill', 'Billing', '320')]);
const idsFor = (typed: string, ranked: Destination[]) =>
  choicesFor(typed, ranked, index.search(typed, { favourites: new Set(), presence: () => undefined }), new Map()).map(
    (choice) => choice.id,
  );

it('lists the rules’ destinations first and nobody twice', () => {
  expect(idsFor('', [nurse, message])).toEqual(['nurse', 'bill']);
});

it('finds by name without accents, and by number', () => {
  expect(idsFor('jose', [nurse])).toEqual(['nurse']);
  expect(idsFor('32', [])).toEqual(['bill']);
});
