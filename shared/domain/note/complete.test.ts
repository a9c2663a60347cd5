import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoteCategory, Outcome } from '../site/site.ts';
import { emptyContent, isStarted, missingIn } from './complete.ts';
import type { NoteContent } from './types.ts';

const text = (en: string) => ({ en });
const site = {
  clinic: { name: 'Test', timeZone: 'America/New_York', country: 'US', languages: ['en'], specialty: 'family' },
  notes: {
    categories: [
      NoteCategory.parse({
        id: 'clinical',
        label: text('Clinical'),
        fields: [
          { id: 'words', label: text('Words'), type: 'words', required: true },
          { id: 'since', label: text('Since'), type: 'text', required: true },
          { id: 'needed', label: text('Needed by'), type: 'date' },
        ],
      }),
    ],
    outcomes: [
      Outcome.parse({ id: 'answered', label: text('Answered') }),
      Outcome.parse({ id: 'message', label: text('Message'), owes: true }),
    ],
    owners: [],
    require: ['outcome' as const, 'told' as const, 'nextStep' as const],
  },
};
const NOW = '2026-11-23T15:00:00Z';
const full: NoteContent = {
  category: 'clinical',
  words: 'dizzy',
  fields: { since: 'Tuesday' },
  outcome: 'answered',
  told: 'we call back',
  nextStep: 'nothing',
};
const missing = (change: Partial<NoteContent>) =>
  missingIn(site, { ...full, ...change }, NOW).map(({ field, why }) => `${field} ${why}`);

describe('completeness', () => {
  it('a full note lacks nothing', () => expect(missing({})).toEqual([]));
  it('names each missing thing in the order of the form', () => {
    expect(missingIn(site, emptyContent(), NOW)).toEqual([{ field: 'category', why: 'required' }]);
    expect(missing({ words: ' ', fields: {}, outcome: undefined, told: '', nextStep: undefined } as never)).toEqual([
      'words required',
      'since required',
      'outcome required',
      'told required',
      'nextStep required',
    ]);
  });
  it('an outcome that owes something is not done with "nothing owed"', () =>
    expect(missing({ outcome: 'message' })).toEqual(['nextStep required']));
  it('a next step needs text, owner and a due date that is not over', () => {
    expect(missing({ nextStep: { text: '', owner: '', due: '' } })).toEqual([
      'nextStep required',
      'owner required',
      'due required',
    ]);
    expect(missing({ nextStep: { text: 'call', owner: 'Nurse', due: 'soon' } })).toEqual(['due notADate']);
    expect(missing({ nextStep: { text: 'call', owner: 'Nurse', due: '2026-11-22' } })).toEqual(['due inPast']);
  });
  it("today is not past, up to the clinic's own midnight", () => {
    expect(missing({ nextStep: { text: 'call', owner: 'Nurse', due: '2026-11-23' } })).toEqual([]);
    const lateEvening = '2026-11-24T04:30:00Z';
    expect(
      missingIn(site, { ...full, nextStep: { text: 'call', owner: 'Nurse', due: '2026-11-23' } }, lateEvening),
    ).toEqual([]);
  });
  it('a date field with something else in it is named', () =>
    expect(missing({ fields: { since: 'x', needed: 'whenever' } })).toEqual(['needed notADate']));
  it('an unknown outcome or category never counts as filled', () => {
    expect(missing({ outcome: 'gone' })).toEqual(['outcome required']);
    expect(missing({ category: 'gone' })).toEqual(['category required']);
  });
  it('whatever is typed, it answers, and white space is never an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^\s{0,5}$/), (words, blank) => {
        expect(() => missing({ words })).not.toThrow();
        expect(missing({ told: blank })).toContain('told required');
        expect(isStarted({ ...emptyContent(), words })).toBe(words !== '');
      }),
    );
  });
});
