// Birth dates as people type and say them in a US practice, in English or Spanish, and ages in whole years.
import { fold } from './names.ts';

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'enero'],
  ['february', 'febrero'],
  ['march', 'marzo'],
  ['april', 'abril'],
  ['may', 'mayo'],
  ['june', 'junio'],
  ['july', 'julio'],
  ['august', 'agosto'],
  ['september', 'septiembre', 'setiembre'],
  ['october', 'octubre'],
  ['november', 'noviembre'],
  ['december', 'diciembre'],
];

/** Nobody on file is older; keeps two-digit years to one or two readings. */
const OLDEST_YEARS = 120;

function monthNamed(word: string): number | undefined {
  if (word.length < 3) return undefined;
  const index = MONTHS.findIndex((names) => names.some((name) => name.startsWith(word)));
  return index < 0 ? undefined : index + 1;
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** YYYY-MM-DD, or undefined for a day that does not exist. */
function iso(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : undefined;
}

/** The years two digits may mean: this century and the last. */
function years(digits: string): number[] {
  if (digits.length === 4) return [Number(digits)];
  return digits.length === 2 ? [2000 + Number(digits), 1900 + Number(digits)] : [];
}

interface Parts {
  readonly year: string;
  readonly month: number;
  readonly day: number;
}

function partsFromDigits(digits: string): Parts | undefined {
  if (!/^\d{8}$/.test(digits)) return undefined;
  const yearFirst = /^(19|20)/.test(digits) && Number(digits.slice(4, 6)) <= 12;
  return yearFirst
    ? { year: digits.slice(0, 4), month: Number(digits.slice(4, 6)), day: Number(digits.slice(6)) }
    : { year: digits.slice(4), month: Number(digits.slice(0, 2)), day: Number(digits.slice(2, 4)) };
}

/** Month first, as the country writes it; day first only where the first number can be no month. */
function partsFromNumbers([a = '', b = '', c = '']: readonly string[]): Parts | undefined {
  if (a.length === 4) return { year: a, month: Number(b), day: Number(c) };
  const [first, second] = [Number(a), Number(b)];
  return first > 12 ? { year: c, month: second, day: first } : { year: c, month: first, day: second };
}

function partsFromWords(tokens: readonly string[]): Parts | undefined {
  const month = tokens.map(monthNamed).find((found) => found !== undefined);
  const numbers = tokens.filter((token) => /^\d/.test(token)).map((token) => token.replace(/(st|nd|rd|th)$/, ''));
  if (month === undefined || numbers.length !== 2 || !numbers.every((number) => /^\d+$/.test(number))) return undefined;
  const [first = '', second = ''] = numbers;
  return first.length === 4 ? { year: first, month, day: Number(second) } : { year: second, month, day: Number(first) };
}

function partsOf(typed: string): Parts | undefined {
  const tokens = fold(typed)
    .split(' ')
    .filter((token) => token !== '' && token !== 'de' && token !== 'del' && token !== 'of');
  if (tokens.length === 1) return partsFromDigits(tokens[0] ?? '');
  if (tokens.length !== 3) return undefined;
  return tokens.every((token) => /^\d{1,4}$/.test(token)) ? partsFromNumbers(tokens) : partsFromWords(tokens);
}

/**
 * What a typed date may mean: "3/14/1979", "03-14-79", "1979-03-14", "March 14, 1979", "14 de marzo de 1979", "03141979".
 * @param today YYYY-MM-DD; nobody is born after it
 * @returns ISO dates, none when it cannot be read, two when two digits leave the century open (the likelier one first)
 */
export function readBirthDate(typed: string, today: string): readonly string[] {
  const parts = partsOf(typed);
  if (!parts) return [];
  const oldest = `${pad(Number(today.slice(0, 4)) - OLDEST_YEARS, 4)}-01-01`;
  return years(parts.year)
    .map((year) => iso(year, parts.month, parts.day))
    .filter((date) => date !== undefined)
    .filter((date) => date <= today && date >= oldest);
}

/**
 * Whole years lived on `today`.
 * @param birthDate ISO date; without a month the age is not known to the year
 * @param today YYYY-MM-DD in the practice's zone
 */
export function ageOn(birthDate: string | undefined, today: string): number | undefined {
  if (birthDate === undefined || !/^\d{4}-\d{2}/.test(birthDate)) return undefined;
  const reached = today.slice(5) >= birthDate.slice(5) ? 0 : -1;
  const age = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) + reached;
  return age < 0 ? undefined : age;
}
