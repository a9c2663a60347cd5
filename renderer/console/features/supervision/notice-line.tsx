// What a supervisor did, said at the desk it was done to: joined this call, paused me, signed me out. One line, spoken once.
import { useTranslation } from 'react-i18next';
import { useDesk, useRows } from '../../store/desk.ts';
import classes from './supervision.module.css';

export function NoticeLine() {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [notice] = [...useRows('deskNotices').values()].sort((a, b) => b.at - a.at);
  return (
    <>
      <p className={notice ? classes.line : 'visually-hidden'} data-kind={notice?.kind} role="status">
        {notice
          ? t(`deskNotice.${notice.kind}`, {
              by: notice.by,
              reason: notice.reason ?? '',
              queue: notice.queueName ?? '',
            })
          : ''}
      </p>
      {notice && notice.kind !== 'heard' ? (
        <button
          type="button"
          className={classes.lineButton}
          onClick={() => void run('supervision.noticeRead', { id: notice.id })}
        >
          {t('deskNotice.read')}
        </button>
      ) : null}
    </>
  );
}
