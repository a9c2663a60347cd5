import type { ReactNode } from 'react';
import classes from './tag.module.css';

export type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'accent';

/** A short fact beside a name. The colour only repeats what the words say. */
export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={classes.tag} data-tone={tone}>
    {children}
  </span>
);
