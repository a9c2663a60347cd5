// The keys of a dialog, along its foot.
import { KeyCap } from './key-cap.tsx';
import classes from './key-hints.module.css';

export const KeyHints = ({ hints }: { hints: readonly (readonly [keys: string, what: string])[] }) => (
  <p className={classes.hints}>
    {hints.map(([keys, what]) => (
      <span key={keys} className={classes.hint}>
        <KeyCap keys={keys} />
        {what}
      </span>
    ))}
  </p>
);
