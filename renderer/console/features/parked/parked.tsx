// Parked callers of the whole practice: slot, who, by whom, for how long, and when they come back. One press takes one.
import { memo, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { ParkedRow } from '../../../../shared/contract/parking.ts';
import { parkedCallers } from '../../store/parked.ts';
import { useDesk, useOnly, useTopic } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { duration, phoneNumber } from '../../ui/format.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Name } from '../../ui/name.tsx';
import { Panel } from '../../ui/panel.tsx';
import twoLines from '../../ui/two-lines.module.css';
import classes from './parked.module.css';

/** Shorter than this until the caller comes back by itself: whoever means to take the caller must hurry. */
const SOON_MS = 20_000;

export function Parked() {
  const { t } = useTranslation();
  const callers = useTopic(
    'parked',
    useShallow((state) => parkedCallers(state.rows)),
  );
  // Nobody parked is how it nearly always is: the place belongs to the queues then.
  if (callers.length === 0) return null;
  return (
    <Panel
      title={t('parked.title')}
      label={t('parked.title')}
      aside={
        <span className={classes.count}>
          {t('parked.count', { count: callers.length })} <KeyCap keys="⇧F8" />
        </span>
      }
    >
      <ul>
        {callers.map((caller, index) => (
          <Row key={caller.slot} caller={caller} isFirst={index === 0} />
        ))}
      </ul>
    </Panel>
  );
}

const Row = memo(function Row({ caller, isFirst }: { caller: ParkedRow; isFirst: boolean }) {
  const { t } = useTranslation();
  const { actions, ticker } = useDesk();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const row = useRef<HTMLLIElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const { parkedAt, recallAt } = caller;
  const back = t('parked.back', { time: '{time}' });
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        const left = recallAt === undefined ? undefined : recallAt - now;
        const rest = left === undefined ? '' : ` · ${back.replace('{time}', duration(left))}`;
        if (time.current) time.current.textContent = `${duration(now - parkedAt)}${rest}`;
        if (row.current) row.current.dataset['soon'] = String(left !== undefined && left < SOON_MS);
      }),
    [ticker, parkedAt, recallAt, back],
  );
  const by = caller.parkedByName ?? caller.parkedBy;
  const who = caller.directoryName ?? (caller.name || phoneNumber(caller.number, country));
  const shown = caller.withheld ? t('call.withheld') : who;
  return (
    <li className={classes.row} ref={row}>
      <span className={classes.slot}>
        <span className="visually-hidden">{t('parked.slot')} </span>
        {caller.slot}
      </span>
      <span className={twoLines.text}>
        <span className={twoLines.first}>
          <Name>{shown}</Name>
        </span>
        {by === undefined ? null : (
          <span className={twoLines.second}>
            <Name>{t('parked.by', { who: by })}</Name>
          </span>
        )}
        <span className={`${twoLines.second} ${classes.time} tabular`} ref={time} />
      </span>
      <Action
        size="small"
        shortcut={isFirst ? 'Shift+F8' : undefined}
        label={t('parked.takeWho', { who: shown, slot: caller.slot })}
        onClick={() => actions.retrieve(caller.slot)}
      >
        {t('parked.take')}
      </Action>
    </li>
  );
});
