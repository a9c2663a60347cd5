// Commands that did not work, as sentences in the corner.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../store/desk.ts';

export function Failures() {
  const { t } = useTranslation();
  const desk = useDesk();
  useEffect(
    () =>
      desk.onFailure(({ code }) =>
        notifications.show({
          ...{ id: code, color: 'red', message: t(`error.${code}`), autoClose: 8000, withBorder: true },
          closeButtonProps: { 'aria-label': t('note.close') },
        }),
      ),
    [desk, t],
  );
  return null;
}
