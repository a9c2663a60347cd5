// Figures and dates as the desk reads them.
import { DateTime } from 'luxon';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';

/** 75_000 → 1:15; 4_000_000 → 1:06:40. `pad` gives minutes two digits, so that a call's clock keeps its width. */
export function duration(ms: number, pad = false): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${pad ? two(minutes) : minutes}:${two(seconds % 60)}`;
}

/** A number as people of `country` write it; anything that is not a phone number stays as it came. */
export function phoneNumber(raw: string, country: string): string {
  if (raw.replace(/\D/g, '').length < 7) return raw;
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode);
  if (!parsed?.isPossible()) return raw;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
}

/** Something typed that can be dialled: an extension, a number in any spelling, or a SIP address. */
export function dialable(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^sips?:[^\s]+$/i.test(trimmed)) return trimmed;
  if (!/^[+*#(\d][\d\s().\-/*#]*$/.test(trimmed)) return undefined;
  const digits = trimmed.replace(/[^\d+*#]/g, '');
  return digits.length >= 2 ? digits : undefined;
}

const OLD_ISO = /^\d{4}(-\d{2})?$/;

/** An ISO date, possibly partial, as a day a person reads. */
export function day(iso: string, locale: string): string {
  if (OLD_ISO.test(iso)) return iso;
  const parsed = DateTime.fromISO(iso.slice(0, 10));
  return parsed.isValid ? parsed.setLocale(locale).toLocaleString(DateTime.DATE_MED) : iso;
}

/** "Mon 24 Nov, 9:20": the clinic's clock, not this computer's. */
export function moment(iso: string, locale: string, zone: string): string {
  const withTime = iso.includes('T');
  // A day without a time is a day at the clinic, wherever this computer stands.
  const parsed = DateTime.fromISO(iso, { zone });
  if (!parsed.isValid) return iso;
  return parsed.setLocale(locale).toLocaleString({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(withTime ? { hour: 'numeric', minute: '2-digit' } : {}),
  });
}

/** "Thu, Nov 12": the day at the clinic on which something happened. */
export function dayAt(iso: string, locale: string, zone: string): string {
  const parsed = DateTime.fromISO(iso, { zone });
  if (!parsed.isValid) return iso;
  return parsed.setLocale(locale).toLocaleString({ weekday: 'short', day: 'numeric', month: 'short' });
}

/** "3 hr. ago", "2 days ago": how long something has been; undefined within the first minute. */
export function ago(ms: number, locale: string): string | undefined {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return undefined;
  const format = new Intl.RelativeTimeFormat(locale, { style: 'short' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? format.format(-hours, 'hour') : format.format(-Math.floor(hours / 24), 'day');
}

/** When something is due, as short as it is clear: a time today, else the day. */
export function dueText(iso: string, locale: string, zone: string, now: number): string {
  const at = DateTime.fromISO(iso, { zone });
  if (!at.isValid) return iso;
  const isToday = at.hasSame(DateTime.fromMillis(now, { zone }), 'day');
  return iso.includes('T') && isToday ? clock(at.toMillis(), locale, zone) : moment(iso, locale, zone);
}

export function clock(at: number, locale: string, zone: string | undefined, withSeconds = false): string {
  const time = DateTime.fromMillis(at, zone ? { zone } : {});
  const seconds = withSeconds ? ({ second: '2-digit' } as const) : {};
  return time.setLocale(locale).toLocaleString({ hour: 'numeric', minute: '2-digit', ...seconds });
}

/** The language's own name ("Español") for a tag such as `es`. */
export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return tag;
  }
}
