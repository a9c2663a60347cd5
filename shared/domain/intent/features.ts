// What a sentence is made of, for counting: words cut to their stem-like beginning, and pairs of neighbours.
import { plainWords } from '../red-flags/match.ts';
import { conceptsOf } from './concepts.ts';

/** "appointment" and "appointments", "cita" and "citas" begin alike; six letters tell most words of both languages apart. */
const STEM = 6;
/** They stand in every sentence and say nothing of what it is about; pairs with them do ("need a", "in my"). */
const EMPTY = new Set(
  `a an the i im ive my me you your it is are to of for and or in on at that this with do does can
   el la los las un una unos mi me su yo es de del que en y o a al se lo le con por para`.split(/\s+/),
);

export interface Feature {
  /** What is counted. */
  readonly key: string;
  /** As it was said, for showing. */
  readonly words: string;
}

export function featuresOf(text: string): Feature[] {
  const words = text.split(/\s+/).filter((word) => plainWords(word) !== '');
  const plain = words.map((word) => plainWords(word).replace(/ /g, ''));
  const stems = plain.map((word) => word.slice(0, STEM));
  const shown = words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const seen = new Map<string, Feature>();
  stems.forEach((stem, at) => {
    if (!EMPTY.has(plain[at] ?? '')) seen.set(stem, { key: stem, words: shown[at] ?? '' });
    const next = stems[at + 1];
    if (next !== undefined)
      seen.set(`${stem} ${next}`, { key: `${stem} ${next}`, words: `${shown[at] ?? ''} ${shown[at + 1] ?? ''}` });
  });
  const concepts = [...conceptsOf(text)];
  concepts.forEach(([one, words], at) => {
    seen.set(`#${one}`, { key: `#${one}`, words });
    // "pain" and "worse" say more together than each for itself.
    for (const [other, also] of concepts.slice(at + 1)) {
      const key = `#${one}#${other}`;
      seen.set(key, { key, words: words === also ? words : `${words} … ${also}` });
    }
  });
  return [...seen.values()];
}
