import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prescriptionText, toldApart } from './prescriptions.ts';
import type { Prescription } from './prescriptions.ts';

let next = 0;
const one = (medication: string, more: Partial<Prescription> = {}): Prescription => ({
  ...{ id: `m${next++}`, medication, left: 0 },
  ...more,
});
const texts = (...all: Prescription[]): string[] => toldApart(all).map(prescriptionText);

it('a name of its own is enough', () => {
  expect(texts(one('Lisinopril', { dose: 'one a day' }), one('Metformin', { strength: '500 mg' }))).toEqual([
    'Lisinopril',
    'Metformin',
  ]);
});

it('of one name they say the least that tells them apart, the strength first', () => {
  const [first, second] = [
    { strength: '500 mg', dose: 'twice a day', written: '2026-11-02', prescriber: 'Dr. Lee' },
    { strength: '1000 mg', dose: 'once a day', written: '2026-11-03', prescriber: 'Dr. Osei' },
  ];
  const both = (change: Partial<typeof first>) =>
    texts(one('Metformin', first), one(' metformin', { ...second, ...change }));
  expect(both({})).toEqual(['Metformin, 500 mg', ' metformin, 1000 mg']);
  expect(both({ strength: '500 MG' })).toEqual(['Metformin, twice a day', ' metformin, once a day']);
  const same = { strength: '500 mg', dose: 'twice a day' };
  expect(both(same)).toEqual(['Metformin, 2026-11-02', ' metformin, 2026-11-03']);
  expect(both({ ...same, written: '2026-11-02' })).toEqual(['Metformin, Dr. Lee', ' metformin, Dr. Osei']);
});

it('takes two things where one does not do, and rather what all of them have', () => {
  expect(
    texts(
      one('Metformin', { strength: '500 mg', written: '2026-11-01' }),
      one('Metformin', { strength: '500 mg', written: '2026-11-02' }),
      one('Metformin', { strength: '1000 mg', written: '2026-11-02' }),
    ),
  ).toEqual(['Metformin, 500 mg, 2026-11-01', 'Metformin, 500 mg, 2026-11-02', 'Metformin, 1000 mg, 2026-11-02']);
  expect(
    texts(one('Metformin', { strength: '500 mg', written: '2026-11-01' }), one('Metformin', { written: '2026-11-02' })),
  ).toEqual(['Metformin, 2026-11-01', 'Metformin, 2026-11-02']);
});

it('says everything of those that nothing tells apart, and leaves them alike', () => {
  expect(texts(one('Metformin', { dose: 'as directed' }), one('Metformin', { dose: 'as directed' }))).toEqual([
    'Metformin, as directed',
    'Metformin, as directed',
  ]);
});

it('no two read the same that differ in anything, whatever there is', () => {
  const word = fc.constantFrom('a', 'b');
  const some = fc.record(
    { strength: word, dose: word, written: word, prescriber: word, medication: word },
    { requiredKeys: ['medication', 'strength', 'dose', 'written', 'prescriber'] },
  );
  fc.assert(
    fc.property(fc.uniqueArray(some, { selector: (value) => JSON.stringify(value) }), (all) => {
      const said = texts(...all.map(({ medication, ...more }) => one(medication, more)));
      expect(new Set(said).size).toBe(all.length);
    }),
  );
});
