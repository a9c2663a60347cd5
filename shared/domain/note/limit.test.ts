import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limited } from './limit.ts';

it('keeps what fits and says how much does not', () => {
  expect(limited('abc', 3)).toEqual({ text: 'abc', left: 0 });
  expect(limited('abcde', 3)).toEqual({ text: 'abc', left: 2 });
});
it('never cuts inside what people see as one character', () => {
  expect(limited('ab👩‍👩‍👧', 4)).toEqual({ text: 'ab', left: 8 });
  expect(limited('xye\u0301', 3)).toEqual({ text: 'xy', left: 2 });
});
it('takes megabytes in one go', () => {
  const pasted = 'Lorem ipsum 🙂 '.repeat(400_000);
  const { text, left } = limited(pasted, 20_000);
  expect(text.length + left).toBe(pasted.length);
  expect(text.length).toBeGreaterThan(19_990);
});
it('whatever is pasted: within the limit, well formed, a beginning of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), fc.integer({ min: 1, max: 500 }), (text, limit) => {
      const cut = limited(text, limit);
      expect(cut.text.length).toBeLessThanOrEqual(limit);
      expect(text.startsWith(cut.text)).toBe(true);
      expect(cut.text.isWellFormed()).toBe(true);
      expect(cut.text.length + cut.left).toBe(text.length);
    }),
  );
});
