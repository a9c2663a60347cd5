// What a key of the whole system means to the calls there are. The person does not see the window: it must be the obvious.
import type { Call, CallId } from './call.ts';

export type PressKey = 'answer' | 'end' | 'mute' | 'hold';
export type Press =
  | { readonly do: 'answer' | 'hangUp' | 'hold' | 'resume'; readonly callId: CallId }
  | { readonly do: 'mute'; readonly callId: CallId; readonly muted: boolean };

const inTheEar = (calls: readonly Call[]): Call | undefined =>
  calls.find(
    (call) =>
      !call.forTransfer &&
      ['answering', 'talking', 'dialing', 'remoteRinging', 'resuming', 'transferring'].includes(call.state),
  );

export function pressed(key: PressKey, calls: readonly Call[]): Press | undefined {
  const talking = inTheEar(calls);
  switch (key) {
    case 'answer': {
      const [next] = calls
        .filter((call) => call.state === 'ringing')
        .sort((a, b) => Number(a.silenced) - Number(b.silenced) || a.startedAt - b.startedAt);
      return next && { do: 'answer', callId: next.id };
    }
    case 'end':
      return talking && { do: 'hangUp', callId: talking.id };
    case 'mute':
      return talking && { do: 'mute', callId: talking.id, muted: !talking.muted };
    case 'hold': {
      if (talking?.state === 'talking') return { do: 'hold', callId: talking.id };
      const [held] = calls
        .filter((call) => call.state === 'held')
        .sort((a, b) => (b.heldSince ?? 0) - (a.heldSince ?? 0));
      return talking || !held ? undefined : { do: 'resume', callId: held.id };
    }
  }
}
