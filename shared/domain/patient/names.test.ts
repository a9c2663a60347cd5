import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, initialsOf, nameMatches } from './names.ts';

const maria = { given: 'María José', family: 'González-Smith' };

describe('nameMatches', () => {
  it.each([
    ['María José González-Smith'],
    ['maria gonzalez smith'],
    ['GONZALEZ-SMITH, MARIA'],
    ['Maria Gonzales'], // by ear, one letter off
    ['Maria J. Smith'],
    ['Maria Josefina Gonzalez'], // one middle name the chart has otherwise
    ['mariajose gonzalezsmith'],
  ])('takes %s', (said) => expect(nameMatches(said, maria)).toBe(true));

  it.each([['Maria'], ['Gonzalez'], ['Marta Gonzalez'], ['Maria Lopez'], ['Maria Eva Sol Gonzalez'], [''], ['?']])(
    'refuses %s',
    (said) => expect(nameMatches(said, maria)).toBe(false),
  );

  it('closes up apostrophes and particles', () => {
    expect(nameMatches('Sean OBrien', { given: 'Seán', family: "O'Brien" })).toBe(true);
    expect(nameMatches('Ana Delacruz', { given: 'Ana', family: 'de la Cruz' })).toBe(true);
    expect(nameMatches('Soren Muller', { given: 'Søren', family: 'Müller' })).toBe(true);
  });

  it('asks for the whole of a single name, and knows when there is none', () => {
    expect(nameMatches('Cher', { given: '', family: 'Cher' })).toBe(true);
    expect(nameMatches('Cher Smith', { given: '', family: 'Cher' })).toBe(false);
    expect(nameMatches('Cher', { given: '', family: ' ' })).toBeUndefined();
  });

  it('does not care about order, case or accents', () => {
    const name = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ]{2,10}$/);
    fc.assert(
      fc.property(name, name, (given, family) => {
        expect(nameMatches(`${family.toUpperCase()}, ${given.normalize('NFD')}`, { given, family })).toBe(true);
        expect(nameMatches(`${fold(given)} ${fold(family)}`, { given, family })).toBe(true);
      }),
    );
  });

  it('never throws and never takes an empty name', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (said, given, family) => {
        const answer = nameMatches(said, { given, family });
        if (fold(said) === '') expect(answer).not.toBe(true);
      }),
    );
  });
});

describe('initialsOf', () => {
  it('gives letters only', () => {
    expect(initialsOf({ given: 'élodie', family: "d'Arc" })).toBe('ÉD');
    expect(initialsOf({ given: '<b>', family: '\u202e' })).toBe('B');
    expect(initialsOf({ given: '', family: '??' })).toBe('?');
  });
});
