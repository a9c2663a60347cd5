// Rings everybody of an escalation one after the other, by one key: offered first where a rule wants it, else beside an
// on-call destination.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { Destination, WantedEscalation } from '../../../../shared/domain/rules/types.ts';
import { canEscalate } from '../../store/escalating.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Name } from '../../ui/name.tsx';
import classes from './guidance.module.css';

const isOnCall = (entry: Destination): boolean => entry.because.some(({ code }) => code === 'target.onCall');

/** What a rule of the practice wants done before anything else. */
export function EscalateFirst({ call, wanted }: { call: CallRow; wanted: WantedEscalation }) {
  const { t } = useTranslation();
  return (
    <p className={classes.escalateFirst} data-escalate={wanted.id}>
      <span>
        {t('escalation.first')} <Name>{wanted.name}</Name>
      </span>
      <Start call={call} tone="primary" />
    </p>
  );
}

export function Escalate({ call, destinations }: { call: CallRow; destinations: readonly Destination[] }) {
  if (call.decision?.escalate || !destinations.some(isOnCall)) return null;
  return <Start call={call} tone="quiet" />;
}

function Start({ call, tone }: { call: CallRow; tone: 'primary' | 'quiet' }) {
  const { t } = useTranslation();
  const { actions, topics } = useDesk();
  return (
    <Action
      size="small"
      tone={tone}
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
