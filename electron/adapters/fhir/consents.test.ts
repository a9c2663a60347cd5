// Consents, read strictly: what is not quite clear gives nobody anything.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedIn } from './consents.ts';

const NOW = Date.parse('2026-11-22T18:00:00Z');
const DISCLOSE = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentaction', code: 'disclose' }] }];
const SCOPE = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] };
const sister = { role: { text: 'sister' }, reference: { reference: 'RelatedPerson/r1', display: 'Ines Delgado' } };
const permit = { type: 'permit', actor: [sister], action: DISCLOSE };
const consent = (provision: object = permit, more: object = {}) => ({
  ...{ resourceType: 'Consent', id: 'c1', status: 'active', scope: SCOPE, category: [{ text: 'x' }] },
  patient: { reference: 'Patient/p1' },
  provision,
  ...more,
});
const named = (resource: unknown) => namedIn(resource, 'p1', NOW);
const MAY = [{ may: true, relative: 'RelatedPerson/r1' }];
const NOT = [{ may: false, relative: 'RelatedPerson/r1' }];

describe('a consent', () => {
  it('lets whom it names be told, also in a part of it', () => {
    expect(named(consent())).toEqual(MAY);
    expect(named(consent({ provision: [permit] }))).toEqual(MAY);
    expect(named(consent({ type: 'deny', provision: [permit] }))).toEqual(MAY);
    const byName = { ...permit, actor: [{ role: {}, reference: { display: 'Ines Delgado' } }] };
    expect(named(consent(byName))).toEqual([{ may: true, name: 'Ines Delgado' }]);
  });

  it.each([
    ['is not in force', consent(permit, { status: 'inactive' })],
    ['is about something else', consent(permit, { scope: { coding: [{ ...SCOPE.coding[0], code: 'research' }] } })],
    ['is of somebody else', consent(permit, { patient: { reference: 'Patient/p2' } })],
    ['was not confirmed', consent(permit, { verification: [{ verified: false }] })],
    ['allows no disclosing', consent({ ...permit, action: [] })],
    ['says neither yes nor no', consent({ ...permit, type: undefined })],
    ['says something unheard of', consent({ ...permit, type: 'maybe' })],
    ['is about one purpose', consent({ ...permit, purpose: [{ code: 'TREAT' }] })],
    ['is about some of the chart', consent({ ...permit, data: [{ meaning: 'instance', reference: {} }] })],
    ['is changed by something unknown', consent(permit, { modifierExtension: [{ url: 'x' }] })],
    ['denies something beside it', consent({ ...permit, provision: [{ type: 'deny' }] })],
    ['was over yesterday', consent({ ...permit, period: { end: '2026-11-21' } })],
    ['begins tomorrow', consent({ ...permit, period: { start: '2026-11-23' } })],
    ['ends nobody knows when', consent({ ...permit, period: { end: 'soon' } })],
    ['is no consent', { resourceType: 'Patient' }],
  ])('that %s gives nobody anything', (_why, resource) => {
    expect(named(resource).filter(({ may }) => may)).toEqual([]);
  });

  it('lasts until the end of its last day, month or year', () => {
    for (const end of ['2026-11-22', '2026-11', '2026', '2026-11-22T18:00:01Z'])
      expect(named(consent({ ...permit, period: { start: '2020', end } }))).toEqual(MAY);
  });

  it('that rules somebody out counts, whatever else it says and cannot be read in it', () => {
    const deny = { type: 'deny', actor: [sister] };
    expect(named(consent(deny))).toEqual(NOT);
    expect(named(consent({ provision: [{ ...deny, purpose: [{ code: 'TREAT' }] }] }))).toEqual(NOT);
    expect(named(consent(deny, { scope: 7, verification: 'no' }))).toEqual(NOT);
    expect(named(consent({ ...deny, period: { end: '2026-11-21' } }))).toEqual([]);
  });

  it('is never taken for one by noise', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), (noise) => {
        expect(named({ ...consent(), ...noise, provision: noise }).filter(({ may }) => may)).toEqual([]);
      }),
    );
  });
});
