// The chart of whoever calls, in the EHR itself.
import { useTranslation } from 'react-i18next';
import type { CallId } from '../../../shared/domain/call/call.ts';
import { useDesk } from '../store/desk.ts';
import { Action } from './action.tsx';

/** By way of main: neither the chart's address nor an id of the patient ever stands in this page. */
export function OpenChart({ callId }: { callId: CallId }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const open = async () => {
    const answer = await run('patient.openChart', { callId });
    if (answer.ok && answer.value.way !== undefined) window.open(answer.value.way, '_blank', 'noopener,noreferrer');
  };
  return (
    <Action size="small" onClick={() => void open()}>
      {t('patient.openChart')}
    </Action>
  );
}
