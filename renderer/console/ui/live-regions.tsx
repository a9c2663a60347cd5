import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Announcement } from '../store/announcements.ts';
import { useDesk } from '../store/desk.ts';

/** The two voices of the window: one waits for a pause, one (a ringing call) does not. */
export function LiveRegions() {
  const { t } = useTranslation();
  const said = useStore(useDesk().said);
  const text = (announcement: Announcement | undefined) => {
    if (!announcement) return '';
    const { cause, ...values } = announcement.values;
    return t(`announce.${announcement.key}`, { ...values, cause: cause ? t(`ended.${cause}`) : '' });
  };
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {text(said.polite)}
      </div>
      <div className="visually-hidden" aria-live="assertive" data-testid="assertive">
        {text(said.assertive)}
      </div>
    </>
  );
}
