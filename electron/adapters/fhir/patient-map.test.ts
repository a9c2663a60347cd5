import { describe, expect, it } from 'vitest';
import { patientRecord } from './patient-map.ts';
import { AnyResource } from './shapes.ts';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const SENSITIVITY = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const labelled = (...security: object[]) =>
  patientRecord(AnyResource.parse({ resourceType: 'Patient', id: 'p', name: [{ family: 'X' }], meta: { security } }));

describe('a chart that is shut by its labels', () => {
  it.each([
    [CONFIDENTIALITY, 'R'],
    [CONFIDENTIALITY, 'V'],
    [SENSITIVITY, 'CEL'],
    [SENSITIVITY, 'VIP'],
    [SENSITIVITY, 'EMP'],
    [SENSITIVITY, 'EMPL'],
  ])('%s %s', (system, code) => {
    expect(labelled({ system, code })?.restricted).toBe(true);
    expect(labelled({ system: CONFIDENTIALITY, code: 'N' }, { system, code })?.restricted).toBe(true);
  });

  it.each([
    [CONFIDENTIALITY, 'N'],
    [SENSITIVITY, 'R'],
    ['urn:other', 'VIP'],
    [undefined, 'R'],
    [CONFIDENTIALITY, undefined],
  ])('is not shut by %s %s', (system, code) => {
    expect(labelled({ system, code })?.restricted).toBe(false);
  });

  it('stays open without labels, whatever else stands there', () => {
    expect(labelled()?.restricted).toBe(false);
  });
});
