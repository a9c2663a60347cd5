import classes from './key-cap.module.css';

/** A key as it stands on the keyboard. Decoration: the button itself says its shortcut to a screen reader. */
export const KeyCap = ({ keys }: { keys: string }) => (
  <kbd className={classes.cap} aria-hidden>
    {keys}
  </kbd>
);
