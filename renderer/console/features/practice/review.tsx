// Before anything comes into force: what would change, which saved calls would come out differently, and why it is done.
import { Checkbox, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { DiffView } from './diff-view.tsx';
import { handOver } from './hand-over.ts';
import classes from './practice.module.css';
import reviewClasses from './review.module.css';
import type { Practice } from './use-practice.ts';
import { useNames } from './words.ts';

type Reviewed = CommandOutput<'practice.review'>;
const isReason = (text: string) => text.trim().length >= 3;

interface ReviewProps {
  readonly practice: Practice;
  readonly onApplied: () => void;
  readonly onBack: () => void;
}

export function Review({ practice, onApplied, onBack }: ReviewProps) {
  const { t } = useTranslation();
  const { ask, say } = useDesk();
  const isAdministrator = useOnly('session')?.user?.role === 'administrator';
  const [reviewed, setReviewed] = useState<Reviewed | undefined>(undefined);
  const [reason, setReason] = useState('');
  const [despite, setDespite] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | undefined>(undefined);
  const { settled } = practice;
  const revision = `${practice.view?.version ?? ''} ${practice.state?.revision ?? 0}`;
  useEffect(() => {
    let isCurrent = true;
    void settled().then(async () => {
      const answer = await ask('practice.review', {});
      if (isCurrent && answer.ok) setReviewed(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [ask, settled, revision]);
  if (!reviewed) return <p className={classes.nothing} aria-busy="true" />;
  const mistakes = reviewed.draft.problems.filter(({ kind }) => kind === 'mistake');
  const isBlocked = mistakes.length > 0 || reviewed.draft.clash !== undefined || reviewed.lines.length === 0;
  const canApply = !isBlocked && isReason(reason) && (reviewed.failing.length === 0 || despite);
  const apply = async () => {
    if (!canApply || busy) return;
    setBusy(true);
    setFailure(undefined);
    const answer = await ask('practice.apply', { over: reviewed.version, reason, despiteTests: despite });
    setBusy(false);
    if (answer.ok) {
      say({ level: 'polite', key: 'practiceApplied', values: {} });
      return onApplied();
    }
    setFailure(answer.error.code);
    await practice.reload();
  };
  const copy = async () => {
    const answer = await ask('practice.copy', {});
    if (answer.ok) handOver(answer.value);
    else setFailure(answer.error.code);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void apply();
  };
  return (
    <form
      className={classes.review}
      onKeyDown={onKey}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <Mistakes problems={mistakes} onBack={onBack} />
      <h3 className={reviewClasses.section}>{t('practice.difference')}</h3>
      <DiffView lines={reviewed.lines} />
      <Tests reviewed={reviewed} despite={despite} onDespite={setDespite} />
      <div className={reviewClasses.applyRow}>
        <TextInput
          ref={focusOnce}
          className={reviewClasses.reason}
          label={t('practice.reason')}
          description={t('practice.reasonHelp')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {practice.view?.writable === false && isAdministrator ? (
          <Action onClick={() => void copy()}>{t('practice.copy')}</Action>
        ) : null}
        <Action type="submit" tone="primary" keys="Ctrl ↵" shortcut="Control+Enter" busy={busy} disabled={!canApply}>
          {t('practice.apply')}
        </Action>
      </div>
      <p role="alert" className={classes.mistake}>
        {failure === undefined ? '' : t(`error.${failure}`)}
      </p>
    </form>
  );
}

const focusOnce = (input: HTMLInputElement | null): void => input?.focus();

function Mistakes({
  problems,
  onBack,
}: {
  readonly problems: Reviewed['draft']['problems'];
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const { sentence } = useNames();
  if (problems.length === 0) return null;
  return (
    <div className={classes.clash} role="alert">
      <p>{t('practice.mendFirst')}</p>
      <ul className={classes.problems}>
        {problems.slice(0, 8).map((problem, index) => (
          <li key={index} className={classes.problem} data-kind="mistake">
            {problem.part === 'file' ? '' : `${t(`practice.page.${problem.part}`)}, `}
            {t('practice.line', { line: problem.line })}: {sentence(problem)}
          </li>
        ))}
      </ul>
      <Action size="small" onClick={onBack}>
        {t('practice.back')}
      </Action>
    </div>
  );
}

interface TestsProps {
  readonly reviewed: Reviewed;
  readonly despite: boolean;
  readonly onDespite: (despite: boolean) => void;
}

function Tests({ reviewed: { failing, tests }, despite, onDespite }: TestsProps) {
  const { t } = useTranslation();
  if (tests === 0) return null;
  if (failing.length === 0) return <p className={reviewClasses.good}>{t('practice.testsPass', { count: tests })}</p>;
  return (
    <div className={classes.clash}>
      <p>{t('practice.testsFail', { count: failing.length })}</p>
      <ul className={classes.problems}>
        {failing.map(({ name, differences, before }) => (
          <li key={name} className={classes.problem} data-kind="mistake">
            <strong>{name}</strong>
            {before ? ` (${t('practice.failedBefore')})` : ''}
            {differences.map(({ what, expected, found }) => (
              <span key={what} className={reviewClasses.testLine}>
                {t('practice.testLine', {
                  what: t(`practice.field.${what}`, { defaultValue: what }),
                  expected,
                  found,
                })}
              </span>
            ))}
          </li>
        ))}
      </ul>
      <Checkbox
        label={t('practice.despite')}
        checked={despite}
        onChange={(event) => onDespite(event.currentTarget.checked)}
      />
    </div>
  );
}
