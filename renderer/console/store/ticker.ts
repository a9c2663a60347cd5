// One clock for everything that counts seconds. Listeners write into their own text node, so that a running timer renders
// nothing; the interval exists only while somebody listens.
type Listener = (now: number) => void;

export interface Ticker {
  /** Calls `listener` at once and at every full second. Returns its end. */
  listen(listener: Listener): () => void;
}

export function createTicker(): Ticker {
  const listeners = new Set<Listener>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    const now = Date.now();
    for (const listener of listeners) listener(now);
    timer = listeners.size > 0 ? setTimeout(tick, 1000 - (now % 1000)) : undefined;
  };
  return {
    listen: (listener) => {
      listeners.add(listener);
      listener(Date.now());
      timer ??= setTimeout(tick, 1000 - (Date.now() % 1000));
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
