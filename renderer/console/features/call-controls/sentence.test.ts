import { describe, expect, it } from 'vitest';
import type { QualityView } from '../../../../shared/domain/quality/quality.ts';
import { callRow } from '../../store/test-rows.ts';
import { sentenceFor } from './sentence.ts';

describe('the sentence about sound', () => {
  const quality = (step: QualityView['step'], part: Partial<QualityView> = {}): QualityView => ({
    ...{ step, cause: 'lossIn', mos: 2.9, loss: 12, roundTrip: 80 },
    ...part,
  });

  it('says why it is poor, with the figure; bad is red', () => {
    expect(sentenceFor(callRow('a', { quality: quality('poor') }))).toEqual({
      key: 'quality.why.lossIn',
      tone: 'warn',
      values: { loss: '12', delay: '80' },
    });
    expect(sentenceFor(callRow('a', { quality: quality('bad', { cause: 'farEnd' }) }))).toMatchObject({
      key: 'quality.why.farEnd',
      tone: 'danger',
    });
  });
  it('is there while it is fair when the reason is known, and not while it is good', () => {
    expect(sentenceFor(callRow('a', { quality: quality('fair', { loss: 7 }) }))).toMatchObject({
      tone: 'warn',
      values: { loss: '7' },
    });
    for (const step of ['fair', 'good', 'excellent'] as const)
      expect(sentenceFor(callRow('a', { quality: quality(step, { cause: 'none' }) }))).toBeUndefined();
  });
  it('gives way to what matters more, and is not said of a call that nobody hears', () => {
    expect(sentenceFor(callRow('a', { quality: quality('bad'), trouble: 'audioLost' }))?.key).toBe('trouble.audioLost');
    expect(sentenceFor(callRow('a', { quality: quality('bad'), state: 'held' }))).toBeUndefined();
    const over = callRow('a', { quality: quality('bad'), state: 'ended', ended: 'callerHungUp' });
    expect(sentenceFor(over)?.key).toBe('ended.callerHungUp');
  });
});
