// A link of another program asks to dial: a stranger's number is never called without a yes.
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDesk, useRows } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './link-request.module.css';

export function LinkRequest() {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [request] = [...useRows('linkRequests').values()].sort((a, b) => a.at - b.at);
  const decide = (dial: boolean) => request && void run('link.decide', { id: request.id, dial });
  return (
    <Modal
      opened={request !== undefined}
      onClose={() => decide(false)}
      title={t('link.title')}
      centered
      size={420}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('link.no') }}
    >
      <p className={classes.number}>
        <bdi>{request?.shownNumber}</bdi>
      </p>
      <p className={classes.text}>{t('link.text')}</p>
      <div className={classes.choice}>
        <Action onClick={() => decide(false)}>{t('link.no')}</Action>
        <Action tone="primary" onClick={() => decide(true)}>
          {t('link.dial')}
        </Action>
      </div>
    </Modal>
  );
}
