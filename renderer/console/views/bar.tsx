// The compact bar: one line over the EHR, 56 px high. State, caller, clock, what can be done, and the outcome.
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../shared/contract/call.ts';
import { shownName } from '../store/announcements.ts';
import {
  conferenceWith,
  consultOf,
  inHand,
  isConnected,
  isFollowing,
  isLive,
  isOnHold,
  isTalking,
  ringingCalls,
} from '../store/calls.ts';
import { useDesk, useDraft, useLayout, useOnly, useRow, useTopic } from '../store/desk.ts';
import { Action } from '../ui/action.tsx';
import { Name } from '../ui/name.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import { Timer } from '../ui/timer.tsx';
import classes from './bar.module.css';

export function Bar() {
  const ringing = useTopic('calls', (state) => ringingCalls(state.rows)[0]);
  const selected = useLayout((layout) => layout.selected);
  const call = useRow('calls', selected);
  return (
    <main className={classes.bar} data-bar>
      {ringing ? <Ringing call={ringing} /> : call ? <InHand call={call} /> : <Quiet />}
    </main>
  );
}

function Who({ call, state }: { call: CallRow; state: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.who}>
      <p className={classes.name}>{call.remote.withheld ? t('call.withheld') : <Name>{shownName(call)}</Name>}</p>
      <p className={classes.state}>{state}</p>
    </div>
  );
}

function Quiet() {
  const { t } = useTranslation();
  const health = useOnly('health');
  const isReady = health?.phone === 'registered' && health.phonePage === 'ok';
  return (
    <>
      <StatusDot tone={isReady ? 'good' : 'danger'} />
      <p className={classes.state}>{t(isReady ? 'bar.quiet' : `health.phone.${health?.phone ?? 'starting'}`)}</p>
    </>
  );
}

function Ringing({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions, run } = useDesk();
  return (
    <>
      <StatusDot tone="warn" />
      <Who call={call} state={`${t('bar.ringing')} · ${call.queueName ?? t('call.direct')}`} />
      <span className={classes.clock}>
        <Timer since={call.startedAt - (call.waitedMs ?? 0)} pad />
      </span>
      <span className={classes.gap} />
      <Action keys="Esc" disabled={call.silenced} onClick={() => void run('call.silence', { callId: call.id })}>
        {t('ringing.silence')}
      </Action>
      <Action tone="primary" keys="F2" onClick={actions.answerNext}>
        {t('ringing.answer')}
      </Action>
    </>
  );
}

function InHand({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const active = useTopic('calls', (state) => inHand(state.rows, call.id)) ?? call;
  const consult = useTopic('calls', (state) => consultOf(state.rows, call.id));
  const inConference = useTopic('calls', (state) => conferenceWith(state.rows, call).length > 0);
  const state = inConference ? t('conference.tag') : t(`callState.${call.remoteHold ? 'remoteHold' : call.state}`);
  const following = isFollowing(call) ? t('lines.following', { who: call.transfer?.label ?? '' }) : undefined;
  return (
    <>
      <StatusDot tone={isTalking(active) ? 'good' : 'idle'} />
      <Who
        call={call}
        state={consult ? `${state} · ${t('lines.consult')}: ${shownName(consult)}` : (following ?? state)}
      />
      <span className={classes.clock} data-alert={call.holdAlert}>
        <Timer since={call.heldSince ?? call.answeredAt ?? call.startedAt} until={call.endedAt} pad />
      </span>
      <span className={classes.gap} />
      {isLive(call) ? (
        <>
          <Action keys="F4" pressed={active.muted} disabled={!isConnected(active)} onClick={actions.toggleMute}>
            {t(active.muted ? 'call.unmute' : 'call.mute')}
          </Action>
          <Action keys="F5" disabled={!isTalking(active) && !isOnHold(active)} onClick={actions.toggleHold}>
            {t(isOnHold(active) ? 'call.resume' : 'call.hold')}
          </Action>
          {consult || following ? (
            <Action keys="F6" tone={consult ? 'primary' : 'plain'} onClick={actions.openTransfer}>
              {t(consult ? 'consult.complete' : 'call.takeBack')}
            </Action>
          ) : (
            <SendTo call={call} disabled={!isConnected(call) || inConference} />
          )}
        </>
      ) : null}
      <Outcome callId={call.id} />
      {isLive(active) ? (
        <Action tone="danger" keys="F9" onClick={actions.end}>
          {t(inConference ? 'conference.leave' : 'call.end')}
        </Action>
      ) : (
        <Action tone="primary" keys="Ctrl ↵" shortcut="Control+Enter" onClick={() => void actions.finishNote()}>
          {t('bar.finish')}
        </Action>
      )}
    </>
  );
}

/** The rule's destinations; a native list may reach beyond the bar's own window. */
function SendTo({ call, disabled }: { call: CallRow; disabled: boolean }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const destinations = (call.decision?.destinations ?? []).filter((entry) => entry.number !== undefined);
  return (
    <NativeSelect
      className={classes.select}
      aria-label={t('bar.sendTo')}
      disabled={disabled || destinations.length === 0}
      value=""
      onChange={(event) => {
        const chosen = destinations.find((entry) => entry.id === event.currentTarget.value);
        if (chosen) actions.useDestination(call.id, chosen);
      }}
      data={[
        { value: '', label: t('bar.sendTo') },
        ...destinations.map((entry) => ({
          value: entry.id,
          label: `${entry.label} · ${t(`presence.${entry.presence ?? 'unknown'}`)}`,
        })),
      ]}
    />
  );
}

function Outcome({ callId }: { callId: CallRow['id'] }) {
  const { t, i18n } = useTranslation();
  const { autosave } = useDesk();
  const outcomes = useOnly('site')?.outcomes ?? [];
  const draft = useDraft(callId);
  if (!draft) return null;
  const fitting = outcomes.filter(({ categories }) => !categories || categories.includes(draft.content.category ?? ''));
  return (
    <NativeSelect
      className={classes.select}
      aria-label={t('note.outcome')}
      value={draft.content.outcome ?? ''}
      onChange={(event) => {
        const outcome = event.currentTarget.value;
        autosave.edit(callId, (content) => ({ ...content, outcome }));
      }}
      data={[
        { value: '', label: t('note.outcome') },
        ...fitting.map((outcome) => ({
          value: outcome.id,
          label: outcome.label[i18n.language] ?? outcome.label['en'] ?? outcome.id,
        })),
      ]}
    />
  );
}
