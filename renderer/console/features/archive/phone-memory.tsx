// Which numbers belong to which patients, as this desk remembers it: forgotten at once when an administrator says so.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './archive.module.css';

export function PhoneMemory({ isAdministrator }: { isAdministrator: boolean }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [asked, setAsked] = useState(false);
  const [forgotten, setForgotten] = useState<number>();
  const said = useRef<HTMLParagraphElement>(null);
  const forget = () => {
    setAsked(false);
    void run('patient.wipePhoneIndex', {}).then((answer) => {
      if (!answer.ok) return;
      setForgotten(answer.value.numbers);
      said.current?.focus(); // the button that was pressed is gone
    });
  };
  return (
    <section>
      <h3>{t('archive.numbers.title')}</h3>
      <p className={classes.quiet}>{t('archive.numbers.what')}</p>
      {!isAdministrator ? null : (
        <div className={classes.form}>
          {/* One button under the finger for asking and for leaving it: Enter twice forgets nothing. */}
          <Action size="small" onClick={() => setAsked(!asked)}>
            {t(asked ? 'archive.numbers.keep' : 'archive.numbers.forget')}
          </Action>
          {asked ? (
            <Action size="small" tone="danger" onClick={forget}>
              {t('archive.numbers.sure')}
            </Action>
          ) : null}
        </div>
      )}
      <p ref={said} className={classes.said} tabIndex={-1} role="status">
        {forgotten === undefined ? '' : t('archive.numbers.forgotten', { count: forgotten })}
      </p>
    </section>
  );
}
