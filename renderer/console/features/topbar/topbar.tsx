// Where I am, whether I am ready, whether everything works, and the search of everything.
import { UnstyledButton } from '@mantine/core';
import { IconAddressBook, IconSearch } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { troubledSound } from '../../store/calls.ts';
import { healthLines } from '../../store/health.ts';
import type { HealthLine } from '../../store/health.ts';
import { useDesk, useOnly, useTopic } from '../../store/desk.ts';
import { clock } from '../../ui/format.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import classes from './topbar.module.css';
import { OfficeHours } from './office.tsx';
import { ReadyMenu } from './ready-menu.tsx';
import { UserMenu } from './user-menu.tsx';

export function TopBar() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const name = useOnly('site')?.clinic.name ?? 'Frontdesk';
  return (
    <header className={classes.bar}>
      <div className={classes.left}>
        <span className={classes.mark} aria-hidden>
          F
        </span>
        <span className={classes.place}>
          <span className={classes.clinic} title={name}>
            {name}
          </span>
          <OfficeHours />
        </span>
        <ReadyMenu />
      </div>
      <div className={classes.middle}>
        <UnstyledButton
          className={classes.search}
          onClick={() => layout.setState({ searchOpen: true })}
          aria-keyshortcuts="Control+K"
        >
          <IconSearch size={16} aria-hidden />
          <span className={classes.searchText}>{t('search.placeholder')}</span>
          <KeyCap keys="Ctrl K" />
        </UnstyledButton>
        <UnstyledButton
          className={classes.directory}
          onClick={() => layout.setState({ directoryOpen: true })}
          aria-keyshortcuts="F3"
          title={t('directory.title')}
        >
          <IconAddressBook size={17} aria-hidden />
          <span className="visually-hidden">{t('directory.title')}</span>
          <KeyCap keys="F3" />
        </UnstyledButton>
      </div>
      <div className={classes.right}>
        <Lights />
        <Clock />
        <UserMenu />
      </div>
    </header>
  );
}

function Lights() {
  const { t } = useTranslation();
  const health = useOnly('health');
  const connected = useStore(useDesk().connected);
  const lines = healthLines(health, connected);
  const quality = useTopic('calls', (state) => troubledSound(state.rows));
  const phone = lines.find((line) => ['host', 'phonePage', 'phone', 'microphone'].includes(line.part));
  // Without the service nothing else is known.
  const ehr = connected ? lines.find((line) => line.part === 'ehr') : undefined;
  const hidden = (line: HealthLine) => line.severity === 'idle' && line.state === 'notSet';
  return (
    <div className={classes.lights} role="group" aria-label={t('health.title')}>
      {[phone, ehr]
        .filter((line) => line !== undefined)
        .filter((line) => !hidden(line))
        // "Bad sound" says that the phone works, too, and there is no room for more.
        .filter((line) => quality === undefined || line !== phone || line.severity !== 'good')
        .map((line) => (
          <span key={line.part} className={classes.pill} title={t(`health.${line.part}.${line.state}`)}>
            <StatusDot tone={line.severity} />
            <span className={classes.pillText}>{t(`health.short.${line.part}.${line.state}`)}</span>
          </span>
        ))}
      {quality === undefined ? null : (
        <span className={classes.pill}>
          <StatusDot tone={quality === 'bad' ? 'danger' : 'warn'} />
          <span className={classes.pillText}>{t(`quality.step.${quality}`)}</span>
        </span>
      )}
    </div>
  );
}

function Clock() {
  const { i18n } = useTranslation();
  const { ticker } = useDesk();
  const zone = useOnly('site')?.clinic.timeZone;
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        if (text.current) text.current.textContent = clock(now, i18n.language, zone);
      }),
    [ticker, i18n.language, zone],
  );
  return <span className={`${classes.clock} tabular`} ref={text} />;
}
