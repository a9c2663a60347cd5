// Which numbers belong to which patients, as this desk remembers it: forgotten at once when an administrator says so.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './archive.module.css';

export function PhoneMemory({ isAdministrator }: { isAdministrator: boolean }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [asked, setAsked] = useState(false);
  const [forgotten, setForgotten] = useState<number>();
  const forget = () => {
    setAsked(false);
    void run('patient.wipePhoneIndex', {}).then((answer) => {
      if (answer.ok) setForgotten(answer.value.numbers);
    });
  };
  return (
    <section>
      <h3>{t('archive.numbers.title')}</h3>
      <p className={classes.quiet}>{t('archive.numbers.what')}</p>
      {!isAdministrator ? null : (
        <div className={classes.form}>
          {asked ? (
            <>
              <Action size="small" onClick={forget}>
                {t('archive.numbers.sure')}
              </Action>
              <Action size="small" onClick={() => setAsked(false)}>
                {t('archive.numbers.keep')}
              </Action>
            </>
          ) : (
            <Action size="small" onClick={() => setAsked(true)}>
              {t('archive.numbers.forget')}
            </Action>
          )}
        </div>
      )}
      <p role="status">{forgotten === undefined ? '' : t('archive.numbers.forgotten', { count: forgotten })}</p>
    </section>
  );
}
