// A long note typed letter by letter while every key is looked at for red flags, with more phrases than any practice has.
import { RED_FLAG_LISTS, phrasesOf } from '../../shared/domain/red-flags/lists.ts';
import { redFlagMatcher } from '../../shared/domain/red-flags/match.ts';
import { bench, figure, percentile } from './figures.ts';

const COUNT = 2_000;
const TOLD =
  'My mother takes the white pill since Tuesday and she is a little dizzy in the morning, the pharmacy said to call you ' +
  'about it. She has not eaten much and her legs are tired. She asks whether she may take it with food, and when the next ' +
  'visit is, because my brother drives her. La farmacia dice que llame; ella prefiere hablar en español. ';

/** Those of the lists, and as many more made of their words as it takes. */
function manyPhrases(): string[] {
  const phrases = phrasesOf(RED_FLAG_LISTS);
  const words = [...new Set(phrases.flatMap((phrase) => phrase.split(' ')))];
  for (let index = 0; phrases.length < COUNT; index++)
    phrases.push(`${words[index % words.length]} ${words[(index * 7 + 3) % words.length]} ${index}`);
  return phrases;
}

await bench(60_000, () => {
  const phrases = manyPhrases();
  const began = performance.now();
  const matcher = redFlagMatcher(phrases);
  figure('redFlags.prepare', performance.now() - began, `ms for ${phrases.length} phrases`);
  const keys: number[] = [];
  const text = TOLD.repeat(8);
  for (let length = 1; length <= text.length; length++) {
    const typed = text.slice(0, length);
    const at = performance.now();
    matcher.find(typed);
    keys.push(performance.now() - at);
  }
  figure('redFlags.key.p50', percentile(keys, 0.5), `ms in a note of up to ${text.length} letters`);
  figure('redFlags.key.p99', percentile(keys, 0.99), 'ms', 1);
  return Promise.resolve();
});
