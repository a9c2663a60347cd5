// The way from the patient's card to their visits, with its key, beside the chart.
import { useTranslation } from 'react-i18next';
import type { CallId } from '../../store/calls.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';

export function VisitsAction({ callId }: { callId: CallId }) {
  const { t } = useTranslation();
  const { layout } = useDesk();
  return (
    <Action
      size="small"
      keys="Alt B"
      shortcut="Alt+B"
      title={t('search.action.schedule')}
      onClick={() => layout.setState({ schedulingFor: callId })}
    >
      {t('patient.visits')}
    </Action>
  );
}
