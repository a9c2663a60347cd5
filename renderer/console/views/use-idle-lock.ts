// Locks after the site's minutes without a key or a movement. What is typed is put on disk first.
import { useEffect } from 'react';
import { useOnly } from '../store/desk.ts';
import type { Desk } from '../store/desk.ts';

const SIGNS = ['keydown', 'pointermove', 'pointerdown', 'wheel'] as const;

export function useIdleLock({ autosave, run }: Desk): void {
  const minutes = useOnly('site')?.lockAfterMinutes;
  useEffect(() => {
    if (minutes === undefined || minutes <= 0) return undefined;
    let seenAt = Date.now();
    const seen = () => {
      seenAt = Date.now();
    };
    const timer = setInterval(() => {
      if (Date.now() - seenAt < minutes * 60_000) return;
      seen();
      void autosave.flushAll().then(() => run('session.lock', {}));
    }, 5000);
    SIGNS.forEach((sign) => window.addEventListener(sign, seen, { passive: true }));
    return () => {
      clearInterval(timer);
      SIGNS.forEach((sign) => window.removeEventListener(sign, seen));
    };
  }, [minutes, autosave, run]);
}
