// The button that sends somebody to the EHR's own sign-in, what goes on meanwhile, and why it did not work. Stands at the
// door, at the lock and in the dialog.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EhrPurpose } from '../../../shared/contract/ehr-access.ts';
import { useDesk, useOnly } from '../store/desk.ts';
import { Action } from './action.tsx';
import { Failure } from './failure.tsx';
import classes from './ehr-way-in.module.css';

export function EhrWayIn({ purpose, tone }: { purpose: EhrPurpose; tone: 'primary' | 'plain' }) {
  const { t, i18n } = useTranslation();
  const { ask, run } = useDesk();
  const access = useOnly('ehrAccess');
  const [refused, setRefused] = useState<string>();
  if (access?.kind !== 'user') return null;
  const begin = async () => {
    setRefused(undefined);
    const language = i18n.language.startsWith('es') ? 'es' : 'en';
    const answer = await ask('ehrAccess.begin', { purpose, language });
    if (answer.ok) window.open(answer.value.address, '_blank', 'noopener');
    else setRefused(answer.error.code);
  };
  const failure = refused ?? access.failure;
  if (access.state === 'waiting')
    return (
      <div className={classes.waiting} role="status">
        <p>{t('ehrAccess.waiting')}</p>
        <div className={classes.buttons}>
          <a className={classes.again} href={access.address} target="_blank" rel="noopener noreferrer">
            {t('ehrAccess.openAgain')}
          </a>
          <Action onClick={() => void run('ehrAccess.cancel', {})}>{t('ehrAccess.cancel')}</Action>
        </div>
      </div>
    );
  return (
    <div className={classes.way}>
      <Action
        tone={tone}
        full
        size={purpose === 'connect' ? 'normal' : 'large'}
        busy={access.state === 'opening'}
        onClick={() => void begin()}
      >
        {t(`ehrAccess.begin.${purpose}`)}
      </Action>
      <Failure text={failure === undefined ? undefined : t(`error.${failure}`)} />
    </div>
  );
}
