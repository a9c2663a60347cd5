// How long is too long: within the queue's target, beyond it, and so far beyond that the caller is likely to be lost.
const LOST_AT = 3;

export type WaitLevel = 'fine' | 'late' | 'lost';

export function waitLevel(waitedMs: number, targetSeconds: number): WaitLevel {
  const share = waitedMs / (targetSeconds * 1000);
  return share <= 1 ? 'fine' : share <= LOST_AT ? 'late' : 'lost';
}

/** How full the bar is, 0…1; full at the point where the caller is likely to be lost. */
export const waitShare = (waitedMs: number, targetSeconds: number): number =>
  Math.min(1, Math.max(0.02, waitedMs / (targetSeconds * 1000 * LOST_AT)));
