// The EHR keeps what the patient said about who may be told, and did not give it: what to do instead, the question asked
// again, and for whom the chart alone would let speak a way on, in a second step that takes a reason.
import { IconAlertTriangle } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { UncheckedReason } from '../../../../shared/domain/patient/types.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './patient.module.css';

const REASONS = [
  ...(['chartSeen', 'patientAgreed', 'clinician', 'emergency'] as const),
] as const satisfies readonly UncheckedReason[];

interface UncheckedProps {
  readonly callId: PatientPanel['callId'];
  readonly unchecked: NonNullable<PatientPanel['check']['unchecked']>;
  readonly onGoOn: () => void;
}

export function Unchecked({ callId, unchecked: { isAsking, mayGoOn }, onGoOn }: UncheckedProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  return (
    <section className={classes.unchecked} aria-label={t('unchecked.title')} data-unchecked={mayGoOn}>
      <p className={classes.glassLead} role="alert">
        <IconAlertTriangle size={15} aria-hidden /> {t('unchecked.lead')}
      </p>
      <p className={classes.hint}>{t('unchecked.instead')}</p>
      <div className={classes.pair}>
        <Action size="small" busy={isAsking} onClick={() => void run('patient.checkAgain', { callId })}>
          {t('unchecked.again')}
        </Action>
        {mayGoOn ? (
          <Action size="small" tone="quiet" onClick={onGoOn}>
            {t('unchecked.goOn')}
          </Action>
        ) : null}
      </div>
    </section>
  );
}

export function UncheckedReasons({ callId, onBack }: { callId: PatientPanel['callId']; onBack: () => void }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  // The button that led here went away with the focus in it.
  const whole = useRef<HTMLElement>(null);
  useLayoutEffect(() => whole.current?.focus(), []);
  return (
    <section className={classes.reasons} aria-label={t('unchecked.reasons')} ref={whole} tabIndex={-1}>
      <p className={classes.glassLead}>
        <IconAlertTriangle size={15} aria-hidden /> {t('unchecked.reasons')}
      </p>
      {REASONS.map((reason) => (
        <Action key={reason} full onClick={() => void run('patient.goOnUnchecked', { callId, reason })}>
          {t(`unchecked.reason.${reason}`)}
        </Action>
      ))}
      <p className={classes.hint}>{t('breakGlass.written')}</p>
      <Action full size="small" tone="quiet" onClick={onBack}>
        {t('unchecked.back')}
      </Action>
    </section>
  );
}
