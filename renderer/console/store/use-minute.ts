import { useSyncExternalStore } from 'react';
import { useDesk } from './desk.ts';

const MINUTE_MS = 60_000;
const minuteNow = () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

/** The running minute as epoch ms: renders again when it changes, for what is due or overdue. */
export function useMinute(): number {
  const { ticker } = useDesk();
  return useSyncExternalStore((changed) => ticker.listen(changed), minuteNow);
}
