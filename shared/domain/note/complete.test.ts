import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hours, NoteCategory, Outcome } from '../site/site.ts';
import { emptyContent, isStarted, missingIn } from './complete.ts';
import type { NoteSite } from './complete.ts';
import { fieldAt } from './places.ts';
import type { CallFacts, NoteContent } from './types.ts';

const text = (en: string) => ({ en });
const day = [{ from: '08:00', to: '17:00' }];
const site: NoteSite = {
  clinic: { timeZone: 'America/New_York', specialty: 'family', country: 'US' },
  hours: Hours.parse({ weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } }),
  categories: [
    NoteCategory.parse({
      id: 'clinical',
      label: text('Clinical'),
      fields: [
        { id: 'said', label: text('Words'), type: 'words', required: true },
        { id: 'since', label: text('Since'), type: 'text', required: true },
        { id: 'needed', label: text('Needed by'), type: 'date' },
        { id: 'fever', label: text('Fever'), type: 'yesNo' },
        {
          id: 'degrees',
          label: text('How high'),
          type: 'number',
          required: true,
          showWhen: { field: 'fever', is: ['yes'] },
        },
        { id: 'back', label: text('Call back'), type: 'phone', requiredWhen: { outcome: ['message'] } },
        { id: 'reached', label: text('Reached'), type: 'text', required: true, showWhen: { office: 'closed' } },
      ],
    }),
  ],
  outcomes: [
    Outcome.parse({ id: 'answered', label: text('Answered') }),
    Outcome.parse({ id: 'message', label: text('Message'), owes: true }),
  ],
  require: ['outcome', 'told', 'nextStep'],
  dueWhenClosed: 'refuse',
  ownerChoices: [{ kind: 'team', name: 'Nurse' }],
  directory: [{ name: 'Dr. Lee' }],
};
const NOW = '2026-11-23T15:00:00Z';
const full: NoteContent = {
  category: 'clinical',
  words: 'dizzy',
  fields: { since: 'Tuesday', back: '2065550101' },
  outcome: 'answered',
  told: 'we call back',
  nextStep: 'nothing',
};
const missing = (change: Partial<NoteContent>, facts: CallFacts = {}, where: Partial<NoteSite> = {}) =>
  missingIn({ ...site, ...where }, { ...full, ...change }, NOW, facts).map(({ field, why }) => `${field} ${why}`);
const owes = (due: string, owner = 'Nurse') => ({ nextStep: { text: 'call', owner, due } });

describe('completeness', () => {
  it('a full note lacks nothing', () => expect(missing({})).toEqual([]));
  it('asks for what a rule of the practice needs, where the form has it and shows it', () => {
    expect(missing({}, { required: ['fever', 'degrees', 'nosuch'] })).toEqual(['fever required']);
    expect(missing({ fields: { ...full.fields, fever: 'no' } }, { required: ['fever'] })).toEqual([]);
  });
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
  it('a conditional field is missing only while it is asked', () => {
    expect(missing({ fields: { since: 'x', fever: 'no' } })).toEqual([]);
    expect(missing({ fields: { since: 'x', fever: 'yes' } })).toEqual(['degrees required']);
    expect(missing({ fields: { since: 'x', fever: 'yes', degrees: 'high' } })).toEqual(['degrees notANumber']);
    // Left from before the answer was changed: hidden, and no reason to hold the note back.
    expect(missing({ fields: { since: 'x', fever: 'no', degrees: 'high' } })).toEqual([]);
    expect(missing({}, { office: 'closed' })).toEqual(['reached required']);
    expect(missing({ outcome: 'message', fields: { since: 'x' }, ...owes('2026-11-24') })).toEqual(['back required']);
    expect(missing({ fields: { since: 'x', back: 'ask the wife' } })).toEqual(['back notAPhone']);
    expect(missing({ fields: { since: 'x', back: '204' } })).toEqual([]);
  });
  it('an owner who is not of the practice any more is named', () => {
    expect(missing(owes('2026-11-24', 'Maria, who left'))).toEqual(['owner ownerGone']);
    expect(missing(owes('2026-11-24', 'Dr. Lee'))).toEqual([]);
  });
  it('a promise for a time at which the office is closed is named, unless the site allows it', () => {
    expect(missing(owes('2026-11-28'))).toEqual(['due closed']);
    expect(missing(owes('2026-11-24T20:00:00-05:00'))).toEqual(['due closed']);
    expect(missing(owes('2026-11-24T17:00:00-05:00'))).toEqual([]);
    expect(missing(owes('2026-11-28'), {}, { dueWhenClosed: 'allow' })).toEqual([]);
    expect(missing(owes('2026-11-28'), {}, { hours: Hours.parse({ weekly: {} }) })).toEqual([]);
  });
  it('two texts in one place are a choice to be made, named once', () => {
    const other = { text: 'x', by: 'sam', at: 1 };
    const others = [
      { place: 'told', ...other },
      { place: 'field:since', ...other },
      { place: 'step.text', ...other },
    ];
    expect(missing({ others: [...others, { place: 'told', ...other, text: 'y' }] })).toEqual([
      'told twoTexts',
      'since twoTexts',
      'nextStep twoTexts',
    ]);
    expect(['words', 'field:a', 'step.due'].map(fieldAt)).toEqual(['words', 'a', 'due']);
  });
  it('a template that changed under the note decides anew: what it does not ask is not missing', () => {
    const [category] = site.categories;
    const without = [{ ...category!, fields: category!.fields.filter(({ id }) => id !== 'since') }];
    expect(missing({ fields: {} })).toEqual(['since required']);
    expect(missing({ fields: {} }, {}, { categories: without })).toEqual([]);
  });
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
