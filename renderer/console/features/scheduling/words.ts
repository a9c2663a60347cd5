// Visits and times in words, as short as they are clear; times are the practice's, wherever this computer stands.
import { DateTime } from 'luxon';
import type { TFunction } from 'i18next';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import type { BookedVisit, OpenTime, Wishes } from '../../../../shared/domain/scheduling/types.ts';
import { cleanName } from '../../ui/clean.ts';
import { languageName } from '../../ui/format.ts';

export interface Locale {
  readonly language: string;
  readonly zone: string;
}

export const when = (at: number, { language, zone }: Locale): string =>
  DateTime.fromMillis(at, { zone })
    .setLocale(language)
    .toLocaleString({ weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

/** As it is read out: "Tuesday, November 24, 9:20 AM". */
export const spokenWhen = (at: number, { language, zone }: Locale): string =>
  DateTime.fromMillis(at, { zone })
    .setLocale(language)
    .toLocaleString({ weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });

export const hour = (at: number, { language, zone }: Locale): string =>
  DateTime.fromMillis(at, { zone }).setLocale(language).toLocaleString({ hour: 'numeric', minute: '2-digit' });

export const dayName = (day: string, { language, zone }: Locale): string =>
  DateTime.fromISO(day, { zone })
    .setLocale(language)
    .toLocaleString({ weekday: 'long', month: 'long', day: 'numeric' });

export const shortDay = (day: string, { language, zone }: Locale): string =>
  DateTime.fromISO(day, { zone })
    .setLocale(language)
    .toLocaleString({ weekday: 'short', month: 'short', day: 'numeric' });

const joined = (parts: readonly (string | undefined)[]): string =>
  parts
    .map((part) => cleanName(part ?? ''))
    .filter(Boolean)
    .join(' · ');

export const timeWords = (
  { start, provider, place }: Pick<OpenTime, 'start' | 'provider' | 'place'>,
  locale: Locale,
): string => joined([when(start, locale), provider, place]);

export const visitWords = ({ start, what, provider }: BookedVisit, locale: Locale): string =>
  joined([start === undefined ? undefined : when(start, locale), what, provider]);

/** What the EHR's failures mean here is another thing than for a note, which is kept and sent later. */
const FAILED: readonly string[] = [
  ...['ehrUnreachable', 'ehrSlow', 'ehrBusy', 'ehrRejected', 'ehrNotPermitted', 'ehrCannot', 'ehrUnknownOutcome'],
];
export const failureWords = (code: ErrorCode, t: TFunction): string =>
  FAILED.includes(code) ? t(`scheduling.failed.${code}`) : t(`error.${code}`);

/** What somebody on the waiting list would like. */
export function wishWords({ from, until, part, language }: Wishes, locale: Locale, t: TFunction): string {
  return joined([
    part && part !== 'any' ? t(`scheduling.part.${part}`) : undefined,
    from ? t('scheduling.wish.from', { day: shortDay(from, locale) }) : undefined,
    until ? t('scheduling.wish.until', { day: shortDay(until, locale) }) : undefined,
    language ? languageName(language) : undefined,
  ]);
}
