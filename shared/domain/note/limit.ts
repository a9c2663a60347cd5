// How much a place of the note holds. What is longer is cut, never inside a character that people see as one, and said.
export const LIMITS = { words: 20_000, field: 20_000, told: 5000, step: 2000 } as const;

export interface Limited {
  readonly text: string;
  /** How many characters were left out. */
  readonly left: number;
}

/** @param limit in UTF-16 units, as the contract counts */
export function limited(text: string, limit: number): Limited {
  if (text.length <= limit) return { text, left: 0 };
  // A few characters before the limit are enough to see where the last whole one begins.
  const from = Math.max(0, limit - 200);
  const window = text.slice(from, limit + 200);
  let end = 0;
  for (const { index } of new Intl.Segmenter().segment(window)) {
    if (from + index > limit) break;
    // The first boundary may be the window's own, in the middle of a character.
    if (index > 0) end = from + index;
  }
  // One "character" as long as the limit: cut it, but not between the halves of a code point.
  if (end === 0) end = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return { text: text.slice(0, end), left: text.length - end };
}
