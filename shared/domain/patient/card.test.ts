import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD_PARTS } from './card-parts.ts';
import { asKept, blankCard, isGiven, laidOver, olderThan, partState } from './card.ts';
import type { AgedCard } from './card.ts';
import { PatientId } from './types.ts';
import type { CardPart, PatientContext } from './types.ts';

const HEAD = {
  patientId: PatientId.parse('p1'),
  name: 'Jane Doe',
  sex: 'female',
  interpreterNeeded: false,
} as const;

/** A card of which these parts are there, each with `text` in it. */
function cardWith(there: readonly CardPart[], text: string): PatientContext {
  const blank = blankCard(HEAD, 'missing');
  return {
    ...blank,
    missing: blank.missing.filter((part) => !there.includes(part)),
    ...(there.includes('flags') ? { flags: [{ text }] } : {}),
    ...(there.includes('recent') ? { recent: [{ at: '2026-01-01', text }] } : {}),
    ...(there.includes('visits') ? { noShows12Months: text.length } : {}),
  };
}
const parts = fc.uniqueArray(fc.constantFrom(...CARD_PARTS));

describe('a reading over an earlier card', () => {
  it('takes what came, keeps what did not, and says from when each is', () => {
    const earlier = laidOver(cardWith(['flags', 'recent'], 'old'), 100, undefined);
    const { context, at } = laidOver(cardWith(['flags', 'visits'], 'new'), 200, earlier);
    expect([context.flags, context.recent]).toEqual([[{ text: 'new' }], [{ at: '2026-01-01', text: 'old' }]]);
    expect(at).toEqual({ flags: 200, visits: 200, recent: 100 });
    // It was known in this call, and is known still.
    expect(context.missing).not.toContain('recent');
  });

  it('shows what was kept from another day, and counts it for nothing', () => {
    const kept = asKept(laidOver(cardWith(['flags', 'recent'], 'old'), 100, undefined));
    const first = laidOver(cardWith(['flags'], 'new'), 200, kept);
    expect(first.context.recent).toEqual([{ at: '2026-01-01', text: 'old' }]);
    expect([isGiven(first.context, 'flags'), isGiven(first.context, 'recent')]).toEqual([true, false]);
    const again = laidOver(blankCard(HEAD, 'waiting'), 300, first);
    expect([isGiven(again.context, 'flags'), isGiven(again.context, 'recent')]).toEqual([true, false]);
  });

  it('never takes a part from somebody else’s card', () => {
    const other = { ...cardWith(['flags'], 'theirs'), patientId: PatientId.parse('p2') };
    const { context, at } = laidOver(cardWith([], ''), 200, laidOver(other, 100, undefined));
    expect([context.flags, at]).toEqual([[], {}]);
  });

  it('whatever comes and in whatever order: no part gets older, and none that was ever read is lost', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), (readings) => {
        let card: AgedCard | undefined;
        readings.forEach((there, index) => {
          const next = laidOver(cardWith(there, `reading ${index}`), index, card);
          for (const part of CARD_PARTS) {
            expect(next.at[part]).toBe(there.includes(part) ? index : card?.at[part]);
            const state = partState(next.context, olderThan(next, index), part);
            const before = card?.at[part] !== undefined;
            expect(state).toBe(there.includes(part) ? 'there' : before ? 'old' : 'missing');
          }
          card = next;
        });
      }),
    );
  });
});
