// A restricted chart: who it is has been checked, and still it opens only with a reason that is written down.
import { IconLock } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { GlassReason } from '../../../../shared/domain/patient/types.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './patient.module.css';

const REASONS = ['ownCare', 'emergency', 'clinician', 'desk'] as const satisfies readonly GlassReason[];

export function BreakGlass({ panel }: { panel: PatientPanel }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const role = useOnly('session')?.user?.role;
  const mayOpen = useOnly('site')?.breakGlass.includes(role ?? 'receptionist') === true;
  // The check's form went away with the focus in it.
  const first = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null)
      requestAnimationFrame(() => first.current?.focus());
  }, []);
  return (
    <Panel title={t('breakGlass.title')} label={t('breakGlass.title')}>
      <div className={classes.glass} ref={first} tabIndex={-1} data-patient-name>
        <p className={classes.glassLead} role="alert">
          <IconLock size={15} aria-hidden /> {t(mayOpen ? 'breakGlass.lead' : 'breakGlass.notYou')}
        </p>
        {mayOpen
          ? REASONS.map((reason) => (
              <Action
                key={reason}
                full
                onClick={() => void run('patient.breakGlass', { callId: panel.callId, reason })}
              >
                {t(`breakGlass.reason.${reason}`)}
              </Action>
            ))
          : null}
        <p className={classes.hint}>{t('breakGlass.written')}</p>
      </div>
    </Panel>
  );
}
