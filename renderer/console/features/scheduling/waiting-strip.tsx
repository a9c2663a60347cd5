// Over a call to somebody on the waiting list: which time it is about, and what comes first. What kind of visit they wait for
// is theirs, and shows only after the check.
import { useTranslation } from 'react-i18next';
import type { CallId } from '../../store/calls.ts';
import { useDesk, useOnly, useRow } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { CallStrip } from '../../ui/call-strip.tsx';
import classes from './scheduling.module.css';
import { timeWords } from './words.ts';

export function WaitingStrip({ callId }: { callId: CallId }) {
  const { t, i18n } = useTranslation();
  const { layout } = useDesk();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const waiting = useRow('workCalls', callId)?.waiting;
  const verified = useRow('calls', callId)?.verified === true;
  if (!waiting) return null;
  const time = waiting.time && timeWords(waiting.time, { language: i18n.language, zone });
  return (
    <CallStrip
      label={t('scheduling.strip.title')}
      actions={
        <Action
          size="small"
          disabled={!verified}
          keys="Alt B"
          shortcut="Alt+B"
          onClick={() => layout.setState({ schedulingFor: callId })}
        >
          {t('scheduling.strip.open')}
        </Action>
      }
    >
      <p className={classes.strong}>{t('scheduling.strip.title')}</p>
      <p className={classes.sub}>
        {[
          time === undefined ? t('scheduling.strip.noTime') : t('scheduling.strip.about', { time }),
          verified ? t('scheduling.strip.book') : t('scheduling.strip.check'),
        ].join(' ')}
      </p>
    </CallStrip>
  );
}
