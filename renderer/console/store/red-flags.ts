// A red flag is told to the desk with the key that completes it, not with the next save.
import { redFlagMatcher } from '../../../shared/domain/red-flags/match.ts';
import type { RedFlagMatcher } from '../../../shared/domain/red-flags/match.ts';
import { spokenWords } from '../../../shared/domain/red-flags/spoken.ts';
import type { Content } from './drafts.ts';
import type { TopicStores } from './topics.ts';

/** Whether the words hold a red flag that they did not hold before. */
export function heardAnew(topics: TopicStores): (before: Content, after: Content) => boolean {
  const known = new WeakMap<readonly string[], RedFlagMatcher>();
  const matcher = (phrases: readonly string[]) => {
    const made = known.get(phrases) ?? redFlagMatcher(phrases);
    known.set(phrases, made);
    return made;
  };
  return (before, after) => {
    const phrases = topics.site.getState().rows.get('it')?.redFlagPhrases;
    if (!phrases || phrases.length === 0) return false;
    const { find } = matcher(phrases);
    const found = find(spokenWords(after));
    return found.length > 0 && found.length > find(spokenWords(before)).length;
  };
}
