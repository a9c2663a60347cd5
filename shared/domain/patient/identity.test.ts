import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIdentity } from './identity.ts';
import { IDENTIFIERS, PatientId } from './types.ts';
import type { IdentityClaims, PatientRecord } from './types.ts';

const TODAY = '2026-11-21';
const maria: PatientRecord = {
  id: PatientId.parse('p1'),
  given: 'María',
  family: 'González',
  birthDate: '1979-03-14',
  sex: 'female',
  mrn: 'RF-100200',
  postalCode: '98101',
  address: '12 Alder Street, Riverside',
  phones: ['(206) 555-0101'],
  language: 'es',
  interpreterNeeded: true,
  restricted: false,
  deceased: false,
  relatives: [],
};
const RIGHT: Required<Omit<IdentityClaims, 'speaker'>> = {
  name: 'gonzalez maria',
  birthDate: '3/14/79',
  postalCode: '98101-4432',
  mrn: 'rf 100200',
  phone: '206.555.0101',
};
const WRONG: Required<Omit<IdentityClaims, 'speaker'>> = {
  name: 'Mario Lopez',
  birthDate: '3/15/79',
  postalCode: '98102',
  mrn: 'RF-100201',
  phone: '206.555.0102',
};
const check = (claims: IdentityClaims, patient = maria, needed?: number) =>
  checkIdentity(patient, claims, { today: TODAY, ...(needed === undefined ? {} : { needed }) });

describe('checkIdentity', () => {
  it('takes two right answers', () => {
    expect(check({ name: RIGHT.name, birthDate: RIGHT.birthDate })).toEqual({
      verified: true,
      authority: 'self',
      matched: ['name', 'birthDate'],
      wrong: [],
    });
  });

  it('knows the address as street and number too, and the chart number by its digits', () => {
    expect(check({ postalCode: '12 alder street', mrn: '100200' }).matched).toEqual(['postalCode', 'mrn']);
    expect(check({ postalCode: '12', mrn: '200' }).wrong).toEqual(['postalCode', 'mrn']);
    expect(check({ postalCode: 'Riverside' }).wrong).toEqual(['postalCode']);
  });

  it('asks for as many as the site says, never for fewer than two', () => {
    const two = { name: RIGHT.name, birthDate: RIGHT.birthDate };
    expect(check(two, maria, 3).verified).toBe(false);
    expect(check({ name: RIGHT.name }, maria, 1).verified).toBe(false);
    expect(check({ name: RIGHT.name }, maria, -5).verified).toBe(false);
  });

  it('cannot compare with what the chart lacks: neither right nor wrong', () => {
    const { birthDate: _birthDate, mrn: _mrn, postalCode: _postalCode, address: _address, ...rest } = maria;
    const bare: PatientRecord = { ...rest, phones: [] };
    expect(check(RIGHT, bare)).toEqual({ verified: false, authority: 'self', matched: ['name'], wrong: [] });
    expect(check({ birthDate: '1979' }, { ...bare, birthDate: '1979' })).toMatchObject({ matched: [], wrong: [] });
  });

  it('is verified exactly when two or more answers are right and none is wrong, and counts every wrong one', () => {
    const answers = fc.record(
      Object.fromEntries(IDENTIFIERS.map((key) => [key, fc.constantFrom('right', 'wrong', 'unsaid', 'blank')])),
    );
    fc.assert(
      fc.property(answers, fc.integer({ min: 0, max: 5 }), (kinds, needed) => {
        const claims: IdentityClaims = {};
        for (const key of IDENTIFIERS) {
          if (kinds[key] === 'right') claims[key] = RIGHT[key];
          if (kinds[key] === 'wrong') claims[key] = WRONG[key];
          if (kinds[key] === 'blank') claims[key] = '  ';
        }
        const result = check(claims, maria, needed);
        const right = IDENTIFIERS.filter((key) => kinds[key] === 'right');
        expect(result.matched).toEqual(right);
        expect(result.wrong).toEqual(IDENTIFIERS.filter((key) => kinds[key] === 'wrong'));
        expect(result.verified).toBe(right.length >= Math.max(2, needed) && result.wrong.length === 0);
      }),
    );
  });

  it('is not verified by right answers alone when somebody else speaks', () => {
    const two = { name: RIGHT.name, birthDate: RIGHT.birthDate };
    expect(check({ ...two, speaker: 'Somebody Unknown' })).toMatchObject({ verified: false, authority: 'notOnFile' });
    expect(check({ ...two, speaker: '  ' })).toMatchObject({ verified: true, authority: 'self' });
  });

  it('counts only what the site accepts, right or wrong', () => {
    const accepts = ['name', 'mrn'] as const;
    const only = (claims: IdentityClaims) => checkIdentity(maria, claims, { today: TODAY, accepts });
    expect(only({ name: RIGHT.name, birthDate: RIGHT.birthDate })).toEqual({
      verified: false,
      authority: 'self',
      matched: ['name'],
      wrong: [],
    });
    expect(only({ name: RIGHT.name, mrn: RIGHT.mrn, birthDate: WRONG.birthDate }).verified).toBe(true);
  });

  it('is never verified by noise, nor with fewer than two matching identifiers', () => {
    const text = fc.option(fc.string({ maxLength: 30, unit: 'grapheme' }), { nil: undefined });
    const claims = fc.record({ name: text, birthDate: text, postalCode: text, mrn: text, phone: text });
    const patient = fc.record({ given: fc.string(), family: fc.string(), postalCode: fc.string(), mrn: fc.string() });
    fc.assert(
      fc.property(claims, patient, (said, onFile) => {
        const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
        const result = check(given, { ...maria, ...onFile });
        if (result.verified) expect(result.matched.length).toBeGreaterThanOrEqual(2);
        for (const key of [...result.matched, ...result.wrong]) expect(given[key]?.trim()).not.toBe('');
        expect(result.matched.filter((key) => result.wrong.includes(key))).toEqual([]);
      }),
    );
  });
});
