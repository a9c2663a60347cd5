// What is kept for how long, what was let go last, what is past its time and why it is still here, and the legal holds.
import { TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionView } from '../../../../shared/contract/archive.ts';
import type { Hold } from '../../../../shared/domain/archive/types.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { phoneNumber } from '../../ui/format.ts';
import { dialogHead } from '../../ui/wide-dialog.tsx';
import classes from './archive.module.css';
import { isReason } from '../../ui/reason.ts';
import { PhoneMemory } from './phone-memory.tsx';
import { noteTime } from './times.ts';

interface RetentionPanelProps {
  readonly tabs: ReactNode;
  readonly isAdministrator: boolean;
  readonly onClose: () => void;
}

export function RetentionPanel({ tabs, isAdministrator, onClose }: RetentionPanelProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [view, setView] = useState<RetentionView | undefined>(undefined);
  const read = useCallback(() => {
    void run('archive.retention', {}).then((answer) => {
      if (answer.ok) setView(answer.value);
    });
  }, [run]);
  useEffect(read, [read]);
  return (
    <div
      className={classes.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={dialogHead}>
        <h2 className={classes.pageTitle}>{t('archive.retention.title')}</h2>
        {tabs}
      </div>
      {view ? (
        <div className={classes.sections} tabIndex={0} role="group" aria-label={t('archive.retention.title')}>
          <Policy view={view} />
          <LastRun view={view} />
          <Holds view={view} isAdministrator={isAdministrator} onChange={read} />
          <PhoneMemory isAdministrator={isAdministrator} />
        </div>
      ) : (
        <div className={classes.sections} aria-busy="true" />
      )}
    </div>
  );
}

function Policy({ view: { policy } }: { view: RetentionView }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('archive.retention.policy')}</h3>
      <dl className={classes.lines}>
        {(['notesDays', 'callsDays', 'auditDays'] as const).map((kind) => (
          <div key={kind} className={classes.pair}>
            <dt>{t(`archive.retention.kind.${kind}`)}</dt>
            <dd>
              {policy[kind] === undefined
                ? t('archive.retention.forGood')
                : t('archive.retention.days', { count: policy[kind] })}
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.quiet}>{t('archive.retention.where')}</p>
    </section>
  );
}

const KEPT = ['waitsForEhr', 'openStep', 'draft', 'held'] as const;

function LastRun({ view: { lastRun } }: { view: RetentionView }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const now = useMinute();
  const kept = lastRun ? KEPT.filter((kind) => lastRun.kept[kind] > 0) : [];
  return (
    <section>
      <h3>{t('archive.retention.last')}</h3>
      {lastRun ? (
        <>
          <p>
            {t('archive.retention.deleted', {
              when: noteTime(lastRun.at, i18n.language, zone, now),
              notes: lastRun.deletedNotes,
              calls: lastRun.deletedCalls,
              audit: lastRun.deletedAudit,
            })}
          </p>
          {kept.length > 0 ? (
            <ul className={classes.kept}>
              {kept.map((kind) => (
                <li key={kind}>{t(`archive.kept.${kind}`, { count: lastRun.kept[kind] })}</li>
              ))}
            </ul>
          ) : (
            <p className={classes.quiet}>{t('archive.retention.nothingWaits')}</p>
          )}
        </>
      ) : (
        <p className={classes.quiet}>{t('archive.retention.notYet')}</p>
      )}
    </section>
  );
}

interface HoldsProps {
  readonly view: RetentionView;
  readonly isAdministrator: boolean;
  readonly onChange: () => void;
}

function Holds({ view: { holds }, isAdministrator, onChange }: HoldsProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('archive.hold.title')}</h3>
      {holds.length === 0 ? <p className={classes.quiet}>{t('archive.hold.none')}</p> : null}
      <ul className={classes.holds}>
        {holds.map((hold) => (
          <HoldRow key={hold.id} hold={hold} isAdministrator={isAdministrator} onChange={onChange} />
        ))}
      </ul>
    </section>
  );
}

function HoldRow({ hold, isAdministrator, onChange }: { hold: Hold; isAdministrator: boolean; onChange: () => void }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const site = useOnly('site');
  const users = useOnly('session')?.users ?? [];
  const now = useMinute();
  const [lifting, setLifting] = useState(false);
  const [reason, setReason] = useState('');
  // A note's own id says nothing to a person; its reason does.
  const value = { number: phoneNumber(hold.value, site?.clinic.country ?? 'US'), patient: hold.value, note: '' }[
    hold.kind
  ];
  const by = users.find(({ id }) => id === hold.by)?.name ?? hold.by;
  const lift = () => {
    if (isReason(reason))
      void run('archive.liftHold', { id: hold.id, reason }).then((answer) => {
        if (answer.ok) onChange();
      });
  };
  return (
    <li className={classes.hold}>
      <div className={classes.holdText}>
        <b>{t(`archive.hold.kind.${hold.kind}`)}</b> <bdi>{value}</bdi>
        <span className={classes.quiet}>
          <bdi>{hold.reason}</bdi> · {by} · {noteTime(hold.at, i18n.language, site?.clinic.timeZone ?? 'local', now)}
        </span>
      </div>
      {!isAdministrator ? null : lifting ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            lift();
          }}
        >
          <TextInput
            size="xs"
            ref={(input) => input?.focus()}
            label={t('archive.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Action size="small" type="submit" disabled={!isReason(reason)}>
            {t('archive.hold.lift')}
          </Action>
        </form>
      ) : (
        <Action size="small" onClick={() => setLifting(true)}>
          {t('archive.hold.lift')}
        </Action>
      )}
    </li>
  );
}
