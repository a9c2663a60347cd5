// Beside an on-call destination: rings everybody of the escalation one after the other, by one key.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { Destination } from '../../../../shared/domain/rules/types.ts';
import { canEscalate } from '../../store/escalating.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';

const isOnCall = (entry: Destination): boolean => entry.because.some(({ code }) => code === 'target.onCall');

export function Escalate({ call, destinations }: { call: CallRow; destinations: readonly Destination[] }) {
  const { t } = useTranslation();
  const { actions, topics } = useDesk();
  if (!destinations.some(isOnCall)) return null;
  return (
    <Action
      size="small"
      tone="quiet"
      keys="Alt E"
      shortcut="Alt+E"
      title={t('escalation.startHelp')}
      disabled={!canEscalate(topics, call)}
      onClick={() => actions.escalate(call.id)}
    >
      {t('escalation.start')}
    </Action>
  );
}
