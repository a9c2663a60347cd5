import { useTranslation } from 'react-i18next';
import { useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import type { Speech } from './words.ts';

/** What words are made with: the language, the clinic's clock, the running minute. */
export function useSpeech(): Speech {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  return { t, language: i18n.language, zone, now: useMinute() };
}
