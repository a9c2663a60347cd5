// The right column: who is calling. Nothing private is in it before two identifiers matched; until then initials, sex and
// age tell people apart.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import { useRow } from '../../store/desk.ts';
import { Panel } from '../../ui/panel.tsx';
import { BreakGlass } from './break-glass.tsx';
import { Chooser, ChosenCandidate } from './chooser.tsx';
import { ContextCard } from './context-card.tsx';
import type { PartActions } from './context-rows.tsx';
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

interface ColumnProps {
  readonly callId: CallRow['id'] | undefined;
  /** What can be done about parts of the card: given by whoever lays the window out, since features do not know each other. */
  readonly actions?: PartActions;
}

const NO_ACTIONS: PartActions = {};

export function PatientColumn({ callId, actions = NO_ACTIONS }: ColumnProps) {
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
        {panel.context ? <ContextCard panel={panel} context={panel.context} actions={actions} /> : null}
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
  const { state, count, candidates } = panel.match;
  // A care home's one line: the caller's name comes first, and nobody's initials stand here before.
  const isCrowd = state === 'several' && count > candidates.length;
  return (
    <Panel title={t('patient.who')} label={t('patient.who')}>
      {panel.chosen ? (
        <ChosenCandidate panel={panel} candidate={panel.chosen} />
      ) : (
        <>
          <p className={classes.teach} role="status" data-match={isCrowd ? 'crowd' : state}>
            {t(`patient.match.${isCrowd ? 'crowd' : state}`, { count })}
          </p>
          <Chooser panel={panel} />
          <PatientSearch callId={panel.callId} first={candidates.length === 0} />
        </>
      )}
    </Panel>
  );
}
