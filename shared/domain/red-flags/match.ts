// Red-flag words in what is typed. A miss is worse than a false alarm: case, accents, punctuation and spacing do not matter,
// two other words may stand in between, and one letter may be wrong. No schema here: the window looks at every key with it.

/** Lower case, no accents, everything that is not a letter or digit becomes one space. */
export function plainWords(text: string): string {
  return (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      // "can't" and "cant" are one word.
      .replace(/['’]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** Other words that may stand between two words of a phrase: "chest really hurts". */
const GAP = 2;
/** Shorter words must be spelt right: of three letters one that is wrong makes too many other words. */
const FUZZY_FROM = 5;
const NEGATIONS = new Set(['no', 'not', 'without', 'denies', 'denied', 'sin', 'niega']);
const BETWEEN = new Set(['any', 'ningun', 'ninguna', 'more']);
/** Clauses remembered: of a long note only the one that is being typed is looked at again. */
const KEPT = 200;

interface Phrase {
  readonly text: string;
  readonly words: readonly string[];
}

export interface RedFlagMatcher {
  /** The phrases found in the text, as they were written, in the order in which they stand in it. */
  find(text: string): string[];
}

export function redFlagMatcher(phrases: readonly string[]): RedFlagMatcher {
  const index = new PhraseIndex(phrases);
  const known = new Map<string, readonly string[]>();
  const ofClause = (clause: string): readonly string[] => {
    const before = known.get(clause);
    if (before) return before;
    const found = index.in(clause.split(' '));
    if (known.size >= KEPT) known.clear();
    known.set(clause, found);
    return found;
  };
  return { find: (text) => [...new Set(clausesOf(text).flatMap(ofClause))] };
}

/** A negation reaches to the next mark only: in "better? No. Chest pain since noon" the pain is there. */
const clausesOf = (text: string): string[] => text.split(/[.,;:!?()\n]+/).flatMap((part) => plainWords(part) || []);

class PhraseIndex {
  /** By first word; for phrases of one word by that word, which may be the beginning of a longer one. */
  readonly #first = new Map<string, Phrase[]>();
  /** First words with one letter left out: two words one slip apart meet here. */
  readonly #slips = new Map<string, Set<string>>();

  constructor(phrases: readonly string[]) {
    for (const text of new Set(phrases)) {
      const words = plainWords(text).split(' ');
      const [first = ''] = words;
      if (first === '') continue;
      const known = this.#first.get(first);
      if (known) known.push({ text, words });
      else this.#first.set(first, [{ text, words }]);
      for (const slip of slipsOf(first)) {
        const met = this.#slips.get(slip) ?? new Set();
        this.#slips.set(slip, met.add(first));
      }
    }
  }

  in(words: readonly string[]): string[] {
    const found: string[] = [];
    words.forEach((word, at) => {
      for (const phrase of this.#beginningWith(word))
        if (!isNegated(words, at) && fits(phrase.words, words, at)) found.push(phrase.text);
    });
    return found;
  }

  #beginningWith(word: string): Phrase[] {
    const firsts = new Set<string>();
    for (let length = Math.min(3, word.length); length <= word.length; length++) firsts.add(word.slice(0, length));
    // "siezures": a slip in a word that goes on.
    for (const cut of [word, word.slice(0, -1), word.slice(0, -2)])
      for (const slip of slipsOf(cut)) this.#slips.get(slip)?.forEach((first) => firsts.add(first));
    return [...firsts].flatMap((first) => this.#first.get(first) ?? []);
  }
}

/** The word, and the word without each of its letters but the first, which people get right. */
function slipsOf(word: string): string[] {
  if (word.length < FUZZY_FROM) return [];
  const slips = [word];
  for (let at = 1; at < word.length; at++) slips.push(word.slice(0, at) + word.slice(at + 1));
  return slips;
}

function isNegated(words: readonly string[], at: number): boolean {
  const before = words[at - 1] ?? '';
  return NEGATIONS.has(before) || (BETWEEN.has(before) && NEGATIONS.has(words[at - 2] ?? ''));
}

function fits(phrase: readonly string[], words: readonly string[], start: number): boolean {
  let at = start;
  for (let index = 0; index < phrase.length; index++) {
    const wanted = phrase[index] ?? '';
    const isLast = index === phrase.length - 1;
    const end = index === 0 ? at : Math.min(at + GAP, words.length - 1);
    while (at <= end && !isWord(wanted, words[at] ?? '', isLast)) at++;
    if (at > end) return false;
    at++;
  }
  return true;
}

/** The last word of a phrase may go on: "chest pain" is found in "chest pains". */
function isWord(wanted: string, word: string, mayGoOn: boolean): boolean {
  if (word === wanted || (mayGoOn && word.startsWith(wanted))) return true;
  if (wanted.length < FUZZY_FROM || word.length < FUZZY_FROM - 1 || word[0] !== wanted[0]) return false;
  if (isOneSlip(wanted, word)) return true;
  return mayGoOn && word.length > wanted.length && isOneSlip(wanted, word.slice(0, wanted.length));
}

/** One letter more, less or other, or two changed over. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
