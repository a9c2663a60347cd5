// Phone numbers as people, switches and charts write them, and the one form we compare: E.164.
// Pure; parsing is libphonenumber-js. North American numbers get the most care, others pass through unharmed. The window
// uses this too, so that no schema stands here (they are built with `eval`, which the window's pages forbid).
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js';
import type { E164 } from './e164.ts';

export type { E164 } from './e164.ts';

/** `+` and 7 to 15 digits, the first of them no zero. */
export const E164_SHAPE = /^\+[1-9]\d{6,14}$/;

/** Two-letter country whose national form is meant when a number has no `+`. */
export type Country = CountryCode;

/** What carriers put where a number should be: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE typed on a keypad. */
const ANONYMOUS_NUMBERS = new Set(['266696687', '7378742833', '2562533', '8656696', '86282452253']);
const ANONYMOUS_WORDS = new Set([
  'anonymous',
  'restricted',
  'unavailable',
  'withheld',
  'private',
  'blocked',
  'unknown',
  'nonumber',
  'callerunknown',
  'privatenumber',
  'privatecaller',
  'notavailable',
  'outofarea',
]);

/** Longer input is no phone number; the limit keeps hostile display names away from the parser. */
const LONGEST_INPUT = 100;

/**
 * Whether caller ID says that there is none: empty, a word such as "Anonymous", or a stand-in number (+266696687).
 * @param text the user part or display form of the caller's address; undefined counts as withheld
 */
export function isAnonymous(text: string | undefined): boolean {
  const plain = (text ?? '').normalize('NFKC').trim().toLowerCase();
  const user = plain.replace(/^(sips?|tel):/, '').replace(/[@;>].*$/, '');
  const letters = user.replace(/[^\p{L}\p{N}]/gu, '');
  if (letters === '' || ANONYMOUS_WORDS.has(letters)) return true;
  if (/@anonymous\.invalid$/.test(plain.replace(/[;>].*$/, ''))) return true; // RFC 3323 section 4.1.1.3
  return ANONYMOUS_NUMBERS.has(letters.replace(/^0+/, ''));
}

/**
 * The one comparable form of a number in any spelling ("(206) 555-0123", "206.555.0123 ext 4", "tel:+12065550123").
 * @param text free text with one number in it; an extension is dropped
 * @param defaultCountry country of numbers written without `+`
 * @returns undefined for short codes, extensions, words and numbers impossible in their country
 */
export function normalise(text: string | undefined, defaultCountry: Country = 'US'): E164 | undefined {
  if (text === undefined || text.length > LONGEST_INPUT || isAnonymous(text)) return undefined;
  const parsed = parse(text, defaultCountry);
  if (!parsed?.isPossible()) return undefined;
  if (parsed.countryCallingCode === '1' && !/^[2-9]\d{2}[2-9]\d{6}$/.test(parsed.nationalNumber)) return undefined;
  return E164_SHAPE.test(parsed.number) ? (parsed.number as string as E164) : undefined;
}

function parse(text: string, defaultCountry: Country): PhoneNumber | undefined {
  const bare = text.normalize('NFKC').trim();
  const direct = parsePhoneNumberFromString(bare, defaultCountry);
  if (direct?.isPossible()) return direct;
  // A switch often sends the country code without its plus: 442079460958.
  const digits = bare.replace(/[^\d+]/g, '');
  return /^[1-9]\d{10,14}$/.test(digits) ? parsePhoneNumberFromString(`+${digits}`) : direct;
}

/** Whether two spellings mean the same line; false when either is no full number. */
export function isSameNumber(a: string | undefined, b: string | undefined, defaultCountry: Country = 'US'): boolean {
  const left = normalise(a, defaultCountry);
  return left !== undefined && left === normalise(b, defaultCountry);
}

/**
 * The spellings under which charts usually hold a number, most likely first, for an OR (comma) token search: FHIR phone
 * parameters compare text, and stored numbers are free text (https://hl7.org/fhir/R4/search.html#token).
 * None contains a comma, so none needs escaping.
 */
export function spellings(number: E164): readonly string[] {
  const us = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (!us) return foreignSpellings(number);
  const [, area, exchange, line] = us;
  const ten = `${area}${exchange}${line}`;
  return [
    `+1${ten}`,
    `(${area}) ${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    ten,
    `1${ten}`,
    `(${area})${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `+1 ${area}-${exchange}-${line}`,
    `${area} ${exchange} ${line}`,
    `1-${area}-${exchange}-${line}`,
    `+1 (${area}) ${exchange}-${line}`,
    `+1 ${area} ${exchange} ${line}`,
    `1 ${area} ${exchange} ${line}`,
    `${area} ${exchange}-${line}`,
  ];
}

function foreignSpellings(number: E164): readonly string[] {
  const parsed = parsePhoneNumberFromString(number);
  const forms = [number, number.slice(1), parsed?.formatInternational(), parsed?.formatNational()];
  return [...new Set(forms.filter((form): form is string => form !== undefined && !form.includes(',')))];
}

/** How a number is shown: "(206) 555-0123" at home, "+44 20 7946 0958" from abroad. */
export function formatForDisplay(number: E164, homeCountry: Country = 'US'): string {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return number;
  const atHome = parsed.countryCallingCode === getCountryCallingCode(homeCountry);
  return atHome ? parsed.formatNational() : parsed.formatInternational();
}
