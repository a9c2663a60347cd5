import { describe, expect, it } from 'vitest';
import { intentModel, intentOf } from './intent.ts';

const CATEGORIES = ['scheduling', 'insurance', 'referrals', 'records', 'clinical', 'general'];
const model = intentModel(CATEGORIES);

describe('what the words are about', () => {
  it('is told with the words that decided it', () => {
    const { category, urgent } = intentOf(model, 'needs a refill of lisinopril at the pharmacy');
    expect(category).toMatchObject({ id: 'clinical' });
    expect(category?.because).toContain('refill');
    expect(urgent).toBeUndefined();
  });
  it('is not told by words that say nothing', () => {
    expect(intentOf(model, 'xyzzy plugh')).toEqual({});
    expect(intentOf(model, '')).toEqual({});
  });
  it('is the same for the same words, whatever was asked before', () => {
    const words = 'quiere saber si ya mandaron la referencia al cardiólogo';
    const once = intentOf(intentModel(CATEGORIES), words);
    intentOf(model, 'something else entirely');
    expect(intentOf(model, words)).toEqual(once);
    expect(once.category?.id).toBe('referrals');
  });
  it('is never a category that the practice does not have', () => {
    const two = intentModel(['clinical', 'general']);
    expect(intentOf(two, 'I want to reschedule my appointment').category?.id).not.toBe('scheduling');
  });
});

describe('what cannot wait', () => {
  it.each(['my baby has a fever and is hard to wake', 'el dolor está mucho peor y vomita', 'fell and hit her head'])(
    'is said of "%s"',
    (words) => expect(intentOf(model, words).urgent?.because).not.toEqual([]),
  );
  it.each(['confirm the appointment on Friday', '¿aceptan mi seguro?', 'copy of the shot record for school'])(
    'is not said of "%s"',
    (words) => expect(intentOf(model, words).urgent).toBeUndefined(),
  );
});

it('learns a practice’s own way of saying it', () => {
  const own = Array.from({ length: 8 }, (_, index) => ({
    category: 'referrals',
    text: `wants the blue slip for visit ${index}`,
  }));
  const words = 'asks about a blue slip';
  expect(intentOf(model, words).category?.id).not.toBe('referrals');
  expect(intentOf(intentModel(CATEGORIES, own), words).category?.id).toBe('referrals');
});

it('megabytes, emoji and markup do it no harm', () => {
  expect(() => intentOf(model, '🔥<img src=x> '.repeat(20_000))).not.toThrow();
});
