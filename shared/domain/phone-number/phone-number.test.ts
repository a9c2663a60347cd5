import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E164 } from './e164.ts';
import { formatForDisplay, isAnonymous, isSameNumber, normalise, spellings } from './phone-number.ts';

const usDigits = fc
  .tuple(fc.integer({ min: 200, max: 989 }), fc.integer({ min: 200, max: 999 }), fc.integer({ min: 0, max: 9999 }))
  .filter(([area]) => area % 100 !== 11)
  .map(([area, exchange, line]) => `${area}${exchange}${String(line).padStart(4, '0')}`);

describe('normalise', () => {
  it.each([
    ['(206) 555-0123', '+12065550123'],
    ['206.555.0123', '+12065550123'],
    ['1 206 555 0123', '+12065550123'],
    ['+1 (206) 555-0123', '+12065550123'],
    ['206-555-0123 ext. 45', '+12065550123'],
    ['tel:+1-206-555-0123', '+12065550123'],
    ['206-555-0123', '+12065550123'],
    ['2065550123', '+12065550123'],
    ['+44 20 7946 0958', '+442079460958'],
    ['442079460958', '+442079460958'],
  ])('reads %s', (text, expected) => expect(normalise(text)).toBe(expected));

  it.each([
    ['911'],
    ['101'],
    ['5550123'],
    ['hello'],
    [''],
    ['+'],
    ['Anonymous'],
    ['+266696687'],
    ['1234567890'],
    ['9'.repeat(500)],
  ])('finds no number in %s', (text) => expect(normalise(text)).toBeUndefined());

  it('takes the country into account', () => {
    expect(normalise('020 7946 0958', 'GB')).toBe('+442079460958');
    expect(normalise(undefined)).toBeUndefined();
  });

  it('gives E.164 or nothing, whatever comes in, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const number = normalise(text);
        if (number === undefined) return;
        expect(E164.safeParse(number).success).toBe(true);
        expect(normalise(number)).toBe(number);
      }),
    );
  });
});

describe('spellings', () => {
  it('all come back to the number they spell, once each, without a comma', () => {
    fc.assert(
      fc.property(usDigits, (digits) => {
        const number = normalise(digits);
        if (number === undefined) throw new Error(`not a number: ${digits}`);
        const all = spellings(number);
        expect(new Set(all).size).toBe(all.length);
        for (const spelling of all) {
          expect(normalise(spelling)).toBe(number);
          expect(spelling).not.toContain(',');
        }
      }),
    );
  });

  it('cover foreign numbers too', () => {
    expect(spellings(E164.parse('+442079460958'))).toEqual([
      '+442079460958',
      '442079460958',
      '+44 20 7946 0958',
      '020 7946 0958',
    ]);
  });
});

describe('isSameNumber', () => {
  it('holds over any pair of spellings and is symmetric', () => {
    fc.assert(
      fc.property(usDigits, fc.nat(13), fc.nat(13), (digits, i, j) => {
        const all = spellings(E164.parse(`+1${digits}`));
        const [a, b] = [all[i % all.length], all[j % all.length]];
        expect(isSameNumber(a, b)).toBe(true);
        expect(isSameNumber(b, a)).toBe(true);
      }),
    );
  });

  it('never equates what is no number', () => {
    expect(isSameNumber('anonymous', 'anonymous')).toBe(false);
    expect(isSameNumber(undefined, undefined)).toBe(false);
    expect(isSameNumber('2065550123', '2065550124')).toBe(false);
  });
});

describe('isAnonymous', () => {
  it.each([
    [undefined],
    [''],
    ['  '],
    ['Anonymous'],
    ['RESTRICTED'],
    ['Unavailable'],
    ['withheld'],
    ['Private Number'],
    ['+266696687'],
    ['266696687'],
    ['sip:anonymous@anonymous.invalid'],
    ['sip:c8oqz84zk7z@anonymous.invalid;tag=1'],
  ])('knows %s', (text) => expect(isAnonymous(text)).toBe(true));

  it.each([['+12065550123'], ['Ann Onymous'], ['101'], ['sip:+12065550123@example.com']])('lets %s pass', (text) =>
    expect(isAnonymous(text)).toBe(false),
  );
});

describe('formatForDisplay', () => {
  it('shows home numbers the national way and others with their country', () => {
    expect(formatForDisplay(E164.parse('+12065550123'))).toBe('(206) 555-0123');
    expect(formatForDisplay(E164.parse('+442079460958'))).toBe('+44 20 7946 0958');
    expect(formatForDisplay(E164.parse('+442079460958'), 'GB')).toBe('020 7946 0958');
  });
});
