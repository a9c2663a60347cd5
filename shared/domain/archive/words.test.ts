import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, marksIn, numberKey, queryOf, relevance, snippetOf, termsOf } from './words.ts';

const cut = (text: string, typed: string) => marksIn(text, termsOf(typed)).map(({ from, to }) => text.slice(from, to));

describe('what is typed', () => {
  it.each([
    ['refill', '{text} : ("refill" *)'],
    ['José  Núñez', '{text} : ("jose" * AND "nunez" *)'],
    ["o'brien", '{text} : ("o brien" *)'],
    ['a', '{text} : ("a")'],
    ['"chest pain" now', '{text} : ("chest pain" AND "now" *)'],
    ['"unfinished phra', '{text} : ("unfinished phra")'],
    ['(206) 555-0123', '{text} : ("2065550123" *)'],
    ['+1 206 555 0123', '{text} : ("2065550123" *)'],
    ['a" OR facts:"x', '{text} : ("a" AND "or facts" AND "x")'],
    ['NEAR(a b)', '{text} : ("near a" AND "b")'],
  ])('%s', (typed, query) => {
    expect(queryOf(termsOf(typed), 'text')).toBe(query);
  });
  it.each(['', '   ', '"', '***', '"" ()', '\u0000', '👩‍⚕️'])('%j asks for nothing', (typed) => {
    expect(queryOf(termsOf(typed), 'text')).toBeUndefined();
  });
  it('never lets a sign of the query language through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
        const query = queryOf(termsOf(typed), 'text');
        expect(query ?? '{text} : ("a")').toMatch(
          /^\{text\} : \((?:"[\p{L}\p{N}\p{Co} ]+"(?: \*)?)(?: AND "[\p{L}\p{N}\p{Co} ]+"(?: \*)?)*\)$/u,
        );
      }),
    );
  });
  it('knows a number in any spelling', () => {
    expect(['+12065550123', '1 (206) 555-0123', '206.555.0123'].map(numberKey)).toEqual(Array(3).fill('2065550123'));
    expect(numberKey('+442071234567')).toBe('442071234567');
  });
});

describe('marks', () => {
  it('stand on the words as written, accents and case aside', () => {
    expect(cut('The Núñez family; nunezville, Anunez', 'nuñez')).toEqual(['Núñez', 'nunezville']);
    expect(cut('e\u0301clair E\u0301CLAIR', 'écl')).toEqual(['e\u0301clair', 'E\u0301CLAIR']);
    expect(cut('a an at', 'a')).toEqual(['a']);
    expect(cut('שלום עולם', 'עול')).toEqual(['עולם']);
  });
  it('are inside the snippet, in order, and never split a sign', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'B', 'é', ' ', '👩', '\n', '\u202e', 'שׁ', '-'),
      maxLength: 600,
    });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 4 }), fc.string({ maxLength: 10 }), (texts, typed) => {
        const { text, marks } = snippetOf(texts, termsOf(`b é ${typed}`));
        expect(text.isWellFormed()).toBe(true);
        expect(text.length).toBeLessThan(260);
        expect(text).not.toMatch(/[\n\u202e]/);
        let last = 0;
        for (const { from, to } of marks) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          last = to;
        }
      }),
    );
  });
  it('a snippet shows the text that fits best, around the first mark', () => {
    const long = `${'nothing of interest '.repeat(20)}wants a refill of lisinopril today`;
    const { text, marks } = snippetOf(['first text', long], termsOf('refill lisin'));
    expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(['refill', 'lisinopril']);
    expect(text.startsWith('… ')).toBe(true);
    expect(snippetOf(['first text', long], []).text).toBe('first text');
    expect(snippetOf([], termsOf('x'))).toEqual({ text: '', marks: [] });
  });
});

describe('a search without an index', () => {
  it('wants every word, in any of the texts, and phrases in a row', () => {
    expect(fits(['wants a refill', 'We call back'], termsOf('refi back'))).toBe(true);
    expect(fits(['wants a refill'], termsOf('refill tomorrow'))).toBe(false);
    expect(fits(['chest and pain'], termsOf('"chest pain"'))).toBe(false);
    expect(fits(['chest pain'], termsOf('"chest pain"'))).toBe(true);
    expect(fits(["Mrs O'Brien called"], termsOf("o'bri"))).toBe(true);
  });
  it('weighs whole words above beginnings and the first text above the rest', () => {
    const weigh = (texts: string[]) => relevance(texts, termsOf('jane refill'));
    expect(weigh(['Jane Doe', 'refill'])).toBeGreaterThan(weigh(['', 'janet refills']));
    expect(weigh(['Jane'])).toBeGreaterThan(weigh(['', 'jane']));
  });
});
