// Everybody of the escalation in order: who was rung and what came of it, who is rung now and for how long, who is next.
import { IconBellRinging, IconCheck, IconCircleDashed, IconPhoneFilled, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EscalationRow } from '../../../../shared/contract/escalation.ts';
import type { EscalationEntry } from '../../../../shared/domain/note/types.ts';
import { useOnly } from '../../store/desk.ts';
import { clock } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Timer } from '../../ui/timer.tsx';
import classes from './escalation.module.css';

const SHAPES = {
  waiting: IconCircleDashed,
  ringing: IconBellRinging,
  answered: IconPhoneFilled,
  connected: IconCheck,
  over: IconX,
} as const;
type Standing = keyof typeof SHAPES;

function standingOf({ legs, rung }: EscalationRow, target: number, last: EscalationEntry | undefined): Standing {
  if (last?.what === 'connected') return 'connected';
  const leg = legs.find((one) => one.target === target);
  if (leg?.state === 'answered' || leg?.state === 'over') return 'answered';
  if (leg?.state === 'dialling' || leg?.state === 'ringing') return 'ringing';
  return target < rung ? 'over' : 'waiting';
}

export function Targets({ escalation }: { escalation: EscalationRow }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.targets} aria-label={t('escalation.order')}>
      {escalation.targets.map((target, index) => (
        <Target key={target.number} escalation={escalation} index={index} />
      ))}
    </ol>
  );
}

function Target({ escalation, index }: { escalation: EscalationRow; index: number }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone;
  const target = escalation.targets[index];
  const began = escalation.steps.findLast(({ what }) => what === 'started')?.at ?? 0;
  const last = escalation.steps.findLast((step) => step.who === target?.label && step.at >= began);
  const standing = standingOf(escalation, index, last);
  const leg = escalation.legs.find((one) => one.target === index);
  const Shape = SHAPES[standing];
  if (!target) return null;
  return (
    <li className={classes.target} data-standing={standing}>
      <Shape size={14} aria-hidden />
      <span className={classes.name}>
        <Name>{target.label}</Name>
        {target.role ? <span className={classes.role}> · {target.role}</span> : null}
      </span>
      <span className={classes.fact}>
        {standing === 'waiting' || last === undefined
          ? t('escalation.waits', { seconds: target.ringSeconds })
          : t(`escalation.step.${last.what}`, {
              reason: t(`escalation.reason.${last.reason ?? 'failed'}`, {
                defaultValue: t('escalation.reason.failed'),
              }),
            })}
        {standing === 'ringing' && leg ? (
          <>
            {' '}
            <Timer since={leg.since} />
          </>
        ) : last && standing !== 'waiting' ? (
          <span className="tabular"> {clock(last.at, i18n.language, zone, true)}</span>
        ) : null}
      </span>
    </li>
  );
}
