// Red-flag words as typed. A miss is worse than a false alarm: matching ignores case, accents, punctuation and spacing.

/** Lower case, no accents, everything that is not a letter or digit becomes one space. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const NEGATION = /(?:^| )(?:no|not|without|denies|sin|niega) (?:any |ningun )?$/u;

/** A negation reaches to the next mark only: in "better? No. Chest pain since noon" the pain is there. */
const clausesOf = (words: string): string[] => words.split(/[.,;:!?()\n]+/).map((clause) => ` ${plainWords(clause)}`);

/**
 * The phrases of any language found in `words`, as the site wrote them. A phrase matches where a word begins, so that
 * "chest pain" is found in "chest pains". Only a negation directly in front ("no chest pain") keeps the alarm quiet: the
 * caller was asked and said no.
 */
export function findRedFlags(phrases: Readonly<Record<string, readonly string[]>>, words: string): string[] {
  const clauses = clausesOf(words);
  const found = Object.values(phrases)
    .flat()
    .filter((phrase) => clauses.some((clause) => occursUnnegated(clause, plainWords(phrase))));
  return [...new Set(found)];
}

function occursUnnegated(text: string, phrase: string): boolean {
  if (phrase === '') return false;
  for (let at = text.indexOf(` ${phrase}`); at >= 0; at = text.indexOf(` ${phrase}`, at + 1))
    if (!NEGATION.test(text.slice(0, at + 1))) return true;
  return false;
}
