// What came of a call-back. The end of the call says what it can; whether a machine answered only who called knows.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ATTEMPT_OUTCOMES } from '../../../../shared/domain/work/kinds.ts';
import type { AttemptOutcome } from '../../../../shared/domain/work/types.ts';
import { useDesk } from '../../store/desk.ts';
import classes from './todo.module.css';

interface OutcomeProps {
  readonly workId: string;
  readonly callId: string;
  readonly outcome: AttemptOutcome;
}

export function OutcomeButtons({ workId, callId, outcome }: OutcomeProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  return (
    <div className={classes.outcome} role="group" aria-label={t('work.cameOfIt')}>
      <span className={classes.label}>{t('work.cameOfIt')}</span>
      {ATTEMPT_OUTCOMES.map((each) => (
        <UnstyledButton
          key={each}
          className={classes.choice}
          aria-pressed={each === outcome}
          onClick={() => void run('work.attempt', { id: workId, callId, outcome: each })}
        >
          {t(`work.outcome.${each}`)}
        </UnstyledButton>
      ))}
    </div>
  );
}
