import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RED_FLAG_LISTS, listOf, phrasesOf } from './lists.ts';
import { redFlagMatcher } from './match.ts';
import { redFlagPhrases } from './site.ts';

const small = redFlagMatcher(['chest pain', "can't breathe", 'suicid', 'se desmayó', 'seizure', 'stroke']);
const everything = phrasesOf(RED_FLAG_LISTS);
const all = redFlagMatcher(everything);

describe('words as people type them', () => {
  it.each([
    'chest pain',
    'CHEST  PAINS since noon',
    'my chest-pain',
    'he cant, I mean he can’t breathe',
    'feeling suicidal',
    'mi esposo se desmayo',
    'better? no. chest pain again',
    'not sure, chest pain maybe',
    'chest really bad pain',
    'chset pain since this morning',
    'he had a siezure',
    'two seizuers today',
    'I think a storke',
  ])('hears "%s"', (words) => expect(small.find(words)).not.toEqual([]));

  it.each([
    '',
    'no chest pain',
    'denies any chest pain',
    'chest x-ray results',
    'painful chess',
    'chest. Pain in the knee',
    'the chest of drawers was a real pain to move',
  ])('stays quiet at "%s"', (words) => expect(small.find(words)).toEqual([]));
});

describe('any phrase of any list', () => {
  const phrase = fc.constantFrom(...everything);
  const around = fc.constantFrom('', 'my mother has had', 'hello I am calling because', 'mi hijo', 'since noon');

  it('is heard as soon as its last letter is typed, however it is spelt', () => {
    fc.assert(
      fc.property(phrase, around, fc.boolean(), fc.boolean(), (words, before, isLoud, isPlain) => {
        const spelt = isPlain ? words.normalize('NFD').replace(/\p{M}/gu, '') : words;
        expect(all.find(`${before}, ${isLoud ? spelt.toUpperCase() : spelt}`)).toContain(words);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is heard with two letters of a long first word changed over', () => {
    fc.assert(
      fc.property(phrase, fc.nat(), (words, where) => {
        const first = words.split(' ')[0] ?? '';
        fc.pre(/^[a-z]{7,}$/.test(first));
        const at = 1 + (where % (first.length - 2));
        const slipped = first.slice(0, at) + first[at + 1] + first[at] + first.slice(at + 2);
        expect(all.find(words.replace(first, slipped))).toContain(words);
      }),
      { numRuns: 1_000 },
    );
  });

  it('stays heard whatever is typed after it', () => {
    fc.assert(
      fc.property(phrase, fc.string({ maxLength: 80 }), (words, after) => {
        expect(all.find(`${words} ${after}`)).toContain(words);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('megabytes, emoji and right-to-left text do it no harm', () => {
  expect(all.find('🔥 שלום '.repeat(20_000))).toEqual([]);
  expect(all.find(`${'so '.repeat(100_000)} chest pain`)).toContain('chest pain');
});

describe('the lists of a practice', () => {
  const flags = { phrases: { en: ['pump is beeping'] }, without: [] as string[], say: {}, reach: [], checklist: [] };
  it('are the general one and that of its specialty, and what it added', () => {
    const phrases = redFlagPhrases(flags, 'OB-GYN');
    expect(phrases).toEqual(expect.arrayContaining(['pump is beeping', 'chest pain', 'my water']));
    expect(phrases).not.toContain('knocked out tooth');
  });
  it('may be chosen, and single phrases left out', () => {
    const phrases = redFlagPhrases({ ...flags, lists: ['dental'], without: ['still bleeding'] }, 'family');
    expect(phrases).toContain('knocked out tooth');
    expect(phrases).not.toContain('chest pain');
    expect(phrases).not.toContain('still bleeding');
  });
  it('know a specialty by its other names', () =>
    expect(['Pediatrics', 'dentistry', 'surgery', 'podiatry'].map(listOf)).toEqual([
      'pediatrics',
      'dental',
      'postoperative',
      undefined,
    ]));
});
