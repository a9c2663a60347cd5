// A line over the call in hand: why this call was made, and what is to be done about it.
import type { ReactNode } from 'react';
import classes from './call-strip.module.css';

interface CallStripProps {
  /** What a screen reader calls it. */
  readonly label: string;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

export function CallStrip({ label, actions, children }: CallStripProps) {
  return (
    <section className={classes.strip} aria-label={label}>
      <div className={classes.text}>{children}</div>
      {actions}
    </section>
  );
}
