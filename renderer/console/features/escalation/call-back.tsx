// Nobody was reached: the number to call back, who does it and by when.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { EscalationRow } from '../../../../shared/contract/escalation.ts';
import { callBackDue } from '../../../../shared/domain/escalation/plan.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { dueText } from '../../ui/format.ts';
import classes from './escalation.module.css';

function useDue({ callBack }: EscalationRow, at: number): string {
  const { i18n } = useTranslation();
  const site = useOnly('site');
  const now = useMinute();
  return site ? dueText(callBackDue(callBack.within, site, at), i18n.language, site.clinic.timeZone, now) : '';
}

export function CallBack({ call, escalation }: { call: CallRow; escalation: EscalationRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const [number, setNumber] = useState(call.remote.withheld ? '' : call.shownNumber);
  const [refused, setRefused] = useState(false);
  const due = useDue(escalation, useMinute());
  return (
    <form
      className={classes.callBack}
      onSubmit={(event) => {
        event.preventDefault();
        void actions.captureCallBack(call.id, number).then((kept) => setRefused(!kept));
      }}
    >
      <TextInput
        className={classes.number}
        label={t('escalation.number')}
        value={number}
        onChange={(event) => {
          setNumber(event.currentTarget.value);
          setRefused(false);
        }}
        error={refused ? t('escalation.numberRefused') : undefined}
        maxLength={200}
        data-autofocus
        autoFocus
      />
      <Action tone="primary" keys="↵" type="submit" disabled={number.trim() === ''}>
        {t('escalation.promise', { owner: escalation.callBack.owner, due })}
      </Action>
    </form>
  );
}

export function Promised({ escalation }: { escalation: EscalationRow }) {
  const { t } = useTranslation();
  const due = useDue(escalation, escalation.steps.at(-1)?.at ?? escalation.startedAt);
  return <p className={classes.promised}>{t('escalation.promised', { owner: escalation.callBack.owner, due })}</p>;
}
