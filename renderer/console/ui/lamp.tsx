import { useTranslation } from 'react-i18next';
import type { Presence } from '../../../shared/domain/queue/types.ts';
import { StatusDot } from './status-dot.tsx';
import classes from './lamp.module.css';

const TONE = {
  free: 'good',
  ringing: 'busy',
  busy: 'busy',
  paused: 'idle',
  wrapUp: 'idle',
  away: 'idle',
  unregistered: 'idle',
  unknown: 'idle',
} as const satisfies Record<Presence, string>;

/** Whether somebody can take a call just now, in a word and a lamp. */
export function Lamp({ presence }: { presence: Presence }) {
  const { t } = useTranslation();
  return (
    <span className={classes.lamp} data-free={presence === 'free'}>
      <StatusDot tone={TONE[presence]} />
      {t(`presence.${presence}`)}
    </span>
  );
}
