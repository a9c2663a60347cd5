import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoteCategory } from '../site/notes.ts';
import { fillAhead } from './fill.ts';
import { categoriesFor, labelsOf, leftAnswers, outcomesFor, requiredIds, shownFields, templateOf } from './template.ts';
import type { CallFacts } from './types.ts';

const text = (en: string) => ({ en });
const visit = NoteCategory.parse({
  id: 'visit',
  label: text('Visit'),
  fields: [
    { id: 'reason', label: text('Reason'), type: 'words', required: true },
    {
      id: 'kind',
      label: text('Kind'),
      type: 'choice',
      required: true,
      options: [
        { id: 'new', label: text('New') },
        { id: 'change', label: text('Change') },
      ],
    },
    { id: 'old', label: text('Old date'), type: 'date', required: true, showWhen: { field: 'kind', is: ['change'] } },
    { id: 'why', label: text('Why'), type: 'text', showWhen: { field: 'old' } },
    {
      id: 'back',
      label: text('Call-back number'),
      type: 'phone',
      requiredWhen: { outcome: ['message'] },
      fill: 'callerNumber',
    },
    { id: 'night', label: text('Reached on call'), type: 'yesNo', showWhen: { office: 'closed' } },
    { id: 'tooth', label: text('Which tooth'), type: 'number', specialties: ['dental'] },
    { id: 'insurer', label: text('Payer'), type: 'text', showWhen: { verified: true }, fill: 'coverage' },
  ],
});
const site = {
  clinic: { specialty: 'family' },
  categories: [visit, { ...visit, id: 'teeth', specialties: ['dental'] }],
};
const content = (fields: Record<string, string>, outcome?: string) => ({
  words: '',
  fields,
  told: '',
  ...(outcome ? { outcome } : {}),
});
const shown = (fields: Record<string, string>, facts: CallFacts = {}) =>
  shownFields(templateOf(site, 'visit')!.fields, content(fields), facts).map(({ id }) => id);

describe('a template', () => {
  it('asks what an earlier answer makes worth asking, and nothing behind a hidden answer', () => {
    expect(shown({ kind: 'new' })).toEqual(['reason', 'kind', 'back']);
    expect(shown({ kind: 'change' })).toEqual(['reason', 'kind', 'old', 'back']);
    expect(shown({ kind: 'change', old: '2026-11-24' })).toContain('why');
    // The old date was answered before the kind was changed back: it is hidden, and so is what hangs on it.
    expect(shown({ kind: 'new', old: '2026-11-24' })).not.toContain('why');
  });
  it('knows the facts of the call, and what is not known is not assumed', () => {
    expect(shown({}, { office: 'closed', verified: true })).toEqual(['reason', 'kind', 'back', 'night', 'insurer']);
    expect(shown({}, {})).toEqual(['reason', 'kind', 'back']);
  });
  it('needs a field only when its condition holds', () => {
    const fields = shownFields(visit.fields, content({}), {});
    expect([...requiredIds(fields, content({}), {})]).toEqual(['reason', 'kind']);
    expect([...requiredIds(fields, content({}, 'message'), {})]).toContain('back');
  });
  it("is that of the practice's specialty", () => {
    expect(categoriesFor(site).map(({ id }) => id)).toEqual(['visit']);
    expect(templateOf(site, 'teeth')).toBeUndefined();
    const dental = { ...site, clinic: { specialty: 'dental' } };
    expect(templateOf(dental, 'teeth')?.fields.map(({ id }) => id)).toContain('tooth');
    expect(templateOf(site, 'visit')).toBe(templateOf(site, 'visit'));
  });
  it('names what was answered and is not asked any more, and how it was labelled then', () => {
    const given = content({ kind: 'new', old: '2026-11-24', gone: 'kept', empty: '' });
    expect(leftAnswers(templateOf(site, 'visit'), given)).toEqual([
      { id: 'old', value: '2026-11-24' },
      { id: 'gone', value: 'kept' },
    ]);
    expect(leftAnswers(undefined, given)).toHaveLength(3);
    expect(labelsOf({ ...site, outcomes: [] }, { ...given, category: 'visit' }, 'en')).toEqual({
      'category=visit': 'Visit',
      kind: 'Kind',
      'kind=new': 'New',
      old: 'Old date',
    });
  });
  it('several choices count one by one', () => {
    const category = NoteCategory.parse({
      ...visit,
      fields: [
        {
          id: 'signs',
          label: text('Signs'),
          type: 'choices',
          options: ['fever', 'rash'].map((id) => ({ id, label: text(id) })),
        },
        { id: 'since', label: text('Since'), type: 'text', showWhen: { field: 'signs', is: ['rash'] } },
      ],
    });
    const ids = (signs: string) => shownFields(category.fields, content({ signs })).map(({ id }) => id);
    expect(ids('fever,rash')).toEqual(['signs', 'since']);
    expect(ids('fever')).toEqual(['signs']);
  });
  it('offers the outcomes of its category', () => {
    const outcomes = [
      { id: 'any', label: text('Any'), owes: false },
      { id: 'booked', label: text('Booked'), owes: false, categories: ['visit'] },
    ];
    expect(outcomesFor(outcomes, 'other').map(({ id }) => id)).toEqual(['any']);
    expect(outcomesFor(outcomes, undefined)).toHaveLength(2);
  });
});

describe('filling ahead', () => {
  const fields = shownFields(visit.fields, content({}), { verified: true });
  it('fills what nobody has touched, and never what somebody typed or emptied', () => {
    const values = { callerNumber: '(206) 555-0101', coverage: 'Aetna PPO' };
    const first = fillAhead(fields, content({ back: '' }), {}, values);
    expect(first).toEqual({ content: content({ back: '', insurer: 'Aetna PPO' }), filled: { insurer: 'Aetna PPO' } });
    const typed = fillAhead(fields, content({ insurer: 'Cigna' }), first.filled, values);
    expect(typed.content.fields['insurer']).toBe('Cigna');
    expect(typed.filled).toEqual({ back: '(206) 555-0101' });
  });
  it('takes back what was filled for another patient', () => {
    const before = content({ insurer: 'Aetna PPO' });
    expect(fillAhead(fields, before, { insurer: 'Aetna PPO' }, { coverage: 'Cigna' }).content.fields['insurer']).toBe(
      'Cigna',
    );
    expect(fillAhead(fields, before, { insurer: 'Aetna PPO' }, {}).content.fields).toEqual({});
  });
  it('chooses the option that the EHR names, whichever way it is spelt', () => {
    const referral = NoteCategory.parse({
      id: 'r',
      label: text('R'),
      fields: [
        {
          id: 'state',
          label: text('State'),
          type: 'choice',
          fill: 'referralState',
          options: [{ id: 'pending-review', label: text('Pending review') }],
        },
      ],
    });
    expect(fillAhead(referral.fields, content({}), {}, { referralState: 'pendingReview' }).filled).toEqual({
      state: 'pending-review',
    });
    expect(fillAhead(referral.fields, content({}), {}, { referralState: 'lost' }).filled).toEqual({});
  });
  it('twice is the same as once, and an answer given never changes', () => {
    const values = fc.record({ callerNumber: fc.string(), coverage: fc.string() }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('back', 'insurer', 'kind'), fc.string()), values, (given, known) => {
        const once = fillAhead(fields, content(given), {}, known);
        expect(fillAhead(fields, once.content, once.filled, known)).toEqual(once);
        expect(once.content.fields).toMatchObject(given);
      }),
    );
  });
});
