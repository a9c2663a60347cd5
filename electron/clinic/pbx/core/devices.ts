// The lamp of each device, computed from its channels the way Asterisk's device states are (AMI DeviceStateChange).
import type { Channel } from './channel.ts';

export type DeviceState =
  'NOT_INUSE' | 'INUSE' | 'BUSY' | 'INVALID' | 'UNAVAILABLE' | 'RINGING' | 'RINGINUSE' | 'ONHOLD';

/** The number of a state in queue member events (include/asterisk/devicestate.h). */
export const DEVICE_STATE_NUMBER: Readonly<Record<DeviceState, number>> = {
  NOT_INUSE: 1,
  INUSE: 2,
  BUSY: 3,
  INVALID: 4,
  UNAVAILABLE: 5,
  RINGING: 6,
  RINGINUSE: 7,
  ONHOLD: 8,
};

/**
 * The state of a device.
 * @param channels its living channels
 * @param resting what it is without any
 */
export function deviceState(channels: readonly Channel[], resting: DeviceState): DeviceState {
  const busy = channels.filter(({ state }) => state === 'up' || state === 'ring');
  const ringing = channels.some(({ state }) => state === 'ringing');
  if (ringing) return busy.length > 0 ? 'RINGINUSE' : 'RINGING';
  if (busy.length === 0) return resting;
  return busy.every((channel) => channel.holding) ? 'ONHOLD' : 'INUSE';
}
