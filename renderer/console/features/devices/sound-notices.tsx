// A device that was unplugged and is back in use: said once, in the corner and aloud. (That it is gone stands in the line
// at the foot of the window as long as it lasts.)
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoundView } from '../../../../shared/contract/devices.ts';
import { SOUND_ROLES } from '../../../../shared/domain/sound/defaults.ts';
import { useDesk } from '../../store/desk.ts';
import { only } from '../../store/topics.ts';

/** Names of devices that came back between the two. */
export function cameBack(before: SoundView | undefined, after: SoundView | undefined): string[] {
  if (!before || !after) return [];
  const back = SOUND_ROLES.filter(
    (role) => before.use[role].missing !== undefined && after.use[role].state === 'chosen',
  );
  return [...new Set(back.map((role) => after.use[role].label))];
}

export function SoundNotices() {
  const { t } = useTranslation();
  const { topics } = useDesk();
  useEffect(
    () =>
      topics.sound.subscribe((after, before) => {
        for (const label of cameBack(only(before), only(after)))
          notifications.show({
            id: `sound-${label}`,
            message: t('sound.back', { label }),
            autoClose: 6000,
            withBorder: true,
          });
      }),
    [topics, t],
  );
  return null;
}
