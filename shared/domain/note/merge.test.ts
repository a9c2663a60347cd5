import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyContent } from './complete.ts';
import { mergeContent, settleOther } from './merge.ts';
import type { NoteContent } from './types.ts';

const note = (part: Partial<NoteContent> = {}): NoteContent => ({ ...emptyContent(), ...part });
const merge = (base: NoteContent, mine: NoteContent, theirs: NoteContent, sent: NoteContent[] = []) =>
  mergeContent({ base, mine, theirs, by: 'sam', at: 5, sent });
const beside = (mine: string, theirs: string, filled: Record<string, string>) =>
  mergeContent({
    base: note({ fields: { pharmacy: 'was' } }),
    mine: note({ fields: { pharmacy: mine } }),
    theirs: note({ fields: { pharmacy: theirs } }),
    ...{ by: 'sam', at: 5, filled },
  });
const step = (text: string) => ({ text, owner: 'Nurse', due: '2026-11-23' });

describe('two people in one note', () => {
  it('keep both what they changed in different places', () => {
    const base = note({ words: 'dizzy', fields: { since: 'Monday', pill: 'blue' } });
    const mine = note({ words: 'dizzy and pale', fields: { since: 'Monday', pill: 'blue' } });
    const theirs = note({
      words: 'dizzy',
      fields: { since: 'Sunday', pill: 'blue' },
      outcome: 'answered',
      told: 'wait',
    });
    expect(merge(base, mine, theirs)).toEqual(
      note({ words: 'dizzy and pale', fields: { since: 'Sunday', pill: 'blue' }, outcome: 'answered', told: 'wait' }),
    );
  });
  it('keep both texts where they wrote into the same place, and say whose the other one is', () => {
    const merged = merge(note({ told: 'a' }), note({ told: 'mine' }), note({ told: 'theirs' }));
    expect(merged).toEqual(note({ told: 'mine', others: [{ place: 'told', text: 'theirs', by: 'sam', at: 5 }] }));
    const [other] = merged.others ?? [];
    expect(settleOther(merged, other!, 'take')).toEqual(note({ told: 'theirs' }));
    expect(settleOther(merged, other!, 'keep')).toEqual(note({ told: 'mine' }));
    expect(settleOther(merged, other!, 'both')).toEqual(note({ told: 'mine / theirs' }));
  });
  it('what one has chosen stays chosen, whatever the other still sees', () => {
    const base = merge(note({ told: 'a' }), note({ told: 'mine' }), note({ told: 'theirs' }));
    const chosen = settleOther(base, base.others![0]!, 'take');
    expect(merge(base, { ...base, words: 'more' }, chosen)).toEqual(note({ told: 'theirs', words: 'more' }));
    expect(merge(base, chosen, { ...base, words: 'more' })).toEqual(note({ told: 'theirs', words: 'more' }));
  });
  it('a promise one of them worked on is not dropped because the other says nothing is owed', () => {
    const base = note({ nextStep: step('call') });
    const edited = note({ nextStep: step('call after five') });
    const nothing = note({ nextStep: 'nothing' });
    expect(merge(base, edited, nothing)).toEqual(edited);
    expect(merge(base, nothing, edited)).toEqual(edited);
    expect(merge(base, base, nothing)).toEqual(nothing);
    expect(merge(note(), nothing, edited)).toEqual(edited);
  });
  it('emptying a place loses nothing that the other wrote into it', () => {
    expect(merge(note({ told: 'a' }), note(), note({ told: 'a b' }))).toEqual(note({ told: 'a b' }));
    expect(merge(note({ told: 'a' }), note({ told: 'a b' }), note())).toEqual(note({ told: 'a b' }));
  });
  it("one's own earlier save, whose answer was lost, is not somebody else's text", () => {
    const base = note();
    const sent = note({ words: 'half a' });
    const mine = note({ words: 'half a sentence' });
    expect(merge(base, mine, sent, [sent])).toEqual(mine);
  });
  it('what the desk filled ahead is nobody’s text: it gives way to what is typed, and stands where nobody types', () => {
    expect(beside('Main Street', 'CVS', { pharmacy: 'CVS' })).toEqual(note({ fields: { pharmacy: 'Main Street' } }));
    expect(beside('was', 'CVS', { pharmacy: 'CVS' })).toEqual(note({ fields: { pharmacy: 'CVS' } }));
    // Filled once, and written over by a colleague since.
    expect(beside('Main Street', 'Walgreens', { pharmacy: 'CVS' }).others).toMatchObject([{ text: 'Walgreens' }]);
  });
});

const word = fc.constantFrom('', 'a', 'b', 'c', '🙂', 'שלום');
const anyNote = fc
  .record({
    category: fc.option(fc.constantFrom('clinical', 'general'), { nil: undefined }),
    words: word,
    told: word,
    fields: fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), word, { maxKeys: 2 }),
    nextStep: fc.oneof(
      fc.constant(undefined),
      fc.constant('nothing' as const),
      fc.record({ text: word, owner: word, due: word }),
    ),
  })
  .map(({ category, nextStep, ...rest }) =>
    note({ ...rest, ...(category ? { category } : {}), ...(nextStep === undefined ? {} : { nextStep }) }),
  );
/** Every text of the note, wherever it stands. */
const texts = (content: NoteContent) => [
  content.words,
  content.told,
  ...Object.values(content.fields),
  ...(typeof content.nextStep === 'object' ? Object.values(content.nextStep) : []),
  ...(content.others ?? []).map(({ text }) => text),
];

describe('whatever two people do', () => {
  it('no text that either of them wrote is lost', () => {
    fc.assert(
      fc.property(anyNote, anyNote, anyNote, (base, mine, theirs) => {
        const merged = texts(merge(base, mine, theirs));
        const before = texts(base);
        for (const written of [...texts(mine), ...texts(theirs)])
          if (written !== '' && !before.includes(written)) expect(merged).toContain(written);
      }),
      { numRuns: 2000 },
    );
  });
  it('who changed nothing gets what the other has, and merging again changes nothing', () => {
    fc.assert(
      fc.property(anyNote, anyNote, anyNote, (base, mine, theirs) => {
        const same = (a: NoteContent, b: NoteContent) => expect(texts(a).sort()).toEqual(texts(b).sort());
        same(merge(base, mine, base), merge(base, mine, mine));
        const merged = merge(base, mine, theirs);
        expect(merge(theirs, merged, theirs)).toEqual(merged);
        expect(merge(merged, merged, merged)).toEqual(merged);
      }),
      { numRuns: 1000 },
    );
  });
});
