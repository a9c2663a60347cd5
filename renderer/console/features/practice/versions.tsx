// What was in force at this desk, who changed it and why; and the way back.
import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import type { PracticeVersion } from '../../../../shared/contract/practice.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { moment } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { DiffView } from './diff-view.tsx';
import classes from './practice.module.css';
import reviewClasses from './review.module.css';
import type { Practice } from './use-practice.ts';

export function Versions({ practice }: { readonly practice: Practice }) {
  const { t, i18n } = useTranslation();
  const { ask } = useDesk();
  const users = useOnly('session')?.users;
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const [versions, setVersions] = useState<readonly PracticeVersion[] | undefined>(undefined);
  const [opened, setOpened] = useState<number | undefined>(undefined);
  const version = practice.view?.version;
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    void ask('practice.versions', {}).then((answer) => {
      if (answer.ok) setVersions(answer.value.versions);
    });
  }, [ask, version, turn]);
  if (!versions) return <p className={classes.nothing} aria-busy="true" />;
  if (versions.length === 0) return <p className={classes.nothing}>{t('practice.noVersions')}</p>;
  const chosen = versions.find(({ id }) => id === opened) ?? versions[0]!;
  return (
    <div className={classes.master}>
      <ul className={classes.versions} aria-label={t('practice.page.versions')}>
        {versions.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={classes.version}
              aria-pressed={one.id === chosen.id}
              onClick={() => setOpened(one.id)}
            >
              <span className={classes.rowTitle}>
                {one.why ?? t(one.by === undefined ? inFileKey(one, versions) : 'practice.noReason')}
              </span>
              <span className={classes.rowDetail}>
                {[
                  users?.find(({ id }) => id === one.by)?.name ?? one.by,
                  moment(new Date(one.at).toISOString(), i18n.language, zone),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              {one.inForce ? <Tag tone="good">{t('practice.inForce')}</Tag> : null}
            </button>
          </li>
        ))}
      </ul>
      <OneVersion key={chosen.id} version={chosen} practice={practice} onRestored={() => setTurn(turn + 1)} />
    </div>
  );
}

/** The first that this desk saw was not changed by anybody: it was found. */
const inFileKey = ({ id }: PracticeVersion, versions: readonly PracticeVersion[]): string =>
  versions.at(-1)?.id === id ? 'practice.asFound' : 'practice.changedInFile';

interface OneVersionProps {
  readonly version: PracticeVersion;
  readonly practice: Practice;
  readonly onRestored: () => void;
}

function OneVersion({ version, practice, onRestored }: OneVersionProps) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const isAdministrator = useOnly('session')?.user?.role === 'administrator';
  const [texts, setTexts] = useState<CommandOutput<'practice.version'> | undefined>(undefined);
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<ErrorCode | undefined>(undefined);
  useEffect(() => {
    void ask('practice.version', { id: version.id }).then((answer) => {
      if (answer.ok) setTexts(answer.value);
      else setFailure(answer.error.code);
    });
  }, [ask, version.id]);
  const restore = async () => {
    const answer = await ask('practice.restore', { id: version.id, reason });
    if (!answer.ok) return setFailure(answer.error.code);
    await practice.reload();
    onRestored();
  };
  return (
    <div className={classes.form}>
      <h3 className={reviewClasses.section}>{t('practice.versionChanged')}</h3>
      <DiffView lines={texts?.lines ?? []} />
      {texts && texts.back.length > 0 && isAdministrator ? (
        <form
          className={reviewClasses.restore}
          onSubmit={(event) => {
            event.preventDefault();
            void restore();
          }}
        >
          <h3 className={reviewClasses.section}>{t('practice.goBack')}</h3>
          <DiffView lines={texts.back} />
          <div className={reviewClasses.applyRow}>
            <TextInput
              className={reviewClasses.reason}
              label={t('practice.reason')}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Action type="submit" disabled={reason.trim().length < 3}>
              {t('practice.restore')}
            </Action>
          </div>
        </form>
      ) : null}
      <p role="alert" className={classes.mistake}>
        {failure === undefined ? '' : t(`error.${failure}`)}
      </p>
    </div>
  );
}
