import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E164 } from '../phone-number/e164.ts';
import { spellings } from '../phone-number/phone-number.ts';
import { candidateOf, matchCaller } from './match.ts';
import type { CallerMatch } from './match.ts';
import { PatientId } from './types.ts';
import type { PatientRecord } from './types.ts';

const NUMBER = E164.parse('+12065550142');
const TODAY = '2026-11-21';

const record = (over: Partial<PatientRecord> = {}): PatientRecord => ({
  id: PatientId.parse('p1'),
  given: 'Grace',
  family: 'Okafor',
  birthDate: '2016-04-27',
  sex: 'female',
  phones: ['(206) 555-0142'],
  interpreterNeeded: false,
  restricted: false,
  deceased: false,
  relatives: [],
  ...over,
});
const id = (text: string): PatientId => PatientId.parse(text);
const idsIn = (match: CallerMatch): string[] =>
  match.kind === 'none' ? [] : match.kind === 'one' ? [match.patient.id] : match.patients.map((patient) => patient.id);

describe('matchCaller', () => {
  it('drops hits that are not on this number after all', () => {
    expect(matchCaller(NUMBER, [record({ phones: ['206-555-0143'] }), record({ id: id('p2'), phones: [] })])).toEqual({
      kind: 'none',
    });
  });

  it('counts a patient once', () => {
    expect(matchCaller(NUMBER, [record(), record()])).toMatchObject({ kind: 'one', patient: { id: 'p1' } });
  });

  it('finds a child by the number of a relative', () => {
    const relatives = [{ name: 'Denise', relationship: 'Mother', phones: ['206.555.0142'], guardian: true }];
    expect(matchCaller(NUMBER, [record({ phones: [], relatives })]).kind).toBe('one');
  });

  it('never chooses: two or more people are a household, whatever order and repeats they came in', () => {
    const people = fc.array(
      fc.record({ who: fc.integer({ min: 1, max: 5 }), spelling: fc.nat(13), here: fc.boolean() }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(people, (hits) => {
        const records = hits.map(({ who, spelling, here }) =>
          record({ id: id(`p${who}`), phones: [here ? (spellings(NUMBER)[spelling] ?? '') : '(206) 555-0199'] }),
        );
        const there = new Set(hits.filter(({ here }) => here).map(({ who }) => who));
        const match = matchCaller(NUMBER, records);
        expect(match.kind).toBe(there.size === 0 ? 'none' : there.size === 1 ? 'one' : 'household');
        expect(new Set(idsIn(match)).size).toBe(there.size);
        expect(idsIn(matchCaller(NUMBER, [...records].reverse()))).toEqual(idsIn(match));
      }),
    );
  });
});

describe('candidateOf', () => {
  it('tells people apart with the least', () => {
    const guardian = { name: 'Denise', relationship: 'Mother', phones: [], guardian: true };
    expect(candidateOf(record(), TODAY)).toEqual({
      patientId: 'p1',
      initials: 'GO',
      sex: 'female',
      age: 10,
      hint: 'child',
    });
    expect(candidateOf(record({ relatives: [guardian] }), TODAY).hint).toBe('childWithGuardian');
    expect(candidateOf(record({ birthDate: '1984-09-05' }), TODAY)).toMatchObject({ age: 42, hint: 'patient' });
  });

  it('says less about a restricted record', () => {
    expect(candidateOf(record({ restricted: true }), TODAY)).toEqual({
      patientId: 'p1',
      initials: 'GO',
      sex: 'female',
      hint: 'restricted',
    });
  });

  it('never carries a name, date, number or address', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (given, family) => {
        const keys = Object.keys(candidateOf(record({ given, family }), TODAY));
        expect(keys.every((key) => ['patientId', 'initials', 'sex', 'age', 'hint'].includes(key))).toBe(true);
      }),
    );
  });
});
