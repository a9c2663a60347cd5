// The machine as the services see it: time, ids, a log without PHI.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The support log. Fields are counters, codes and ids; never names, numbers or texts. */
export interface Log {
  info(event: string, fields?: Record<string, string | number | boolean | undefined>): void;
  warn(event: string, fields?: Record<string, string | number | boolean | undefined>): void;
  error(event: string, fields?: Record<string, string | number | boolean | undefined>): void;
}

export interface Ids {
  /** A new unguessable id. */
  next(): string;
}
