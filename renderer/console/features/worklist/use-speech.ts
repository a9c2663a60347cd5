import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import type { Speech } from './words.ts';

/**
 * What words are made with: the language, the clinic's clock and country, the running minute, who reads them. Asked for once
 * by whoever shows many items, and handed down: a list that scrolls must not ask for each row.
 */
export function useSpeech(): Speech {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const me = useOnly('session')?.user?.id ?? '';
  const now = useMinute();
  const { language } = i18n;
  return useMemo(
    () => ({
      ...{ t, language, now, me },
      zone: site?.clinic.timeZone ?? 'local',
      country: site?.clinic.country ?? 'US',
      mostAttempts: site?.work.attempts ?? 3,
    }),
    [t, language, now, me, site],
  );
}
