// The right column: who is calling. Nothing private is in it before two identifiers matched; until then initials, sex and
// age tell people apart.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import { useDesk, useRow } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Panel } from '../../ui/panel.tsx';
import { BreakGlass } from './break-glass.tsx';
import { Chooser, ChosenCandidate } from './chooser.tsx';
import { ContextCard } from './context-card.tsx';
import { IdentityCheck } from './identity-check.tsx';
import { EarlierCalls } from './earlier-calls.tsx';
import classes from './patient.module.css';
import { PatientSearch } from './patient-search.tsx';

/** Calls that nobody is looked up for. */
const OF_PURPOSE = {
  intercom: 'patient.colleague',
  page: 'patient.colleague',
  listen: 'patient.listening',
  callback: 'patient.callback',
} as const satisfies Record<NonNullable<CallRow['purpose']>, string>;

export function PatientColumn({ callId }: { callId: CallRow['id'] | undefined }) {
  const { t } = useTranslation();
  const panel = useRow('patients', callId);
  const purpose = useRow('calls', callId)?.purpose;
  const text = purpose ? OF_PURPOSE[purpose] : callId === undefined ? 'patient.noCall' : 'patient.loading';
  if (callId === undefined || !panel)
    return (
      <Panel title={t('patient.title')} label={t('patient.title')}>
        <p className={classes.teach}>{t(text)}</p>
      </Panel>
    );
  if (panel.check.state === 'verified')
    return (
      <>
        <EarlierCalls callId={callId} />
        <Verified panel={panel} />
      </>
    );
  return (
    <>
      <EarlierCalls callId={callId} />
      <WhoIsCalling key={`who-${callId}`} panel={panel} />
      <Gate key={`${callId}-${panel.chosen?.patientId ?? ''}-${panel.check.state === 'restricted'}`} panel={panel} />
    </>
  );
}

/** What stands before the chart: the identity check, and for a restricted one a reason after it. */
function Gate({ panel }: { panel: PatientPanel }) {
  if (!panel.chosen) return null;
  return panel.check.state === 'restricted' ? <BreakGlass panel={panel} /> : <IdentityCheck panel={panel} />;
}

function WhoIsCalling({ panel }: { panel: PatientPanel }) {
  const { t } = useTranslation();
  const { state, count } = panel.match;
  return (
    <Panel title={t('patient.who')} label={t('patient.who')}>
      {panel.chosen ? (
        <ChosenCandidate panel={panel} candidate={panel.chosen} />
      ) : (
        <>
          <p className={classes.teach} role="status" data-match={state}>
            {t(`patient.match.${state}`, { count })}
          </p>
          <Chooser panel={panel} />
          <PatientSearch callId={panel.callId} first={panel.match.candidates.length === 0} />
        </>
      )}
    </Panel>
  );
}

function Verified({ panel }: { panel: PatientPanel }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  if (panel.context) return <ContextCard panel={panel} context={panel.context} />;
  const isLoading = panel.contextState === 'loading' || panel.contextState === 'none';
  return (
    <Panel title={t('patient.title')} label={t('patient.title')}>
      <div className={classes.pad} role="status">
        <p className={classes.hint}>{t(isLoading ? 'patient.reading' : 'patient.unavailable')}</p>
        {isLoading ? null : (
          <Action size="small" onClick={() => void run('patient.refresh', { callId: panel.callId })}>
            {t('patient.readAgain')}
          </Action>
        )}
      </div>
    </Panel>
  );
}
