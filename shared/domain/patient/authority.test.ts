import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record } from '../../../test/fakes/ehr.ts';
import { authorityOf } from './authority.ts';
import type { PatientRecord } from './types.ts';

const TODAY = '2026-11-21';
const relative = (name: string, part: Partial<PatientRecord['relatives'][number]> = {}) => ({
  ...{ name, relationship: 'Mother', phones: [], guardian: true },
  ...part,
});
const child = record('p', { birthDate: '2018-05-01', relatives: [relative('Rosa Maria Delgado')] });

describe('who may speak for a patient', () => {
  it('a parent on file for a child, by their name as they say it', () => {
    for (const said of ['Rosa Delgado', 'Rosa Maria Delgado', 'DELGADO ROSA', 'Rosa Delgada'])
      expect(authorityOf(child, said, TODAY)).toBe('given');
  });

  it('nobody else, whatever they say', () => {
    for (const said of ['Carmen Delgado', 'Rosa', 'the mother', '', '*'])
      expect(authorityOf(child, said, TODAY)).toBe('notOnFile');
  });

  it('a parent no more once the child is grown, or when nobody knows how old it is', () => {
    expect(authorityOf({ ...child, birthDate: '2008-11-22' }, 'Rosa Delgado', TODAY)).toBe('given');
    expect(authorityOf({ ...child, birthDate: '2008-11-21' }, 'Rosa Delgado', TODAY)).toBe('none');
    const { birthDate: _birthDate, ...ageless } = child;
    expect(authorityOf(ageless, 'Rosa Delgado', TODAY)).toBe('none');
  });

  it('a sister never, who holds a power of attorney always', () => {
    const sister = relative('Ines Delgado', { relationship: 'Sister', guardian: false });
    expect(authorityOf({ ...child, relatives: [sister] }, 'Ines Delgado', TODAY)).toBe('none');
    const grown = record('p', { birthDate: '1950-01-01', relatives: [{ ...sister, representative: true }] });
    expect(authorityOf(grown, 'Ines Delgado', TODAY)).toBe('given');
  });

  it('whom the patient named in a consent, related or not; whom they ruled out never, not even a parent', () => {
    const grown = record('p', { birthDate: '1950-01-01', relatives: [] });
    const may = [{ name: 'Ines Delgado', may: true }];
    expect(authorityOf(grown, 'Ines Delgado', TODAY, may)).toBe('given');
    expect(authorityOf(grown, 'Carmen Delgado', TODAY, may)).toBe('notOnFile');
    expect(authorityOf(child, 'Rosa Delgado', TODAY, [{ name: 'Rosa Maria Delgado', may: false }])).toBe('none');
    expect(authorityOf(grown, 'Ines Delgado', TODAY, [...may, { name: 'Ines Delgado', may: false }])).toBe('none');
  });

  it('is not said of anybody while the consents could not be read, be they on file or not', () => {
    for (const said of ['Rosa Delgado', 'Ines Delgado'])
      expect(authorityOf(child, said, TODAY, 'unread')).toBe('notChecked');
  });

  it('is given by no noise', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'grapheme' }), (said) => {
        fc.pre(!/rosa/i.test(said));
        expect(authorityOf(child, said, TODAY)).toBe('notOnFile');
      }),
    );
  });
});
