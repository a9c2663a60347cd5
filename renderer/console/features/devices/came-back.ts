// Which device is plugged in again.
import type { SoundView } from '../../../../shared/contract/devices.ts';
import { SOUND_ROLES } from '../../../../shared/domain/sound/defaults.ts';

/** Names of devices that came back between the two. */
export function cameBack(before: SoundView | undefined, after: SoundView | undefined): string[] {
  if (!before || !after) return [];
  const back = SOUND_ROLES.filter(
    (role) => before.use[role].missing !== undefined && after.use[role].state === 'chosen',
  );
  return [...new Set(back.map((role) => after.use[role].label))];
}
