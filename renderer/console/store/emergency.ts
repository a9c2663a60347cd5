// Whether the red-flag banner stands: found by the rules, and not closed with a reason since.
import type { Decision } from '../../../shared/domain/rules/types.ts';
import { useRow } from './desk.ts';
import type { TopicStores } from './topics.ts';

type Emergency = NonNullable<Decision['emergency']>;

export function emergencyOf(topics: TopicStores, callId: string): Emergency | undefined {
  const isClosed = topics.notes.getState().rows.get(callId)?.emergency.at(-1)?.step === 'dismissed';
  return isClosed ? undefined : topics.calls.getState().rows.get(callId)?.decision?.emergency;
}

export function useEmergency(callId: string): Emergency | undefined {
  const found = useRow('calls', callId)?.decision?.emergency;
  const isClosed = useRow('notes', callId)?.emergency.at(-1)?.step === 'dismissed';
  return isClosed ? undefined : found;
}
