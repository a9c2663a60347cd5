// Alt-H: when the practice is open, who is on call, and closing it at once. Alt-H and 1 is a snow day until noon; 0 takes
// it back.
import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useLayout } from '../../store/desk.ts';
import { Closing } from './closing.tsx';
import classes from './duty.module.css';
import { Hours } from './hours.tsx';
import { OnCall } from './on-call.tsx';

export function Duty() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.dutyOpen === true);
  useEffect(() => () => layout.setState({ dutyOpen: false }), [layout]);
  return (
    <Modal
      opened={opened}
      onClose={() => layout.setState({ dutyOpen: false })}
      title={t('duty.title')}
      closeButtonProps={{ 'aria-label': t('duty.close') }}
      size={900}
      yOffset={56}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content ?? '', title: classes.title ?? '', body: classes.body ?? '' }}
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          <Closing />
          <Hours />
        </div>
        <OnCall />
      </div>
    </Modal>
  );
}
