import classes from './status-dot.module.css';

/** A lamp. Never alone: words stand beside it. */
export const StatusDot = ({ tone }: { tone: 'good' | 'warn' | 'danger' | 'idle' | 'busy' }) => (
  <span className={classes.dot} data-tone={tone} aria-hidden />
);
