// The locked screen: nothing private is in the page at all. The phone works on: a ringing call can be answered, a call in
// hand muted, held and ended, without showing who it is.
import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { Session } from '../../../../shared/contract/session.ts';
import { isConnected, isLive, isOnHold, isRinging, ringingCalls } from '../../store/calls.ts';
import { useDesk, useOnly, useTopic } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Door } from '../../ui/door.tsx';
import { EhrWayIn } from '../../ui/ehr-way-in.tsx';
import { Timer } from '../../ui/timer.tsx';
import classes from './lock.module.css';

export function Lock({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { ask, run } = useDesk();
  const canEnter = useOnly('ehrAccess')?.canEnter === true;
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await ask('session.unlock', { password });
    setPassword('');
    setFailure(answer.ok ? undefined : t(`error.${answer.error.code}`));
  };
  return (
    <Door title={t('lock.title')} lead={t('lock.lead', { name: session.user?.name ?? '' })}>
      <Phone />
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          autoFocus
          autoComplete="current-password"
          error={failure}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Action tone="primary" size="large" type="submit" full disabled={password === ''}>
          {t('lock.unlock')}
        </Action>
        {canEnter ? <EhrWayIn purpose="unlock" tone="plain" /> : null}
        <Action tone="quiet" full onClick={() => void run('session.signOut', {})}>
          {t('lock.other')}
        </Action>
      </form>
    </Door>
  );
}

function Phone() {
  const ringing = useTopic('calls', (state) => ringingCalls(state.rows)[0]);
  const live = useTopic(
    'calls',
    useShallow((state) => [...state.rows.values()].filter((call) => isLive(call) && !isRinging(call))),
  );
  return (
    <>
      {ringing ? <Ringing call={ringing} /> : null}
      {live.map((call) => (
        <InHand key={call.id} call={call} />
      ))}
    </>
  );
}

function Ringing({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { run, actions } = useDesk();
  return (
    <div className={classes.phone} data-ringing data-ringing-card>
      <span className={classes.what}>
        {t('lock.ringing')}
        {call.queueName ? <span className={classes.queue}> {call.queueName}</span> : null}
      </span>
      <Action
        size="small"
        keys="Esc"
        shortcut="Escape"
        disabled={call.silenced}
        onClick={() => void run('call.silence', { callId: call.id })}
      >
        {t('ringing.silence')}
      </Action>
      <Action tone="primary" size="small" keys="F2" onClick={actions.answerNext}>
        {t('ringing.answer')}
      </Action>
    </div>
  );
}

function InHand({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const callId = call.id;
  return (
    <div className={classes.phone}>
      <span className={classes.what}>
        {t('lock.line', { line: call.line })} · {t(`callState.${call.state}`)}{' '}
        <Timer since={call.answeredAt ?? call.startedAt} />
      </span>
      {isConnected(call) ? (
        <>
          <Action
            size="small"
            pressed={call.muted}
            onClick={() => void run('call.mute', { callId, muted: !call.muted })}
          >
            {t(call.muted ? 'call.unmute' : 'call.mute')}
          </Action>
          <Action size="small" onClick={() => void run(isOnHold(call) ? 'call.resume' : 'call.hold', { callId })}>
            {t(isOnHold(call) ? 'call.resume' : 'call.hold')}
          </Action>
        </>
      ) : null}
      <Action size="small" tone="danger" onClick={() => void run('call.hangUp', { callId })}>
        {t('call.end')}
      </Action>
    </div>
  );
}
