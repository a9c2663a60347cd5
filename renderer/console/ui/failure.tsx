// Why something at the door did not work, in a sentence; takes no room while there is nothing to say.
import classes from './failure.module.css';

export const Failure = ({ text }: { text: string | undefined }) => (
  <p className={classes.failure} role="alert">
    {text}
  </p>
);
