// Under the practice's name: whether it is open, and the way to its hours and to who is on call.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useOffice } from '../../store/office.ts';
import { useMinute } from '../../store/use-minute.ts';
import { officeReason, officeWords } from '../../ui/office-words.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import classes from './topbar.module.css';

export function OfficeHours() {
  const { t, i18n } = useTranslation();
  const { layout } = useDesk();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const now = useMinute();
  const office = useOffice();
  if (!office) return null;
  const { state, change } = office;
  const words = officeWords(state, change, { t, language: i18n.language, zone, now });
  const reason = officeReason(state, t);
  const told = reason === undefined ? words : `${words} · ${reason}`;
  const isSoon = change !== undefined && change.minutes <= 15;
  return (
    <UnstyledButton
      className={classes.office}
      onClick={() => layout.setState({ dutyOpen: true })}
      aria-keyshortcuts="Alt+H"
      title={`${told} (Alt H)`}
      data-open={state.open}
    >
      <StatusDot tone={state.open ? (isSoon ? 'warn' : 'good') : state.reason === 'closure' ? 'warn' : 'idle'} />
      <span className={classes.officeText}>{told}</span>
    </UnstyledButton>
  );
}
