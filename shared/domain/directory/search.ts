// Search over thousands of people and places, fast enough to run on every key: each word typed is the beginning of some
// word of the entry (name, role, skill, room, location, language, number), accents and case aside. Pure.
import type { Presence } from '../queue/types.ts';
import type { Listing } from './entries.ts';
import { PRESENCE_RANK } from './entries.ts';

export interface Ranking {
  /** Ids of the person's favourites. */
  readonly favourites: ReadonlySet<string>;
  /** By number. */
  readonly presence: (number: string) => Presence | undefined;
}

/** `plain('Núñez ÁBC') = 'nunez abc'`. */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');

/** The words of a text; digits of a number stand together, whatever is written between them. */
const words = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}*#+]+/u)
    .filter(Boolean);
const digits = (text: string): string => text.replace(/[\s().\-/]/g, '');

/** As dialled, without the plus, and (North America) as people say it without the 1. */
function spellings(number: string): string[] {
  const bare = digits(number).replace(/^\+/, '');
  return [...new Set([digits(number), bare, bare.replace(/^1(?=\d{10}$)/, '')])];
}

/** What an entry is found by: its name and numbers first, everything else second. */
function tokensOf(entry: Listing): { first: string[]; second: string[] } {
  const numbers = [entry.number, ...entry.numbers].flatMap(spellings);
  const rest = [entry.role, entry.room, entry.location, entry.group, ...entry.skills, ...entry.languages];
  return { first: [...words(entry.name), ...numbers], second: rest.flatMap((text) => words(text ?? '')) };
}

export class DirectoryIndex {
  readonly entries: readonly Listing[];
  /** Sorted; `#owner[i]` is the entry of `#tokens[i]`, negative (`~entry`) where it is not of its name or number. */
  readonly #tokens: string[];
  readonly #owner: Int32Array;
  /** Place of each entry in the order of names. */
  readonly #nameRank: Int32Array;

  constructor(entries: readonly Listing[]) {
    this.entries = entries;
    const pairs = entries.flatMap((entry, index) => {
      const { first, second } = tokensOf(entry);
      return [...first.map((token) => [token, index] as const), ...second.map((token) => [token, ~index] as const)];
    });
    pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#tokens = pairs.map(([token]) => token);
    this.#owner = Int32Array.from(pairs, ([, owner]) => owner);
    const names = entries.map((entry) => plain(entry.name));
    const byName = entries
      .map((_, index) => index)
      .sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
    this.#nameRank = new Int32Array(entries.length);
    byName.forEach((entry, rank) => (this.#nameRank[entry] = rank));
  }

  /** All entries that fit, best first: favourites, then free people, then fits by name or number, then by name. */
  search(typed: string, { favourites, presence }: Ranking): Listing[] {
    const wanted = wordsTyped(typed);
    const { entries } = this;
    const hits = wanted.length === 0 ? undefined : this.#fitting(wanted);
    // One number an entry, so that the order is one sort of numbers: favourite, presence, kind of fit, place by name.
    const keys: number[] = [];
    for (let index = 0; index < entries.length; index++) {
      const fit = hits ? hits[index]! : 2;
      if (fit === 0) continue;
      const entry = entries[index]!;
      const lamp = PRESENCE_RANK[presence(entry.number) ?? 'unknown'];
      const favourite = favourites.has(entry.id) ? 0 : 1;
      const rank = (favourite * 8 + lamp) * 2 + (fit === 2 ? 0 : 1);
      keys.push((rank * entries.length + this.#nameRank[index]!) * entries.length + index);
    }
    return Array.from(Float64Array.from(keys).sort(), (key) => entries[key % entries.length]!);
  }

  /** 0: does not fit, 1: fits, 2: every word fits its name or a number. */
  #fitting(wanted: readonly string[]): Uint8Array {
    const total = new Uint8Array(this.entries.length).fill(2);
    const fit = new Uint8Array(this.entries.length);
    for (const word of wanted) {
      fit.fill(0);
      for (let at = this.#lowerBound(word); at < this.#tokens.length && this.#tokens[at]!.startsWith(word); at++) {
        const owner = this.#owner[at]!;
        if (owner >= 0) fit[owner] = 2;
        else if (fit[~owner] === 0) fit[~owner] = 1;
      }
      for (let index = 0; index < total.length; index++) total[index] = Math.min(total[index]!, fit[index]!);
    }
    return total;
  }

  #lowerBound(word: string): number {
    let low = 0;
    let high = this.#tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#tokens[middle]! < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A number typed with gaps is one word; everything else is taken word by word. */
function wordsTyped(typed: string): string[] {
  const text = typed.trim();
  if (/^\+?[\d\s().\-/]*\d[\d\s().\-/]*$/.test(text)) return [digits(text).replace(/^\+/, '')];
  return words(text);
}
