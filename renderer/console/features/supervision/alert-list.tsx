// What goes wrong in the queues just now, for who leads: in the dialog as a list, at the foot of the window as one line that
// is spoken once, and as a sound where that is wanted. Nothing of it ever takes the focus.
import { Switch } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDesk, useOnly, useRows } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Timer } from '../../ui/timer.tsx';
import { chime } from './chime.ts';
import classes from './supervision.module.css';

type Alert = TopicRow<'alerts'>;

function useAlerts(): { all: Alert[]; unseen: Alert[] } {
  const rows = useRows('alerts');
  return useMemo(() => {
    const all = [...rows.values()].sort((a, b) => b.raisedAt - a.raisedAt);
    return { all, unseen: all.filter(({ seenBy }) => seenBy === undefined) };
  }, [rows]);
}

function useWords(): (alert: Alert) => string {
  const { t } = useTranslation();
  return ({ kind, queueName, name, percent, limit }) =>
    t(`alert.${kind}`, { queue: queueName, name: name ?? '', percent: percent ?? 0, limit: limit ?? 0 });
}

export function AlertList() {
  const { t } = useTranslation();
  const { run } = useDesk();
  const { all, unseen } = useAlerts();
  const words = useWords();
  const preferences = useOnly('preferences') ?? { language: 'system', theme: 'system' };
  return (
    <section className={classes.alerts} aria-label={t('alert.title')}>
      {all.length === 0 ? <p className={classes.calm}>{t('alert.none')}</p> : null}
      <ul>
        {all.map((alert) => (
          <li key={alert.id} className={classes.alert} data-seen={alert.seenBy !== undefined}>
            <span>
              {words(alert)} {alert.since === undefined ? null : <Timer since={alert.since} />}
            </span>
            {alert.seenBy === undefined ? null : (
              <span className={classes.quiet}>{t('alert.seenBy', { name: alert.seenBy })}</span>
            )}
          </li>
        ))}
      </ul>
      <div className={classes.alertActs}>
        <Switch
          size="xs"
          label={t('alert.sound')}
          checked={preferences.alertSound === true}
          onChange={(event) =>
            void run('preferences.save', { ...preferences, alertSound: event.currentTarget.checked })
          }
        />
        {unseen.length > 0 ? (
          <Action size="small" keys="Alt A" shortcut="Alt+A" onClick={() => void run('supervision.acknowledge', {})}>
            {t('alert.seen')}
          </Action>
        ) : null}
      </div>
    </section>
  );
}

/** At the foot of the window: the newest that nobody has seen. Its place is always there. */
export function AlertLine() {
  const { t } = useTranslation();
  const { run, layout } = useDesk();
  const { unseen } = useAlerts();
  const words = useWords();
  const wantsSound = useOnly('preferences')?.alertSound === true;
  const [first] = unseen;
  const newest = first?.raisedAt;
  useEffect(() => {
    if (newest !== undefined && wantsSound) chime();
  }, [newest, wantsSound]);
  return (
    <>
      <p className={first ? classes.line : 'visually-hidden'} role="status">
        {first ? words(first) : ''}
        {first?.since === undefined ? null : (
          <span aria-hidden>
            {' '}
            <Timer since={first.since} />
          </span>
        )}
      </p>
      {first ? (
        <>
          {unseen.length > 1 ? (
            <button type="button" className={classes.lineButton} onClick={() => layout.setState({ peopleOpen: true })}>
              {t('alert.more', { count: unseen.length - 1 })}
            </button>
          ) : null}
          <button
            type="button"
            className={classes.lineButton}
            aria-keyshortcuts="Alt+A"
            onClick={() => void run('supervision.acknowledge', {})}
          >
            {t('alert.seen')} · Alt A
          </button>
        </>
      ) : null}
    </>
  );
}
