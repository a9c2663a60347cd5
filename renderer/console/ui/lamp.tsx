import {
  IconBellRinging,
  IconCircleDashed,
  IconCircleFilled,
  IconClock,
  IconPencil,
  IconPhoneFilled,
  IconPhoneOff,
  IconPlayerPauseFilled,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Presence } from '../../../shared/domain/queue/types.ts';
import classes from './lamp.module.css';

/** A shape of its own for each state: nobody has to tell two greys apart. */
const SHAPES = {
  free: IconCircleFilled,
  ringing: IconBellRinging,
  busy: IconPhoneFilled,
  paused: IconPlayerPauseFilled,
  wrapUp: IconPencil,
  away: IconClock,
  unregistered: IconPhoneOff,
  unknown: IconCircleDashed,
} as const satisfies Record<Presence, typeof IconClock>;

/** Whether somebody can take a call just now, in a shape, a colour and a word. */
export function Lamp({ presence }: { presence: Presence }) {
  const { t } = useTranslation();
  const Shape = SHAPES[presence];
  return (
    <span className={classes.lamp} data-presence={presence}>
      <Shape className={classes.shape} aria-hidden />
      {t(`presence.${presence}`)}
    </span>
  );
}
