import { describe, expect, it } from 'vitest';
import type { Note } from '../../../shared/domain/note/types.ts';
import { FakeJournal, testSite } from '../../../test/fakes/parts.ts';
import { IntentService } from './intent-service.ts';

const slip = 'zorblat gribble flumph';

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
    content: { category: 'clinical', words: `zorblat gribble ${id}`, fields: {}, told: '' },
  }) as unknown as Note;

describe('a suggestion', () => {
  it('waits for three words, and is not made where the practice does not want it', async () => {
    const suggested = async (words: string, suggest = true) => {
      const { intent } = stage({ suggest });
      await intent.prepare();
      return intent.suggest(words)?.category?.id;
    };
    expect(await suggested('needs refill')).toBeUndefined();
    expect(await suggested('needs a refill of lisinopril')).toBe('clinical');
    expect(await suggested('needs a refill of lisinopril', false)).toBeUndefined();
  });

  it('is not waited for: while the model is being made there is none', async () => {
    const { intent } = stage();
    expect(intent.suggest('needs a refill of lisinopril')).toBeUndefined();
    await intent.prepare();
    expect(intent.suggest('needs a refill of lisinopril')).toBeDefined();
  });

  it('learns from finished notes only where the site says so', async () => {
    for (const learn of [false, true]) {
      const { journal, intent } = stage({ learn });
      for (let id = 0; id < 20; id++) journal.finishNote(finished(id), []);
      await intent.prepare();
      expect(intent.suggest(slip)?.category?.id === 'clinical').toBe(learn);
    }
  });

  it('knows how callers of this practice say it', async () => {
    const examples = Array.from({ length: 20 }, (_, index) => `zorblat gribble ${index}`);
    const { intent } = stage({ examples });
    await intent.prepare();
    expect(intent.suggest(slip)?.category?.id).toBe('general');
  });
});
