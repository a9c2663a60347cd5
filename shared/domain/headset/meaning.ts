// What a key of the headset means to the calls there are, and what the headset's lamps are to show. Pure; the phone page
// only passes keys on.
import type { Call } from '../call/call.ts';
import { isConnected } from '../call/call.ts';
import type { Press } from '../call/press.ts';
import { inTheEar, lastHeld, nextRinging } from '../call/press.ts';
import type { HeadsetKey, HeadsetLamps } from './headset.ts';

export type HeadsetAct = Press | { readonly do: 'redial' } | undefined;

/**
 * @param lit what the headset was last told to show: a hook report that only repeats it is the headset's echo of our own
 *   lamp (Jabra and Poly both send one), never a key
 */
export function actOf(key: HeadsetKey, calls: readonly Call[], lit: HeadsetLamps): HeadsetAct {
  const talking = inTheEar(calls);
  switch (key) {
    case 'hookOff':
      return lit.offHook ? undefined : lifted(calls);
    case 'hookOn':
      return talking && lit.offHook ? { do: 'hangUp', callId: talking.id } : undefined;
    case 'hookPressed':
      return talking ? { do: 'hangUp', callId: talking.id } : lifted(calls);
    case 'drop':
      return dropped(calls, talking);
    case 'mute': {
      const call = talking ?? calls.find(isConnected);
      return call ? { do: 'mute', callId: call.id, muted: !call.muted } : undefined;
    }
    case 'flash':
      return flashed(calls, talking);
    case 'redial':
      return talking || nextRinging(calls) ? undefined : { do: 'redial' };
  }
}

/** Lifted: whoever rings is answered, else whoever waits on hold is taken back. */
function lifted(calls: readonly Call[]): HeadsetAct {
  const next = nextRinging(calls);
  if (next) return { do: 'answer', callId: next.id };
  const waiting = lastHeld(calls);
  return waiting ? { do: 'resume', callId: waiting.id } : undefined;
}

function dropped(calls: readonly Call[], talking: Call | undefined): HeadsetAct {
  const call = talking ?? nextRinging(calls);
  return call ? { do: 'hangUp', callId: call.id } : undefined;
}

/** Flash: a caller who rings is answered (the other goes on hold), else hold and back. */
function flashed(calls: readonly Call[], talking: Call | undefined): HeadsetAct {
  const next = nextRinging(calls);
  if (next) return { do: 'answer', callId: next.id };
  if (talking?.state === 'talking') return { do: 'hold', callId: talking.id };
  const waiting = lastHeld(calls);
  return waiting && !talking ? { do: 'resume', callId: waiting.id } : undefined;
}

/**
 * What the lamps are to show. A caller on hold keeps the headset off hook: several headsets answer a dark off-hook lamp
 * with "hook on", which would end the held call.
 */
export function lampsOf(calls: readonly Call[]): HeadsetLamps {
  const connected = calls.filter((call) => isConnected(call) || call.state === 'answering');
  const busy = connected.length > 0 || inTheEar(calls) !== undefined;
  const inEar = inTheEar(calls) ?? connected[0];
  return {
    offHook: busy,
    ring: calls.some((call) => call.state === 'ringing' && !call.silenced) && !busy,
    hold: connected.length > 0 && connected.every((call) => call.state === 'held'),
    mute: inEar?.muted ?? false,
  };
}
