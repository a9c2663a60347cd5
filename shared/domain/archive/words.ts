// What somebody types into the search of finished notes, as words to look for; where they stand in a text; and the query
// that is made of them. Every word typed is the beginning of some word of the note, accents and case aside. Pure.

/** `number`: digits typed with gaps, which are one word. */
export interface Term {
  readonly kind: 'word' | 'phrase' | 'number';
  /** As typed, without quotation marks and control characters. */
  readonly text: string;
  /** The folded words in it, never empty. */
  readonly parts: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const MOST_TERMS = 12;
const LONGEST_TYPED = 300;
const WORDS = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
const PHONE_LIKE = /^\+?[\d\s().\-/]*\d[\d\s().\-/]*$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `folded('Núñez') = 'nunez'`, as the index folds it. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const partsOf = (text: string): string[] => [...text.matchAll(WORDS)].map(([word]) => folded(word)).filter(Boolean);

/** The digits under which a number is found: North America's 1 is left out, as people say it. */
export const numberKey = (number: string): string => number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');

export function termsOf(typed: string): Term[] {
  const text = typed
    .slice(0, LONGEST_TYPED)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim();
  if (PHONE_LIKE.test(text) && !ISO_DAY.test(text)) {
    const digits = numberKey(text);
    if (digits.length >= 3) return [{ kind: 'number', text: digits, parts: [digits] }];
  }
  const pieces = [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)];
  return pieces
    .map(([whole, quoted]): Term => {
      const words = quoted ?? whole;
      return { kind: quoted === undefined ? 'word' : 'phrase', text: words, parts: partsOf(words) };
    })
    .filter((term) => term.parts.length > 0)
    .slice(0, MOST_TERMS);
}

/**
 * The terms as a query of the index (https://sqlite.org/fts5.html#full_text_query_syntax). Nothing typed reaches it but
 * letters, digits and marks, each word in quotation marks: there is no syntax left in it.
 * @param column the column that is searched
 */
export function queryOf(terms: readonly Term[], column: string): string | undefined {
  if (terms.length === 0) return undefined;
  return `{${column}} : (${terms.map(termQuery).join(' AND ')})`;
}

function termQuery({ kind, parts }: Term): string {
  const last = parts.at(-1) ?? '';
  // The beginning of a word of one letter fits nearly every note: a single letter stands for itself.
  const isBeginning = kind !== 'phrase' && last.length > 1;
  return `"${parts.join(' ')}"${isBeginning ? ' *' : ''}`;
}

/** Where the terms stand in the text, in order, for marking. */
export function marksIn(text: string, terms: readonly Term[]): Span[] {
  if (terms.length === 0) return [];
  const spans: Span[] = [];
  for (const match of text.matchAll(WORDS)) {
    const word = folded(match[0]);
    if (terms.some((term) => fitsWord(term, word)))
      spans.push({ from: match.index, to: match.index + match[0].length });
  }
  return spans;
}

function fitsWord({ kind, parts }: Term, word: string): boolean {
  return parts.some((part, index) => {
    const isLast = index === parts.length - 1;
    return isLast && kind !== 'phrase' && part.length > 1 ? word.startsWith(part) : word === part;
  });
}

/** Whether every term is found in the texts together: how drafts, which stand in no index, are searched. */
export function fits(texts: readonly string[], terms: readonly Term[]): boolean {
  const words = texts.map((text) => [...text.matchAll(WORDS)].map(([word]) => folded(word)));
  return terms.every((term) => words.some((list) => holdsInARow(list, term)));
}

function holdsInARow(words: readonly string[], { kind, parts }: Term): boolean {
  return words.some((_, start) =>
    parts.every((part, index) => {
      const word = words[start + index] ?? '';
      const isBeginning = index === parts.length - 1 && kind !== 'phrase' && part.length > 1;
      return isBeginning ? word.startsWith(part) : word === part;
    }),
  );
}

/** How well the texts fit: a whole word counts more than a beginning, and an earlier text more than a later one. */
export function relevance(texts: readonly string[], terms: readonly Term[]): number {
  let score = 0;
  texts.forEach((text, place) => {
    const words = [...text.matchAll(WORDS)].map(([word]) => folded(word));
    const weight = place === 0 ? 3 : 1;
    for (const term of terms) {
      if (words.some((word) => term.parts.includes(word))) score += 2 * weight;
      else if (words.some((word) => fitsWord(term, word))) score += weight;
    }
  });
  return score;
}

export interface Snippet {
  readonly text: string;
  readonly marks: Span[];
}

const SNIPPET_LENGTH = 170;
const BEFORE_MARK = 50;

/** The piece of the texts that shows best why they were found; without terms their beginning. */
export function snippetOf(texts: readonly string[], terms: readonly Term[]): Snippet {
  const shown = texts.map(oneLine).filter((text) => text.trim() !== '');
  let best: { text: string; marks: Span[] } = { text: shown[0] ?? '', marks: [] };
  for (const text of shown) {
    const marks = marksIn(text, terms);
    if (marks.length > best.marks.length) best = { text, marks };
  }
  const first = best.marks[0]?.from ?? 0;
  const from = first > SNIPPET_LENGTH - BEFORE_MARK ? wordStart(best.text, first - BEFORE_MARK) : 0;
  const to = wordEnd(best.text, from + SNIPPET_LENGTH);
  const [before, after] = [from > 0 ? '… ' : '', to < best.text.length ? ' …' : ''];
  return {
    text: `${before}${best.text.slice(from, to)}${after}`,
    marks: best.marks
      .filter((mark) => mark.from >= from && mark.to <= to)
      .map((mark) => ({ from: mark.from - from + before.length, to: mark.to - from + before.length })),
  };
}

/** One character for one, so that marks stay where they are: line ends, controls and direction overrides are spaces. */
const oneLine = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, ' ');

function wordStart(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return space < 0 || at - space > 40 ? safeCut(text, at) : space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space <= 0 || at - space > 40 ? safeCut(text, at) : space;
}

/** Never in the middle of a surrogate pair. */
const safeCut = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at);
