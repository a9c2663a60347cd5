import type { ReactNode } from 'react';
import classes from './door.module.css';

/** The sheet before the desk: sign-in, passphrase, lock. */
export const Door = ({ title, lead, children }: { title: string; lead?: string | undefined; children: ReactNode }) => (
  <main className={classes.door}>
    <section className={classes.sheet} aria-label={title}>
      <span className={classes.mark} aria-hidden>
        F
      </span>
      <h1 className={classes.title}>{title}</h1>
      {lead ? <p className={classes.lead}>{lead}</p> : null}
      {children}
    </section>
  </main>
);
