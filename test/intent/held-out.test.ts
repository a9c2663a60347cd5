// The suggestion on sentences that somebody else wrote and that it never learned from. The figures are printed by the bench;
// here they are only kept from getting worse.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EXAMPLES, intentModel, intentOf } from '../../shared/domain/intent/intent.ts';
import { RED_FLAG_LISTS, phrasesOf } from '../../shared/domain/red-flags/lists.ts';
import { plainWords, redFlagMatcher } from '../../shared/domain/red-flags/match.ts';

interface Said {
  readonly says: string;
  readonly category: string;
  readonly urgent?: boolean;
}

const written = parse(readFileSync(path.join(import.meta.dirname, 'held-out.yaml'), 'utf8')) as Said[];
// Two people wrote down the same few words: such a sentence measures nothing.
const learned = new Set(EXAMPLES.map(({ text }) => plainWords(text)));
const held = written.filter(({ says }) => !learned.has(plainWords(says)));
const model = intentModel(['scheduling', 'insurance', 'referrals', 'records', 'clinical', 'general']);
const flags = redFlagMatcher(phrasesOf(RED_FLAG_LISTS));
const share = (of: readonly Said[], fits: (said: Said) => boolean) => of.filter(fits).length / of.length;

describe('sentences kept apart', () => {
  it('are many, and hardly any was written twice', () => {
    expect(held.length).toBeGreaterThan(300);
    expect(held.length / written.length).toBeGreaterThan(0.99);
  });

  it('of a hundred that cannot wait it lets pass two at most', () => {
    const urgent = held.filter((said) => said.urgent === true);
    expect(urgent.length).toBeGreaterThan(120);
    const isHeard = ({ says }: Said) => intentOf(model, says).urgent !== undefined || flags.find(says).length > 0;
    expect(share(urgent, isHeard)).toBeGreaterThanOrEqual(0.98);
  });

  it('of ten suggestions nearly nine are right', () => {
    const suggested = held.filter(({ says }) => intentOf(model, says).category !== undefined);
    expect(suggested.length / held.length).toBeGreaterThan(0.85);
    const isRight = ({ says, category }: Said) => intentOf(model, says).category?.id === category;
    expect(share(suggested, isRight)).toBeGreaterThan(0.88);
  });
});
