// My lines: every call at this desk in its own place, with how long it has been in its state.
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { shownName } from '../../store/announcements.ts';
import { isFollowing, isLive, isOnHold, lineCalls, shownFor, wasMissed } from '../../store/calls.ts';
import { useDesk, useLayout, useTopic } from '../../store/desk.ts';
import { cleanName } from '../../ui/clean.ts';
import { Name } from '../../ui/name.tsx';
import { NumberButton } from '../../ui/number-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Timer } from '../../ui/timer.tsx';
import twoLines from '../../ui/two-lines.module.css';
import classes from './lines.module.css';

const LINES = 6;

export function Lines() {
  const { t } = useTranslation();
  const calls = useTopic(
    'calls',
    useShallow((state) => lineCalls(state.rows).filter((call) => isLive(call) || !call.consultFor)),
  );
  const live = calls.filter(isLive).length;
  return (
    <Panel
      title={t('lines.title')}
      label={t('lines.title')}
      aside={<span className={classes.count}>{t('lines.count', { live, all: LINES })}</span>}
    >
      {calls.length === 0 ? (
        <p className={classes.teach}>{t('lines.none')}</p>
      ) : (
        <ul>
          {calls.map((call) => (
            <Line key={call.id} call={call} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const Line = memo(function Line({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions, topics } = useDesk();
  const shown = useTopic('calls', (state) => shownFor(state.rows, call).id);
  const selected = useLayout((layout) => layout.selected === shown) && !call.consultFor;
  if (wasMissed(call)) return <Missed call={call} />;
  return (
    <li className={classes.line} data-selected={selected} data-hold-alert={call.holdAlert}>
      <UnstyledButton
        className={classes.button}
        onClick={() => actions.select(shownFor(topics.calls.getState().rows, call).id)}
        aria-current={selected ? 'true' : undefined}
        {...(isLive(call)
          ? { 'aria-keyshortcuts': `Control+${call.line}`, title: t('lines.select', { keys: `Ctrl-${call.line}` }) }
          : {})}
      >
        {/* A call that is over has given its line back: the next one may be on it, and the key is that one's. */}
        <span className={classes.number}>{isLive(call) ? call.line : ''}</span>
        <span className={twoLines.text}>
          <span className={twoLines.first}>
            {call.remote.withheld ? t('call.withheld') : <Name>{shownName(call)}</Name>}
          </span>
          <span className={`${twoLines.second} ${classes.state}`}>
            {call.consultFor ? `${t('lines.consult')} · ` : ''}
            {call.purpose ? `${t(`call.purpose.${call.purpose}`)} · ` : ''}
            {t(stateKey(call), { who: cleanName(call.transfer?.label ?? '') })}
          </span>
        </span>
        <span className={classes.time}>
          <Timer {...clockOf(call)} />
        </span>
      </UnstyledButton>
    </li>
  );
});

function stateKey(call: CallRow): string {
  if (isFollowing(call)) return 'lines.following';
  if (call.conference !== undefined && call.state === 'talking') return 'conference.tag';
  if (call.holdAlert === 2) return 'call.heldTooLong';
  return `callState.${call.remoteHold && isLive(call) ? 'remoteHold' : call.state}`;
}

function clockOf(call: CallRow): { since: number; until?: number } {
  if (isOnHold(call) && call.heldSince !== undefined) return { since: call.heldSince };
  const since = call.answeredAt ?? call.startedAt;
  return call.endedAt === undefined ? { since } : { since, until: call.endedAt };
}

/** A caller nobody here spoke to: call back with one press, or put it away. */
function Missed({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  return (
    <li className={classes.line} data-missed>
      <div className={classes.missed}>
        <span className={twoLines.text}>
          <span className={twoLines.first}>
            {call.remote.withheld ? (
              t('call.withheld')
            ) : (
              <NumberButton number={call.remote.number} shown={call.shownNumber} />
            )}
          </span>
          <span className={`${twoLines.second} ${classes.state}`}>{t(`ended.${call.ended ?? 'callerGaveUp'}`)}</span>
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('lines.putAway')}
          title={t('lines.putAway')}
          onClick={() => void run('call.dismiss', { callId: call.id })}
        >
          <IconX size={15} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
