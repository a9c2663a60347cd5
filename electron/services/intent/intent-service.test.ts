import { describe, expect, it } from 'vitest';
import type { Note } from '../../../shared/domain/note/types.ts';
import { FakeJournal, testSite } from '../../../test/fakes/parts.ts';
import { IntentService } from './intent-service.ts';

const slip = 'asks about a blue slip for the doctor';

function stage(notes: { suggest?: boolean; learn?: boolean; examples?: string[] } = {}) {
  const { examples, ...change } = notes;
  const base = testSite();
  const site = testSite({
    notes: {
      ...base.notes,
      ...change,
      categories: base.notes.categories.map((category) =>
        examples && category.id === 'general' ? { ...category, examples } : category,
      ),
    },
  });
  const journal = new FakeJournal();
  return { journal, intent: new IntentService({ site: () => site, journal: () => journal }) };
}

const finished = (id: number): Note =>
  ({
    ...{ callId: `c${id}`, author: 'ana', version: 1, state: 'finished', createdAt: 1, savedAt: 1, finishedAt: 1 },
    ...{ emergency: [], delivery: 'none' },
    content: { category: 'clinical', words: `blue slip for visit ${id}`, fields: {}, told: '' },
  }) as unknown as Note;

describe('a suggestion', () => {
  it('waits for three words, and is not made where the practice does not want it', () => {
    expect(stage().intent.suggest('needs refill')).toBeUndefined();
    expect(stage().intent.suggest('needs a refill of lisinopril')?.category?.id).toBe('clinical');
    expect(stage({ suggest: false }).intent.suggest('needs a refill of lisinopril')).toBeUndefined();
  });

  it('learns from finished notes only where the site says so', () => {
    for (const learn of [false, true]) {
      const { journal, intent } = stage({ learn });
      for (let id = 0; id < 12; id++) journal.finishNote(finished(id), []);
      expect(intent.suggest(slip)?.category?.id === 'clinical').toBe(learn);
    }
  });

  it('knows how callers of this practice say it', () => {
    const examples = Array.from({ length: 8 }, (_, index) => `blue slip number ${index}`);
    expect(stage({ examples }).intent.suggest(slip)?.category?.id).toBe('general');
  });
});
