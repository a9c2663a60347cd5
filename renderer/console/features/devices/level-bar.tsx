// How loud the microphone is: a bar that moves without drawing the window anew, and in words for who cannot see it.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { only } from '../../store/topics.ts';
import classes from './devices.module.css';

/** −60 dBFS is an empty bar, 0 a full one: loudness is heard in decibels. */
const barOf = (level: number): number => Math.max(0, Math.min(1, 1 + (20 * Math.log10(Math.max(level, 1e-6))) / 60));
/** Ordinary speech into a headset reaches this. */
const HEARD = 0.4;

export function LevelBar() {
  const { t } = useTranslation();
  const { topics } = useDesk();
  const bar = useRef<HTMLDivElement>(null);
  const [hasSound, setHasSound] = useState(false);
  useEffect(
    () =>
      topics.soundLevel.subscribe((state) => {
        const height = barOf(only(state)?.level ?? 0);
        if (bar.current) bar.current.style.transform = `scaleX(${height.toFixed(3)})`;
        if (height > HEARD) setHasSound(true);
      }),
    [topics],
  );
  return (
    <div className={classes.level}>
      <div className={classes.track} aria-hidden>
        <div className={classes.bar} ref={bar} />
      </div>
      <p role="status">{t(hasSound ? 'sound.level.heard' : 'sound.level.speak')}</p>
    </div>
  );
}
