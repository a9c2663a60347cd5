// Ready for queue calls, or not with a reason; in which queues, and until when wrap-up lasts. What the PBX says is shown.
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDesk, useOnly, useRows, useTopic } from '../../store/desk.ts';
import { duration } from '../../ui/format.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import classes from './topbar.module.css';

/** Where the practice names none of its own. */
const PAUSES = ['break', 'lunch', 'paperwork', 'patient', 'meeting'] as const;

type Person = TopicRow<'people'>;

function useMe(): Person | undefined {
  const extension = useOnly('session')?.user?.extension;
  return useTopic('people', (state) => (extension === undefined ? undefined : state.rows.get(extension)));
}

/** Of the practice's list in the language of the window, or our own words. */
function useReasons(): { id: string; label: string }[] {
  const { t, i18n } = useTranslation();
  const own = useOnly('site')?.pauseReasons;
  if (!own) return PAUSES.map((id) => ({ id, label: t(`ready.reason.${id}`) }));
  return own.map(({ id, label }) => ({ id, label: label[i18n.language] ?? Object.values(label)[0] ?? id }));
}

export function ReadyMenu() {
  const { t } = useTranslation();
  const { run } = useDesk();
  const me = useMe();
  const reasons = useReasons();
  const connected = useStore(useDesk().connected);
  const isPaused = me?.presence === 'paused';
  const reason = reasons.find(({ id }) => id === me?.pauseReason)?.label ?? me?.pauseReason ?? t('ready.pausedShort');
  return (
    <Menu position="bottom-start" shadow="md" transitionProps={{ duration: 0 }} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.ready}>
          <span className="visually-hidden">{t('ready.change')}</span>
          <StatusDot tone={isPaused || !connected ? 'idle' : me?.presence === 'wrapUp' ? 'warn' : 'good'} />
          {me?.presence === 'wrapUp' && me.wrapUpUntil !== undefined ? (
            <WrapUp until={me.wrapUpUntil} />
          ) : isPaused ? (
            t('ready.paused', { reason })
          ) : (
            t('ready.ready')
          )}
          <IconChevronDown size={13} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {me?.presence === 'wrapUp' ? (
          <Menu.Item onClick={() => void run('agent.endWrapUp', {})} rightSection={<KeyCap keys="Alt U" />}>
            {t('ready.endWrapUp')}
          </Menu.Item>
        ) : null}
        {isPaused ? (
          <Menu.Item onClick={() => void run('agent.setReady', { ready: true })}>{t('ready.goReady')}</Menu.Item>
        ) : null}
        <Menu.Label>{t('ready.pauseFor')}</Menu.Label>
        {reasons.map(({ id, label }) => (
          <Menu.Item key={id} onClick={() => void run('agent.setReady', { ready: false, reason: id })}>
            {label}
          </Menu.Item>
        ))}
        <MyQueues me={me} reasons={reasons} />
      </Menu.Dropdown>
    </Menu>
  );
}

function WrapUp({ until }: { until: number }) {
  const { t } = useTranslation();
  const { ticker } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  const words = t('ready.wrapUp', { time: '{time}' });
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        if (text.current) text.current.textContent = words.replace('{time}', duration(Math.max(0, until - now)));
      }),
    [ticker, until, words],
  );
  return <span className="tabular" ref={text} />;
}

/** Each queue: signed in or not, and what a press would do. Whom the PBX has there for good can only pause. */
function MyQueues({ me, reasons }: { me: Person | undefined; reasons: { id: string; label: string }[] }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const queues = [...useRows('queues').values()].filter(({ signedIn }) => signedIn !== undefined);
  if (queues.length === 0) return null;
  const stateOf = (membership: NonNullable<Person['memberships']>[number]): string => {
    const { kind, penalty, paused, pauseReason } = membership;
    const reason = reasons.find(({ id }) => id === pauseReason)?.label ?? pauseReason ?? '';
    const parts = [
      paused ? t('ready.queue.paused', { reason }) : t('ready.queue.in'),
      penalty > 0 ? t('ready.queue.penalty', { count: penalty }) : '',
      kind === 'static' ? t('ready.queue.fixed') : '',
    ];
    return parts.filter(Boolean).join(' · ');
  };
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('ready.queue.title')}</Menu.Label>
      {queues.map(({ id, name }) => {
        const mine = me?.memberships?.find(({ queue }) => queue === id);
        const press = () => {
          if (!mine) void run('agent.signIn', { queue: id });
          else if (mine.kind === 'dynamic') void run('agent.signOut', { queue: id });
          else void run('agent.setReady', { ready: mine.paused, reason: reasons[0]?.id, queue: id });
        };
        const does = !mine ? 'signIn' : mine.kind === 'dynamic' ? 'signOut' : mine.paused ? 'resume' : 'pause';
        return (
          <Menu.Item key={id} onClick={press} rightSection={<span>{t(`ready.queue.${does}`)}</span>}>
            <span className={classes.queueName}>{name}</span>
            <span className={classes.queueState}>{mine ? stateOf(mine) : t('ready.queue.out')}</span>
          </Menu.Item>
        );
      })}
    </>
  );
}
