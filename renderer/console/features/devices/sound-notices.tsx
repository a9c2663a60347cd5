// A device that was unplugged and is back in use: said once, in the corner and aloud. (That it is gone stands in the line
// at the foot of the window as long as it lasts.)
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { only } from '../../store/topics.ts';
import { cameBack } from './came-back.ts';

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
