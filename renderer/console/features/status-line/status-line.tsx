// The line at the foot of the window. Its place is always kept, so that trouble never moves what is being typed: the
// worst problem with what to do about it, else the keys that help now.
import { Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SiteView } from '../../../../shared/contract/session.ts';
import { healthLines, problemsOf } from '../../store/health.ts';
import type { HealthLine } from '../../store/health.ts';
import { ringingCalls } from '../../store/calls.ts';
import { useDesk, useLayout, useOnly, useTopic } from '../../store/desk.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import classes from './status-line.module.css';

/** `children`: what else is said at the foot of the window, beside trouble and never in its place. */
export function StatusLine({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const health = useOnly('health');
  const connected = useStore(useDesk().connected);
  const isAdministrator = useOnly('session')?.user?.role === 'administrator';
  const lines = healthLines(health, connected, useOnly('sound'));
  const problems = problemsOf(lines, isAdministrator);
  const [first, ...others] = problems;
  const waiting = lines.find((line) => line.part === 'outbox');
  return (
    <footer className={classes.line} data-severity={first?.severity ?? 'good'} aria-label={t('status.label')}>
      <p className={classes.sentence} role="status">
        {first ? (
          <>
            <StatusDot tone={first.severity} /> <Sentence line={first} />
          </>
        ) : waiting ? (
          <Sentence line={waiting} />
        ) : null}
      </p>
      {first?.part === 'site' ? <SiteProblems /> : null}
      {first?.part === 'phone' && first.state === 'takenOver' ? <TakeBack /> : null}
      {first?.part === 'sound' || first?.part === 'microphone' ? <OpenSound /> : null}
      {first?.part === 'ehr' && first.state === 'signIn' ? <OpenEhrAccess /> : null}
      {others.length > 0 ? <Others lines={others} /> : null}
      {children}
      {first ? null : <Hints />}
    </footer>
  );
}

function Sentence({ line }: { line: HealthLine }) {
  const { t } = useTranslation();
  // A device whose name the system does not tell.
  const entries = Object.entries(line.values ?? {});
  const values: Record<string, string | number> = Object.fromEntries(
    entries.map(([name, value]) => [name, value === '' ? t('sound.theSystems') : value]),
  );
  return <span>{t(`health.${line.part}.${line.state}`, values)}</span>;
}

function OpenSound() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const isOpen = useOnly('session')?.state === 'signedIn';
  return isOpen ? (
    <UnstyledButton className={classes.more} onClick={() => layout.setState({ soundOpen: true })}>
      {t('sound.title')}
    </UnstyledButton>
  ) : null;
}

function OpenEhrAccess() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  return (
    <UnstyledButton className={classes.more} onClick={() => layout.setState({ ehrAccessOpen: true })}>
      {t('status.ehrSignIn')}
    </UnstyledButton>
  );
}

/** One step out of two copies of the phone: whoever stands here decides where it rings. */
function TakeBack() {
  const { t } = useTranslation();
  const { run } = useDesk();
  const isSignedIn = ['signedIn', 'locked'].includes(useOnly('session')?.state ?? '');
  if (!isSignedIn) return null;
  return (
    <UnstyledButton className={classes.more} onClick={() => void run('phone.takeBack', {})}>
      {t('status.takeBack')}
    </UnstyledButton>
  );
}

function Others({ lines }: { lines: readonly HealthLine[] }) {
  const { t } = useTranslation();
  return (
    <More label={t('status.more', { count: lines.length })}>
      <ul className={classes.list}>
        {lines.map((line) => (
          <li key={line.part}>
            <StatusDot tone={line.severity} /> <Sentence line={line} />
          </li>
        ))}
      </ul>
    </More>
  );
}

function SiteProblems() {
  const { t } = useTranslation();
  const problems: SiteView['problems'] = useOnly('site')?.problems ?? [];
  if (problems.length === 0) return null;
  return (
    <More label={t('status.siteProblems', { count: problems.length })}>
      <ol className={classes.list}>
        {problems.map((problem) => (
          <li key={`${problem.line}:${problem.column}:${problem.path}`}>
            <b>{t('status.at', { line: problem.line, column: problem.column })}</b> <code>{problem.path}</code>{' '}
            {problem.message}
          </li>
        ))}
      </ol>
    </More>
  );
}

function More({ label, children }: { label: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" shadow="md" width={460} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes.more} onClick={() => setOpened(!opened)}>
          {label}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} tabIndex={-1}>
        <div tabIndex={-1} data-autofocus>
          {children}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The keys that do something just now. */
function Hints() {
  const { t } = useTranslation();
  const rings = useTopic('calls', (state) => ringingCalls(state.rows).length > 0);
  const isOpen = useOnly('session')?.state === 'signedIn';
  const hasCall = useLayout((layout) => layout.selected !== undefined) && isOpen;
  const hints = [
    ...(rings ? [['F2', 'answer'] as const, ['Esc', 'silence'] as const] : []),
    ...(hasCall
      ? ([
          ['Alt 1–9', 'destination'],
          ['Alt 0', 'nothing'],
          ['Ctrl 1–6', 'lines'],
        ] as const)
      : []),
    ...(isOpen ? [['Ctrl K', 'search'] as const] : []),
  ];
  return (
    <ul className={classes.hints}>
      {hints.map(([keys, name]) => (
        <li key={name}>
          <KeyCap keys={keys} /> {t(`hint.${name}`)}
        </li>
      ))}
    </ul>
  );
}
