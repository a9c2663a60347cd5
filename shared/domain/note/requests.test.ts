// What an answer means to the EHR, and what kind of step a note leaves behind.
import { describe, expect, it } from 'vitest';
import { NoteField, Outcome } from '../site/notes.ts';
import { contentOf, placesOf } from './places.ts';
import { offersIn } from './offers.ts';
import { meantBy, stepKindOf } from './requests.ts';

const label = { en: 'x' };
const field = (id: string, more: object = {}): NoteField => NoteField.parse({ id, label, type: 'text', ...more });
const REFILL = field('refill-of', { means: 'medication' });
const REFERRAL = field('specialty', { means: 'referral' });
const STEP = field('state', {
  type: 'choice',
  means: 'referralStep',
  options: [{ id: 'received', label }],
});
const chart = {
  missing: [],
  waiting: [],
  refills: [
    { id: 'm1', medication: 'Lisinopril 10 mg', left: 0 },
    { id: 'm2', medication: 'Metformin', left: 2 },
    { id: 'm3', medication: 'Metformin', left: 0 },
    { id: 'm4', medication: '', left: 0 },
  ],
  referrals: [{ id: 'r1', specialty: 'Cardiology', state: 'received' as const }],
};
const offers = offersIn(chart);

it('a card that was kept from another day offers nothing that a note could name', () => {
  expect(offersIn({ ...chart, missing: ['refills'], waiting: ['referrals'] })).toEqual({
    medication: [],
    referral: [],
  });
});

describe('what an answer means', () => {
  it('names the prescription that it was chosen from, however it is spaced or written', () => {
    expect(meantBy([REFILL], { fields: { 'refill-of': ' lisinopril  10 mg ' } }, offers)).toEqual({
      medication: { text: 'lisinopril  10 mg', field: 'refill-of', reference: 'MedicationRequest/m1' },
    });
  });

  it('is taken as it is where the chart has no such thing, or two of one name', () => {
    for (const text of ['Something new', 'Metformin'])
      expect(meantBy([REFILL], { fields: { 'refill-of': text } }, offers)).toEqual({
        medication: { text, field: 'refill-of' },
      });
  });

  it('of two of one name is the one that is told by its strength, and stays it when the other one goes', () => {
    const two = (...strengths: string[]) =>
      offersIn({
        ...chart,
        refills: strengths.map((strength) => ({
          id: strength.slice(0, -3),
          medication: 'Metformin',
          left: 0,
          strength,
        })),
      });
    const answer = { fields: { 'refill-of': 'Metformin, 500 mg' } };
    const meant = meantBy([REFILL], answer, two('500 mg', '1000 mg'));
    expect(meant.medication?.reference).toBe('MedicationRequest/500');
    expect(meantBy([REFILL], answer, two('500 mg'), meant)).toEqual(meant);
    expect(meantBy([REFILL], answer, two('1000 mg'), meant).medication).not.toHaveProperty('reference');
  });

  it('keeps its link without the chart as long as the answer stays, and loses it with another answer', () => {
    const before = meantBy([REFILL], { fields: { 'refill-of': 'Lisinopril 10 mg' } }, offers);
    expect(meantBy([REFILL], { fields: { 'refill-of': 'Lisinopril 10 mg' } }, undefined, before)).toEqual(before);
    expect(meantBy([REFILL], { fields: { 'refill-of': 'Lisinopril 20 mg' } }, undefined, before)).toEqual({
      medication: { text: 'Lisinopril 20 mg', field: 'refill-of' },
    });
  });

  it('of a list is its code; what is not asked or not answered means nothing', () => {
    const fields = { state: 'received', specialty: 'Cardiology', 'refill-of': '' };
    expect(meantBy([REFERRAL, STEP, REFILL, field('other')], { fields }, offers)).toEqual({
      referral: { text: 'Cardiology', field: 'specialty', reference: 'ServiceRequest/r1' },
      referralStep: { text: 'received', field: 'state', code: 'received' },
    });
    expect(meantBy([], { fields }, offers)).toEqual({});
  });
});

describe('the kind of a step', () => {
  const outcomes = [Outcome.parse({ id: 'call-back', label, step: 'callback' })];
  const step = { text: 't', owner: 'o', due: '2026-11-23' };

  it('is what was answered, else what the outcome, else what the category says, unless somebody chose', () => {
    const asked = { fields: { 'refill-of': 'Lisinopril' }, outcome: 'call-back', nextStep: step };
    expect(stepKindOf(asked, [REFILL], undefined, outcomes)).toBe('refill');
    expect(stepKindOf({ ...asked, fields: {} }, [REFILL], undefined, outcomes)).toBe('callback');
    expect(stepKindOf({ fields: {}, nextStep: step }, [], { next: { kind: 'referral' } }, outcomes)).toBe('referral');
    expect(stepKindOf({ fields: {}, nextStep: step }, [], undefined, [])).toBe('followUp');
    expect(stepKindOf({ ...asked, nextStep: { ...step, kind: 'followUp' } }, [REFILL], undefined, outcomes)).toBe(
      'followUp',
    );
  });

  it('is a place of the note like any other', () => {
    const content = { words: '', fields: {}, told: '', nextStep: { ...step, kind: 'refill' as const } };
    expect(contentOf(placesOf(content), [])).toEqual(content);
    expect(contentOf(placesOf({ ...content, nextStep: step }), [])).toEqual({ ...content, nextStep: step });
  });
});
