// That somebody calls again: how often, when last and about what, and whether what was promised then is still open.
import { DateTime } from 'luxon';
import { useTranslation } from 'react-i18next';
import type { RepeatRow } from '../../../shared/contract/work.ts';
import { useOnly } from '../store/desk.ts';
import { useMinute } from '../store/use-minute.ts';
import { siteText } from '../i18n/index.ts';
import { clock, dueText } from './format.ts';

export interface RepeatWords {
  /** "3rd call in 7 days". */
  readonly often: string;
  /** "last: Tuesday, Clinical question, promised by 12:00 PM (open)". */
  readonly last: string;
  readonly isOpen: boolean;
}

/** "10:42" today, a weekday within the days that count. */
function whenLast(at: number, zone: string, language: string, now: number): string {
  const then = DateTime.fromMillis(at, { zone });
  if (then.hasSame(DateTime.fromMillis(now, { zone }), 'day')) return clock(at, language, zone);
  return then.setLocale(language).toFormat('cccc');
}

export function useRepeatWords(row: RepeatRow | undefined): RepeatWords | undefined {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const now = useMinute();
  if (!row) return undefined;
  const zone = site?.clinic.timeZone ?? 'local';
  const { last, nth, days } = row;
  const category = site?.categories.find(({ id }) => id === last.category);
  const isOpen = last.step?.state === 'open';
  const step = last.step
    ? isOpen
      ? t('repeat.stepOpen', { when: dueText(last.step.due, i18n.language, zone, now) })
      : t('repeat.stepDone')
    : last.answered
      ? ''
      : t('repeat.missed');
  const parts = [
    whenLast(last.at, zone, i18n.language, now),
    category ? siteText(category.label, i18n.language) : '',
    step,
  ];
  return {
    often: nth > 1 ? t('repeat.nth', { count: nth, days, ordinal: true }) : t('repeat.calledByUs', { days }),
    last: t('repeat.last', { what: parts.filter(Boolean).join(', ') }),
    isOpen,
  };
}
