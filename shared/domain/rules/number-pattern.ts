// Numbers as rules compare them: digits, with and without the country's code, and patterns read digit by digit.
import { getCountryCallingCode } from 'libphonenumber-js';
import { normalise } from '../phone-number/phone-number.ts';
import type { Country } from '../phone-number/phone-number.ts';

export interface Digits {
  /** With country code, no plus. */
  readonly full: string | undefined;
  /** Without it; of an extension the digits as they are; of a number from abroad nothing. */
  readonly national: string | undefined;
}

export const NO_DIGITS: Digits = { full: undefined, national: undefined };

export function digitsOf(number: string, country: string): Digits {
  const e164 = normalise(number, country as Country);
  if (e164 === undefined) {
    const digits = number.replace(/\D/g, '');
    return { full: undefined, national: digits === '' ? undefined : digits };
  }
  const full = e164.slice(1);
  const home = getCountryCallingCode(country as Country);
  return { full, national: full.startsWith(home) ? full.slice(home.length) : undefined };
}

/** `?` is any one digit, `*` at the end any rest, `+` in front means with the country's code. */
export function fitsPattern(pattern: string, { full, national }: Digits): boolean {
  const digits = pattern.startsWith('+') ? full : national;
  if (digits === undefined) return false;
  const isOpen = pattern.endsWith('*');
  const fixed = pattern.replace(/^\+/, '').replace(/\*$/, '');
  if (digits.length < fixed.length || (!isOpen && digits.length !== fixed.length)) return false;
  for (let at = 0; at < fixed.length; at++) if (fixed[at] !== '?' && fixed[at] !== digits[at]) return false;
  return true;
}
