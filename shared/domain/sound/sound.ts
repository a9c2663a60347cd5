// Which microphone, which speaker, which one rings: the choice of one person, and what is in use when it is not there.
import { z } from 'zod';
import { SOUND_ROLES } from './defaults.ts';

/** One device as the phone page sees it. Its id changes with the profile and sometimes by itself; the label stays. */
export const SoundDevice = z.object({ id: z.string().max(200), label: z.string().max(200) });
export type SoundDevice = z.infer<typeof SoundDevice>;

export const SoundRole = z.enum(SOUND_ROLES);
export type SoundRole = z.infer<typeof SoundRole>;

/** A role that is not named follows the system. */
export const SoundChoice = z.object({
  microphone: SoundDevice.optional(),
  speaker: SoundDevice.optional(),
  ringer: SoundDevice.optional(),
  echoCancellation: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGain: z.boolean(),
});
export type SoundChoice = z.infer<typeof SoundChoice>;

/** What a role uses now: what was chosen, what the system takes, or the system's because the chosen one is gone. */
export const SoundUse = z.object({
  state: z.enum(['chosen', 'system', 'fallback', 'none']),
  /** The device in use; empty when the system does not say which. */
  label: z.string(),
  /** The chosen device that is not there. */
  missing: z.string().optional(),
});
export type SoundUse = z.infer<typeof SoundUse>;

/** A device in the browser's list; `group` is shared by what sits in one housing. */
export interface ListedDevice extends SoundDevice {
  readonly group: string;
}

export interface Picked {
  /** For `deviceId` and `setSinkId`; empty: the system's own. */
  readonly id: string;
  readonly use: SoundUse;
}

/** Chromium lists the system's choice as devices of their own beside the real ones. */
const SYSTEM_IDS: readonly string[] = ['default', 'communications', ''];
const isReal = (device: ListedDevice): boolean => !SYSTEM_IDS.includes(device.id);

export const realDevices = (listed: readonly ListedDevice[]): ListedDevice[] => listed.filter(isReal);

/** The chosen device by id, else by label (ids do not last), else the system's. */
export function pickDevice(listed: readonly ListedDevice[], wanted: SoundDevice | undefined): Picked {
  const real = realDevices(listed);
  if (wanted) {
    const found =
      real.find((device) => device.id === wanted.id && device.label === wanted.label) ??
      real.find((device) => device.label === wanted.label && wanted.label !== '') ??
      real.find((device) => device.id === wanted.id);
    if (found) return { id: found.id, use: { state: 'chosen', label: found.label } };
  }
  const missing = wanted ? { missing: wanted.label } : {};
  if (listed.length === 0) return { id: '', use: { state: 'none', label: '', ...missing } };
  return { id: '', use: { state: wanted ? 'fallback' : 'system', label: systemLabel(listed), ...missing } };
}

/** The name of the device that the system's choice stands for: same housing, or the only one there is. */
function systemLabel(listed: readonly ListedDevice[]): string {
  const real = realDevices(listed);
  const system = listed.find((device) => device.id === 'default');
  const same = system && real.filter((device) => device.group === system.group);
  if (same?.length === 1) return same[0]?.label ?? '';
  if (real.length === 1) return real[0]?.label ?? '';
  // "Default - Headset (Jabra Link)": the words before the hyphen are the system's language.
  return /^[^-]+ - (.+)$/.exec(system?.label ?? '')?.[1] ?? '';
}

/** What the echo test found out. */
export const EchoVerdict = z.enum(['ok', 'micSilent', 'noEcho', 'noAnswer', 'notReady', 'inCall']);
export type EchoVerdict = z.infer<typeof EchoVerdict>;

export interface EchoFacts {
  readonly answered: boolean;
  /** Times from a burst to its return, in ms; a burst that never came back is missing. */
  readonly roundTrips: readonly number[];
  /** Loudest moment of the microphone during the test, 0…1. */
  readonly microphonePeak: number;
}

/** Below this (−60 dBFS) a microphone gives nothing: switched off at the headset, or another one is spoken into. */
export const SILENT_PEAK = 0.001;

export function echoVerdict({ answered, roundTrips, microphonePeak }: EchoFacts): EchoVerdict {
  if (!answered) return 'noAnswer';
  if (roundTrips.length === 0) return 'noEcho';
  return microphonePeak < SILENT_PEAK ? 'micSilent' : 'ok';
}

/** Middle of the times, so that one late burst does not count. */
export function medianOf(times: readonly number[]): number | undefined {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
