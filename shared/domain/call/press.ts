// What a key outside the window means to the calls there are: a key of the whole system, a button of the compact bar, a key
// of the headset. The person does not see the window: it must be the obvious.
import type { Call, CallId } from './call.ts';

export type PressKey = 'answer' | 'end' | 'mute' | 'hold';
export type Press =
  | { readonly do: 'answer' | 'hangUp' | 'hold' | 'resume'; readonly callId: CallId }
  | { readonly do: 'mute'; readonly callId: CallId; readonly muted: boolean };

/** The command that does it, and its input. */
export function commandOf<P extends Press | { readonly do: 'redial' }>({
  do: verb,
  ...input
}: P): [name: `call.${P['do']}`, input: Omit<P, 'do'>] {
  return [`call.${verb}`, input];
}

const IN_THE_EAR = ['answering', 'talking', 'dialing', 'remoteRinging', 'holding', 'resuming', 'transferring'];

/** The call whose sound is heard; a transfer that rings silently is nobody's to hear. */
export const inTheEar = (calls: readonly Call[]): Call | undefined =>
  calls.find((call) => !call.forTransfer && IN_THE_EAR.includes(call.state));

/** Who is answered next: whoever has not been silenced, the longest wait first. */
export const nextRinging = (calls: readonly Call[]): Call | undefined =>
  calls
    .filter((call) => call.state === 'ringing')
    .sort((a, b) => Number(a.silenced) - Number(b.silenced) || a.startedAt - b.startedAt)[0];

/** The call that was put on hold last. */
export const lastHeld = (calls: readonly Call[]): Call | undefined =>
  calls.filter((call) => call.state === 'held').sort((a, b) => (b.heldSince ?? 0) - (a.heldSince ?? 0))[0];

export function pressed(key: PressKey, calls: readonly Call[]): Press | undefined {
  const talking = inTheEar(calls);
  switch (key) {
    case 'answer': {
      const next = nextRinging(calls);
      return next && { do: 'answer', callId: next.id };
    }
    case 'end':
      return talking && { do: 'hangUp', callId: talking.id };
    case 'mute':
      return talking && { do: 'mute', callId: talking.id, muted: !talking.muted };
    case 'hold': {
      if (talking?.state === 'talking') return { do: 'hold', callId: talking.id };
      const held = lastHeld(calls);
      return talking || !held ? undefined : { do: 'resume', callId: held.id };
    }
  }
}
