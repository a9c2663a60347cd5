import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { phoneNumber } from './format.ts';
import { useDesk, useOnly } from '../store/desk.ts';
import type { Said } from '../store/desk.ts';

/** The two voices of the window: one waits for a pause, one (a ringing call) does not. */
export function LiveRegions() {
  const { t } = useTranslation();
  const said = useStore(useDesk().said);
  const isOpen = useOnly('session')?.state === 'signedIn';
  const country = useOnly('site')?.clinic.country ?? 'US';
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {sentenceOf(t, said.polite, isOpen, country)}
      </div>
      <div className="visually-hidden" aria-live="assertive">
        {sentenceOf(t, said.assertive, isOpen, country)}
      </div>
    </>
  );
}

/** While the screen is locked nobody is named, not even in words that only a screen reader sees. */
function sentenceOf(t: TFunction, spoken: Said['polite'], isOpen: boolean, country: string): string {
  if (!spoken) return '';
  const { cause, ...values } = spoken.values;
  if (!isOpen) return spoken.key === 'ringing' ? t('announce.ringingLocked', { queue: values['queue'] ?? '' }) : '';
  const number = values['number'] === '' ? t('call.withheld') : phoneNumber(values['number'] ?? '', country);
  const more = { number, count: Number(values['count'] ?? 0), cause: cause ? t(`ended.${cause}`) : '' };
  const text = t(`announce.${spoken.key}`, { ...values, ...more });
  // A region that does not change is not read again: an invisible difference makes the same words new.
  return spoken.turn % 2 === 0 ? `${text}\u00a0` : text;
}
