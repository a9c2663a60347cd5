import { useLayoutEffect, useRef } from 'react';
import { useDesk } from '../store/desk.ts';
import { duration } from './format.ts';

interface TimerProps {
  /** Epoch ms from which it counts; with `until` it stands still. */
  readonly since: number;
  readonly until?: number | undefined;
  readonly pad?: boolean;
}

/** A running clock that writes into its own text node: a second passing renders nothing. */
export function Timer({ since, until, pad = false }: TimerProps) {
  const { ticker } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (until !== undefined) return undefined;
    return ticker.listen((now) => {
      if (text.current) text.current.textContent = duration(now - since, pad);
    });
  }, [ticker, since, until, pad]);
  return (
    <span key={until === undefined ? 'runs' : 'stands'} className="tabular" ref={text} role="timer" aria-live="off">
      {until === undefined ? null : duration(until - since, pad)}
    </span>
  );
}
