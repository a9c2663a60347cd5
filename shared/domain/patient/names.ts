// Comparing a spoken name with the one on file: accents, case, hyphens, apostrophes and order do not count; the person does.

/** Letters that Unicode does not take apart into letter and mark. */
const LIGATURES: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};

/** Lower case without accents, apostrophes closed up ("O'Brien" → "obrien"), everything else that is no letter a space. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłıþ]/g, (letter) => LIGATURES[letter] ?? letter)
    .replace(/['’ʼ`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const words = (text: string): string[] => fold(text).split(' ').filter(Boolean);

/** At most one letter changed, added or left out: what happens when a name is typed by ear. */
function nearlySame(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 5 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}

interface OnFile {
  readonly given: string;
  readonly family: string;
}

/**
 * Whether the name said is this person's: the first given name and a family name must be there (family names of five or
 * more letters may be off by one), nothing else may be, but initials and one middle name that the chart may lack.
 * @returns undefined when the chart holds no name to compare with
 */
export function nameMatches(said: string, onFile: OnFile): boolean | undefined {
  const given = words(onFile.given);
  const family = words(onFile.family);
  const claimed = words(said);
  if (given.length + family.length === 0) return undefined;
  if (sameLetters(claimed, given, family)) return true;
  const [first] = given;
  if (first === undefined || family.length === 0) return false; // one name only: it must be exactly that
  const rest = [...claimed];
  if (!remove(rest, (word) => word === first)) return false;
  if (!remove(rest, (word) => family.some((name) => nearlySame(word, name)))) return false;
  const unexplained = rest.filter(
    (word) => word.length > 1 && ![...given.slice(1), ...family].some((name) => nearlySame(word, name)),
  );
  return unexplained.length <= 1;
}

/** "Delacruz Maryann" is "Mary Ann de la Cruz". */
function sameLetters(claimed: string[], given: string[], family: string[]): boolean {
  const said = claimed.join('');
  return said === [...given, ...family].join('') || said === [...family, ...given].join('');
}

function remove(list: string[], isIt: (word: string) => boolean): boolean {
  const index = list.findIndex(isIt);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}

/** First letters of given and family name, for a chooser; "?" where there is no letter. */
export function initialsOf({ given, family }: OnFile): string {
  const letters = [given, family].map((name) => /\p{L}/u.exec(name.normalize('NFC'))?.[0] ?? '').join('');
  return letters === '' ? '?' : letters.toUpperCase();
}
