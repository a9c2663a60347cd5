import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Presence } from '../queue/types.ts';
import type { Listing } from './entries.ts';
import { PRESENCE_RANK, listings } from './entries.ts';
import { DirectoryIndex, plain } from './search.ts';

const entry = (id: string, name: string, part: Partial<Listing> = {}): Listing => ({
  id,
  name,
  number: `2${id}`,
  numbers: [],
  kind: 'person',
  skills: [],
  languages: [],
  ...part,
});
const noLamps = { favourites: new Set<string>(), presence: () => undefined };
const find = (entries: readonly Listing[], typed: string, ranking = noLamps) =>
  new DirectoryIndex(entries).search(typed, ranking).map((each) => each.id);

const people = [
  entry('01', 'Iris Núñez', { role: 'Nurse line', skills: ['triage'], room: 'Room 4' }),
  entry('02', 'Tobe Okafor', { role: 'Billing', skills: ['billing'], numbers: ['+1 (206) 555-0142'] }),
  entry('03', 'Anna Nuñez-Okafor', { role: 'Physician', location: 'North wing', group: 'On call' }),
];

describe('the search', () => {
  it.each([
    ['nunez', ['03', '01']],
    ['NÚÑ', ['03', '01']],
    ['oka nu', ['03']],
    ['triage', ['01']],
    ['room 4', ['01']],
    ['north', ['03']],
    ['on call', ['03']],
    ['202', ['02']],
    ['206 555', ['02']],
    ['+1206555', ['02']],
    ['(206) 555-01', ['02']],
    ['12065550142', ['02']],
    ['unez', []],
    ['', ['03', '01', '02']],
    ['   ', ['03', '01', '02']],
    ['…', ['03', '01', '02']],
  ])('"%s"', (typed, ids) => expect(find(people, typed)).toEqual(ids));

  it('puts favourites first, then free people, then fits by name before fits by role', () => {
    const crowd = [
      entry('1', 'Zoe'),
      entry('2', 'Adam', { role: 'Zoo keeper' }),
      entry('3', 'Zora'),
      entry('4', 'Zack'),
    ];
    const presence = (number: string) => (['22', '23'].includes(number) ? 'free' : 'busy') as Presence;
    expect(find(crowd, 'zo', { favourites: new Set(['1']), presence } as never)).toEqual(['1', '3', '2']);
  });

  it('lists people whom only the PBX knows', () => {
    const extra = listings([], [{ extension: '105', name: 'Locum', presence: 'free', queues: [] }]);
    expect(find(extra, 'loc')).toEqual(['105']);
    expect(find(extra, '105')).toEqual(['105']);
  });
});

const word = fc.stringMatching(/^[a-zA-ZñÑéÉüß]{1,8}$/);
const listing: fc.Arbitrary<Listing> = fc
  .record({
    name: fc.array(word, { minLength: 1, maxLength: 3 }),
    role: fc.option(word, { nil: undefined }),
    skills: fc.array(word, { maxLength: 2 }),
    room: fc.option(word, { nil: undefined }),
    number: fc.stringMatching(/^\d{3,6}$/),
  })
  .map((part) => ({ ...entry('', ''), ...part, name: part.name.join(' ') }));
const crowd = fc
  .array(listing, { maxLength: 30 })
  .map((entries) => entries.map((each, index) => ({ ...each, id: String(index) })));
const presences = fc.array(fc.constantFrom(...Presence.options), { minLength: 30, maxLength: 30 });

describe('whoever is listed', () => {
  it('is found by the beginning of any of the words, however accented or written', () => {
    fc.assert(
      fc.property(crowd, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 8 }), (entries, who, which, length) => {
        const wanted = entries[who % Math.max(1, entries.length)];
        if (!wanted) return;
        const words = [...wanted.name.split(' '), wanted.role ?? '', ...wanted.skills, wanted.number].filter(Boolean);
        const typed = words[which % words.length]!.slice(0, length);
        for (const spelling of [typed, typed.toUpperCase(), plain(typed), ` ${typed} `])
          expect(find(entries, spelling)).toContain(wanted.id);
      }),
    );
  });

  it('is found by the plain reading of the rule, no more and no less', () => {
    fc.assert(
      fc.property(crowd, fc.array(word, { minLength: 1, maxLength: 2 }), (entries, typed) => {
        const fits = (each: Listing) => {
          const words = plain([each.name, each.role, each.room, ...each.skills].join(' ')).split(/\s+/);
          return typed.every((part) => words.some((known) => known.startsWith(plain(part))));
        };
        expect(find(entries, typed.join(' ')).sort()).toEqual(
          entries
            .filter(fits)
            .map((each) => each.id)
            .sort(),
        );
      }),
    );
  });

  it('is ranked by favourite, then by lamp', () => {
    fc.assert(
      fc.property(crowd, presences, fc.array(fc.nat(29)), (entries, lamps, loved) => {
        const favourites = new Set(loved.map(String));
        const byNumber = new Map(entries.map((each, index) => [each.number, lamps[index]!]));
        const ranking = { favourites, presence: (number: string) => byNumber.get(number) };
        const found = new DirectoryIndex(entries).search('', ranking);
        const rank = (each: Listing) =>
          (favourites.has(each.id) ? 0 : 100) + PRESENCE_RANK[byNumber.get(each.number) ?? 'unknown'];
        expect(found).toHaveLength(entries.length);
        found.slice(1).forEach((each, index) => expect(rank(each)).toBeGreaterThanOrEqual(rank(found[index]!)));
      }),
    );
  });
});
