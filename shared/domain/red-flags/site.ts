// The red flags of one practice: the lists it follows, what it added and what it left out.
import type { RedFlags } from '../site/rules.ts';
import { listOf, phrasesOf } from './lists.ts';
import { redFlagMatcher } from './match.ts';
import type { RedFlagMatcher } from './match.ts';

/** The practice's own first: they are named as it wrote them. */
export function redFlagPhrases(flags: RedFlags, specialty: string): string[] {
  const own = listOf(specialty);
  const lists = flags.lists ?? (own === undefined ? (['general'] as const) : (['general', own] as const));
  const without = new Set(flags.without);
  return [...new Set([...Object.values(flags.phrases).flat(), ...phrasesOf(lists)])].filter(
    (phrase) => !without.has(phrase),
  );
}

const matchers = new WeakMap<RedFlags, { specialty: string; matcher: RedFlagMatcher }>();

export function matcherOf(flags: RedFlags, specialty: string): RedFlagMatcher {
  const known = matchers.get(flags);
  if (known?.specialty === specialty) return known.matcher;
  const matcher = redFlagMatcher(redFlagPhrases(flags, specialty));
  matchers.set(flags, { specialty, matcher });
  return matcher;
}
