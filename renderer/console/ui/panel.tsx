import type { ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: ReactNode;
  readonly label: string;
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
  readonly grow?: boolean;
}

/** A card with a small heading; `grow` lets its body scroll instead of the page. */
export const Panel = ({ title, label, aside, children, grow }: PanelProps) => (
  <section className={classes.panel} aria-label={label} data-grow={grow}>
    <header className={classes.head}>
      <h2 className={classes.title}>{title}</h2>
      {aside}
    </header>
    {children === undefined ? null : <div className={classes.body}>{children}</div>}
  </section>
);
