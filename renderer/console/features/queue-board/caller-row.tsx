// One caller who waits. The row is a button: it opens what can be done, each with its letter, which works on the row too.
import { Menu } from '@mantine/core';
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { duration, languageName, phoneNumber } from '../../ui/format.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Tag } from '../../ui/tag.tsx';
import { waitLevel, waitShare } from '../../ui/wait-level.ts';
import { CallbackTag } from './callback-tag.tsx';
import classes from './queue-board.module.css';
import { useActing } from './use-acting.ts';
import { useReasons } from './words.ts';

type Waiting = TopicRow<'waiting'>;

interface CallerRowProps {
  readonly caller: Waiting;
  readonly target: number;
  readonly onSend: (caller: Waiting) => void;
}

/** From row to row, whatever queue: the next or the one before in the page. */
function step(from: HTMLElement, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-waiting-row]')];
  rows[rows.indexOf(from) + by]?.focus();
}

export const CallerRow = memo(function CallerRow({ caller, target, onSend }: CallerRowProps) {
  const canTake = useOnly('site')?.canTake === true;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { row, wait, bar } = useWaitClock(caller.joinedAt, target);
  const acting = useActing(caller.entry);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (!isOpen && (key === 'arrowdown' || key === 'arrowup')) step(button.current!, key === 'arrowdown' ? 1 : -1);
    else if (key === 't' && canTake) acting.take();
    else if (key === 'r') acting.raise();
    else if (key === 's' && canTake) onSend(caller);
    else return;
    setOpen(false);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li className={classes.item} ref={row}>
      <button
        type="button"
        ref={button}
        className={classes.row}
        data-waiting-row
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
      >
        <Who caller={caller} />
        <span className={`${classes.wait} tabular`} ref={wait} />
        <span className={classes.track} aria-hidden>
          <span className={classes.bar} ref={bar} />
        </span>
      </button>
      {/* Only where it is open: a menu of its own for each of many rows would be felt with every caller who moves up. */}
      {isOpen ? (
        <ActingMenu caller={caller} acting={acting} onSend={onSend} onClose={close} onKeyDown={onKeyDown} />
      ) : null}
    </li>
  );
});

interface ActingMenuProps {
  readonly caller: Waiting;
  readonly acting: ReturnType<typeof useActing>;
  readonly onSend: (caller: Waiting) => void;
  readonly onClose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function ActingMenu({ caller, acting, onSend, onClose, onKeyDown }: ActingMenuProps) {
  const { t } = useTranslation();
  const site = useOnly('site');
  const canTake = site?.canTake === true;
  const others = (site?.queues ?? []).filter(({ id, number }) => id !== caller.queue && number !== undefined);
  return (
    <Menu
      opened
      onClose={onClose}
      position="right-start"
      shadow="md"
      transitionProps={{ duration: 0 }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <span className={classes.anchor} />
      </Menu.Target>
      <Menu.Dropdown onKeyDown={onKeyDown} aria-label={t('queues.act.label')}>
        {canTake ? (
          <Menu.Item data-autofocus onClick={acting.take} rightSection={<KeyCap keys="T" />}>
            {t('queues.act.take')}
          </Menu.Item>
        ) : null}
        <Menu.Item onClick={acting.raise} disabled={caller.position === 1} rightSection={<KeyCap keys="R" />}>
          {t('queues.act.raise')}
        </Menu.Item>
        {canTake ? (
          <>
            <Menu.Item onClick={() => onSend(caller)} rightSection={<KeyCap keys="S" />}>
              {t('queues.act.send')}
            </Menu.Item>
            {others.length > 0 ? <Menu.Label>{t('queues.act.move')}</Menu.Label> : null}
            {others.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => acting.move(id)}>
                {name}
              </Menu.Item>
            ))}
          </>
        ) : (
          <Menu.Label className={classes.cannot}>{t('queues.act.notSet')}</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Place, who it may be, and why they stand there. */
function Who({ caller }: { caller: Waiting }) {
  const { t, i18n } = useTranslation();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const reasons = useReasons(caller);
  const { language, match, takenBy } = caller;
  // Spelling a number out takes longer than drawing the row.
  const spelt = useMemo(() => phoneNumber(caller.number, country), [caller.number, country]);
  const number = caller.withheld ? t('call.withheld') : spelt;
  const several = match && match.count > 1 ? t('queues.several', { count: match.count }) : '';
  const second = [match?.initials ? number : several, ...reasons].filter((part) => part !== '');
  return (
    <>
      <span className={classes.position}>{caller.position}</span>
      <span className={classes.who}>
        <span className={classes.name} data-withheld={caller.withheld}>
          <bdi>{match?.initials ?? number}</bdi>
        </span>
        {language && language !== i18n.language ? (
          <Tag>
            <abbr className={classes.language} title={languageName(language)}>
              {language.toUpperCase()}
            </abbr>
          </Tag>
        ) : null}
        {caller.callback ? <CallbackTag asked={caller.callback} /> : null}
        {takenBy === undefined ? null : <Tag tone="accent">{t('queues.onTheWay')}</Tag>}
        {caller.ringingAt.length > 0 && takenBy === undefined ? <Tag tone="accent">{t('queues.ringing')}</Tag> : null}
        {caller.priority > 5 ? <Tag tone="danger">{t('queues.urgent')}</Tag> : null}
      </span>
      {second.length === 0 ? null : <span className={classes.why}>{second.join(' · ')}</span>}
    </>
  );
}

/** Time and colour run without drawing the row anew; a clock that was set back shows no time below nothing. */
function useWaitClock(joinedAt: number, target: number) {
  const { ticker } = useDesk();
  const row = useRef<HTMLLIElement>(null);
  const wait = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        const waited = Math.max(0, now - joinedAt);
        const level = waitLevel(waited, target);
        const text = duration(waited);
        const scale = `scaleX(${waitShare(waited, target).toFixed(2)})`;
        // Only what differs: of hundreds of rows few change what they show in one tick.
        if (wait.current && wait.current.textContent !== text) wait.current.textContent = text;
        if (bar.current && bar.current.style.transform !== scale) bar.current.style.transform = scale;
        if (row.current && row.current.dataset['level'] !== level) row.current.dataset['level'] = level;
      }),
    [ticker, joinedAt, target],
  );
  return { row, wait, bar };
}
