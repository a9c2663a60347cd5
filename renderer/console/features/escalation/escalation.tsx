// Somebody must be reached for the caller who waits: who is rung and for how long, the one key that connects, the one that
// calls it off; and when nobody was reached, where the caller is called back.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { EscalationRow } from '../../../../shared/contract/escalation.ts';
import { useDesk } from '../../store/desk.ts';
import { useSaying } from '../../store/saying.ts';
import { Action } from '../../ui/action.tsx';
import { Timer } from '../../ui/timer.tsx';
import { CallBack, Promised } from './call-back.tsx';
import classes from './escalation.module.css';
import { Targets } from './targets.tsx';

interface PanelProps {
  readonly call: CallRow;
  readonly escalation: EscalationRow;
}

export function EscalationPanel({ call, escalation }: PanelProps) {
  const { t } = useTranslation();
  const { phase } = escalation;
  const isCapturing = phase === 'capturing' || phase === 'promised';
  return (
    <section className={classes.panel} aria-label={t('escalation.title')} data-escalation={phase}>
      <header className={classes.head}>
        <p className={classes.title} role="status">
          {t(`escalation.phase.${phase}`, { who: answeredBy(escalation) })}
        </p>
        {isCapturing ? null : (
          <span className={classes.clock}>
            {t('escalation.since')} <Timer since={escalation.startedAt} />
          </span>
        )}
      </header>
      <Say call={call} escalation={escalation} />
      <Targets escalation={escalation} />
      {phase === 'promised' ? <Promised escalation={escalation} /> : null}
      {phase === 'capturing' ? <CallBack call={call} escalation={escalation} /> : null}
      {isCapturing ? null : <Ways call={call} escalation={escalation} />}
    </section>
  );
}

const answeredBy = ({ legs, targets }: EscalationRow): string => {
  const leg = legs.find(({ state }) => state === 'answered') ?? legs.findLast(({ state }) => state !== 'leaving');
  return targets[leg?.target ?? -1]?.label ?? '';
};

/** To the caller before they wait and after; while somebody has answered it is them who are spoken to. */
function Say({ call, escalation }: PanelProps) {
  const { t } = useTranslation();
  const saying = useSaying(call.id);
  const { phase } = escalation;
  if (phase !== 'ringing' && phase !== 'capturing') return null;
  const said = saying(phase === 'capturing' ? escalation.sayNobody : escalation.say);
  return (
    <p className={classes.say} lang={said.language}>
      <span className="visually-hidden">{t('guidance.say')} </span>“{said.words}”
    </p>
  );
}

function Ways({ call, escalation }: PanelProps) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const { answeredLeg, phase } = escalation;
  return (
    <div className={classes.ways}>
      <Action keys="F9" onClick={() => actions.cancelEscalation(call.id)} disabled={phase === 'connecting'}>
        {t('escalation.cancel')}
      </Action>
      <Action onClick={() => actions.nextInEscalation(call.id)} disabled={phase === 'connecting'}>
        {t(escalation.rung < escalation.targets.length ? 'escalation.next' : 'escalation.giveUp')}
      </Action>
      <Action
        tone="primary"
        keys="F6"
        disabled={phase !== 'answered' || answeredLeg === undefined}
        onClick={() => answeredLeg && actions.completeTransfer(call.id, answeredLeg)}
      >
        {t('escalation.connect')}
      </Action>
    </div>
  );
}
