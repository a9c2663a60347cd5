// Everybody on the waiting list, in turn, with the first free time that would suit; above them what this desk has freed, with
// who would take it. With a call in hand it is a page of that call's visits, without one a dialog of its own.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { KeyHints } from '../../ui/key-hints.tsx';
import { dialogHead } from '../../ui/wide-dialog.tsx';
import classes from './scheduling.module.css';
import { WaitingPeople, nextOf, walk } from './waiting-people.tsx';
import { failureWords, timeWords } from './words.ts';

type Waiting = CommandOutput<'scheduling.waitingList'>;

export function WaitingList() {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const [list, setList] = useState<Waiting>();
  const [failure, setFailure] = useState<ErrorCode>();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    void ask('scheduling.waitingList', {}).then((answer) => {
      if (answer.ok) setList(answer.value);
      else setFailure(answer.error.code);
    });
  }, [ask]);
  const isThere = list !== undefined && list.waiting.length > 0;
  useEffect(() => {
    if (isThere) box.current?.focus();
  }, [isThere]);
  if (failure)
    return (
      <p className={classes.nothing} role="alert">
        {failure === 'ehrCannot' ? t('scheduling.waitCannot') : failureWords(failure, t)}
      </p>
    );
  if (!list) return <p className={classes.nothing} aria-busy="true" />;
  if (!isThere) return <p className={classes.nothing}>{t('scheduling.waitEmpty')}</p>;
  return (
    <section
      className={classes.waiting}
      ref={box}
      aria-label={t('scheduling.waitTitle')}
      tabIndex={0}
      data-waiting-people
      onKeyDown={walk}
    >
      <p className={classes.quiet}>{t('scheduling.waitHint')}</p>
      <Groups list={list} />
    </section>
  );
}

function Groups({ list: { freed, waiting } }: { list: Waiting }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const locale = { language: i18n.language, zone };
  const now = useMinute();
  const next = freed.map(({ people }) => nextOf(people, now, zone)).find((person) => person !== undefined);
  return (
    <>
      {freed.map((gap) => (
        <div key={`${gap.start} ${gap.provider} ${gap.place}`}>
          <h3 className={classes.heading}>{t('scheduling.becameFree', { time: timeWords(gap, locale) })}</h3>
          <WaitingPeople people={gap.people} next={next} offered={gap.start} />
        </div>
      ))}
      <div>
        {freed.length > 0 ? <h3 className={classes.heading}>{t('scheduling.everybody')}</h3> : null}
        <WaitingPeople people={waiting} />
      </div>
    </>
  );
}

/** Without a call in hand. */
export function WaitingDesk({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      className={classes.panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={dialogHead}>
        <h2 className={classes.title}>{t('scheduling.waitTitle')}</h2>
        <Action size="small" tone="quiet" onClick={onClose}>
          {t('scheduling.close')}
        </Action>
      </div>
      <WaitingList />
      <div className={classes.foot}>
        <KeyHints
          hints={[
            ['↑ ↓', t('scheduling.hint.move')],
            ['↵', t('work.call')],
            ['Esc', t('scheduling.hint.back')],
          ]}
        />
      </div>
    </div>
  );
}
