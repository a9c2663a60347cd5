// People on file with this number, told apart by the least that does it. Nobody is chosen by itself: a household shares
// one phone.
import { UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconHistory, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { PatientCandidate } from '../../../../shared/domain/patient/types.ts';
import { useDesk, useRow } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { ago } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import classes from './patient.module.css';

export function Chooser({ panel }: { panel: PatientPanel }) {
  const { run } = useDesk();
  const expected = useRow('workCalls', panel.callId)?.patientId;
  if (panel.match.candidates.length === 0) return null;
  return (
    <ul>
      {panel.match.candidates.map((candidate) => (
        <li key={candidate.patientId} className={classes.item}>
          <UnstyledButton
            className={classes.candidate}
            onClick={() => void run('patient.choose', { callId: panel.callId, patientId: candidate.patientId })}
          >
            <Person candidate={candidate} expected={candidate.patientId === expected} />
            <IconChevronRight size={16} aria-hidden />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

/** Whoever calls is somebody else. */
const isNobody = ({ hint }: PatientCandidate): boolean => hint === 'deceased' || hint === 'test';

function Person({ candidate, expected = false }: { candidate: PatientCandidate; expected?: boolean }) {
  const { t } = useTranslation();
  const facts = [
    t(`patient.sex.${candidate.sex}`),
    candidate.age === undefined ? '' : t('patient.age', { count: candidate.age }),
  ];
  return (
    <span className={classes.who}>
      <span className={classes.initials}>
        <Name>{candidate.initials}</Name>
        <span className={classes.facts}> · {facts.filter(Boolean).join(' · ')}</span>
      </span>
      <span className={classes.hint} data-nobody={isNobody(candidate)}>
        {candidate.hint === 'restricted' ? <IconLock size={12} aria-hidden /> : null}{' '}
        {expected ? t('repeat.expected') : t(`patient.hint.${candidate.hint}`)}
      </span>
      {candidate.remembered ? <Remembered remembered={candidate.remembered} /> : null}
    </span>
  );
}

/** The EHR has not said that this is their number: this desk only remembers it. */
function Remembered({ remembered: { from, at } }: { remembered: NonNullable<PatientCandidate['remembered']> }) {
  const { t, i18n } = useTranslation();
  const age = ago(useMinute() - at, i18n.language) ?? t('patient.justNow');
  return (
    <span className={classes.remembered}>
      <IconHistory size={13} aria-hidden /> {t(`patient.remembered.${from}`, { age })}
    </span>
  );
}

export function ChosenCandidate({ panel, candidate }: { panel: PatientPanel; candidate: PatientCandidate }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  return (
    <div className={classes.chosen}>
      <Person candidate={candidate} />
      <Action size="small" onClick={() => void run('patient.choose', { callId: panel.callId, patientId: null })}>
        {t('patient.change')}
      </Action>
    </div>
  );
}
