// The call in hand: who, how long, in which state, and what can be done with it. Its height never changes, so that the
// note below stays where it is.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { shownName } from '../../store/announcements.ts';
import {
  consultOf,
  inHand,
  isConnected,
  isFollowing,
  isLive,
  isOnHold,
  isTalking,
  lineCalls,
} from '../../store/calls.ts';
import { useDesk, useOnly, useRow, useTopic } from '../../store/desk.ts';
import { useEmergency } from '../../store/emergency.ts';
import { Action } from '../../ui/action.tsx';
import { duration } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Quality } from '../../ui/quality.tsx';
import { NumberButton } from '../../ui/number-button.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Timer } from '../../ui/timer.tsx';
import classes from './call-header.module.css';
import { History } from './history.tsx';
import { Keypad } from './keypad.tsx';
import { sentenceFor } from './sentence.ts';

export function CallHeader({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const call = useRow('calls', callId);
  const note = useRow('notes', callId);
  const alarm = useEmergency(callId) !== undefined;
  if (!call)
    return (
      <section className={classes.card} aria-label={t('call.label')}>
        <div className={classes.top}>
          <h1 className={classes.name}>
            <Name>{note?.about ?? ''}</Name>
          </h1>
        </div>
        <p className={classes.facts}>{t('call.noteOnly')}</p>
      </section>
    );
  return (
    <section className={classes.card} aria-label={t('call.label')} data-state={call.state} data-alarm={alarm}>
      <div className={classes.top}>
        <h1 className={classes.name}>
          {call.remote.withheld && !call.patientName ? t('call.withheld') : <Name>{shownName(call)}</Name>}
        </h1>
        {alarm ? <Tag tone="danger">{t('call.alarm')}</Tag> : null}
        <StateTags call={call} />
        {call.quality ? <Quality quality={call.quality} /> : null}
        <History call={call} />
        <span className={classes.clock}>
          <Timer since={call.answeredAt ?? call.startedAt} until={call.endedAt} pad />
        </span>
      </div>
      <Facts call={call} />
      {call.state === 'parked' ? (
        <Parked call={call} />
      ) : isLive(call) && call.purpose === 'listen' ? (
        <Leave />
      ) : isLive(call) ? (
        <Controls call={call} />
      ) : (
        <AfterCall call={call} />
      )}
    </section>
  );
}

function StateTags({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  return (
    <>
      {call.purpose ? <Tag tone="accent">{t(`call.purpose.${call.purpose}`)}</Tag> : null}
      {call.verified ? <Tag tone="good">✓ {t('call.verified')}</Tag> : null}
      {isOnHold(call) ? (
        <Tag tone={call.holdAlert === undefined ? 'accent' : 'warn'}>
          {t(call.holdAlert === 2 ? 'call.heldTooLong' : 'callState.held')}{' '}
          {call.heldSince === undefined ? null : <Timer since={call.heldSince} />}
        </Tag>
      ) : null}
      {call.conference !== undefined ? <Tag tone="accent">{t('conference.tag')}</Tag> : null}
      {call.muted && isLive(call) ? <Tag tone="accent">{t('call.muted')}</Tag> : null}
      {call.remoteHold && isLive(call) ? <Tag tone="warn">{t('callState.remoteHold')}</Tag> : null}
    </>
  );
}

/** One line: what is going on when something is, else where the call came from. */
function Facts({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const sentence = call.purpose === 'listen' ? undefined : sentenceFor(call);
  if (sentence)
    return (
      <p className={classes.facts} data-tone={sentence.tone} title={t(sentence.key, sentence.values)}>
        {t(sentence.key, sentence.values)}
      </p>
    );
  const hasName = call.patientName !== undefined || call.directoryName !== undefined;
  return (
    <p className={classes.facts}>
      {hasName && !call.remote.withheld ? (
        <>
          <NumberButton number={call.remote.number} shown={call.shownNumber} />
          {' · '}
        </>
      ) : null}
      {!hasName && call.remote.name ? (
        <>
          <Name>{call.remote.name}</Name>
          {' · '}
        </>
      ) : null}
      {call.queueName ?? t(call.direction === 'outgoing' ? 'call.outgoing' : 'call.direct')}
      {call.waitedMs === undefined ? null : ` · ${t('call.waited', { time: duration(call.waitedMs) })}`}
      {call.match ? ` · ${t(`call.match.${call.match.state}`, { count: call.match.count })}` : null}
    </p>
  );
}

function Controls({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const active = useTopic('calls', (state) => inHand(state.rows, call.id)) ?? call;
  const consult = useTopic('calls', (state) => consultOf(state.rows, call.id));
  const canSwap = useTopic('calls', (state) =>
    lineCalls(state.rows).some((other) => isOnHold(other) && other !== active),
  );
  const following = isFollowing(call);
  const inConference = active.conference !== undefined;
  const canTransfer =
    isConnected(call) && call.state !== 'transferring' && call.decision?.transfer !== 'none' && !inConference;
  return (
    <div className={classes.controls} role="group" aria-label={t('call.controls')}>
      <Action keys="F4" onClick={actions.toggleMute} pressed={active.muted} disabled={!isConnected(active)}>
        {t(active.muted ? 'call.unmute' : 'call.mute')}
      </Action>
      <Action
        keys="F5"
        onClick={actions.toggleHold}
        disabled={!isTalking(active) && !isOnHold(active)}
        busy={active.state === 'resuming'}
      >
        {t(isOnHold(active) ? 'call.resume' : 'call.hold')}
      </Action>
      {consult ? null : (
        <Action keys="F6" onClick={actions.openTransfer} disabled={!canTransfer}>
          {t(following ? 'call.takeBack' : 'call.transfer')}
        </Action>
      )}
      {canSwap ? (
        <Action keys="F7" onClick={actions.swap}>
          {t('call.swap')}
        </Action>
      ) : null}
      {consult || inConference || following ? null : <ParkButton call={call} />}
      <Keypad callId={active.id} disabled={!isConnected(active)} />
      <span className={classes.gap} />
      {consult ? null : (
        <Action tone="danger" keys="F9" onClick={actions.end}>
          {t(inConference ? 'conference.leave' : isConnected(active) ? 'call.end' : 'call.cancel')}
        </Action>
      )}
    </div>
  );
}

/** At a colleague's call: nothing of it is ours to hold or hand over. */
function Leave() {
  const { t } = useTranslation();
  const { actions } = useDesk();
  return (
    <div className={classes.controls} role="group" aria-label={t('call.controls')}>
      <span className={classes.gap} />
      <Action tone="danger" keys="F9" onClick={actions.end}>
        {t('listen.end')}
      </Action>
    </div>
  );
}

function ParkButton({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const hasLot = useOnly('site')?.parking !== undefined;
  if (!hasLot) return null;
  return (
    <Action keys="F8" onClick={actions.park} disabled={!['talking', 'held'].includes(call.state)}>
      {t('call.park')}
    </Action>
  );
}

/** The caller waits in the parking lot; the note stays at hand. */
function Parked({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  return (
    <div className={classes.controls} role="group" aria-label={t('call.controls')}>
      <Action tone="primary" keys="F8" onClick={actions.park} disabled={call.parkedSlot === undefined}>
        {t('call.retrieve')}
      </Action>
    </div>
  );
}

function AfterCall({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { run, actions } = useDesk();
  return (
    <div className={classes.controls} role="group" aria-label={t('call.controls')}>
      {call.remote.withheld || call.purpose === 'listen' ? null : (
        <Action onClick={() => actions.dial(call.remote.number)}>{t('call.callAgain')}</Action>
      )}
      <span className={classes.gap} />
      <Action tone="quiet" onClick={() => void run('call.dismiss', { callId: call.id })}>
        {t(call.purpose === 'listen' ? 'listen.putAway' : 'call.finishLater')}
      </Action>
    </div>
  );
}
