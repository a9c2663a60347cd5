// Where a waiting caller is to go: somebody of the directory, or any number.
import { Autocomplete, Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDirectoryIndex, useRanking } from '../../store/directory.ts';
import { useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { phoneNumber } from '../../ui/format.ts';
import classes from './queue-board.module.css';
import { useActing } from './use-acting.ts';

const OFFERED = 7;

export function SendDialog({ caller, onClose }: { caller: TopicRow<'waiting'>; onClose: () => void }) {
  const { t } = useTranslation();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const index = useDirectoryIndex();
  const ranking = useRanking();
  const acting = useActing(caller.entry);
  const [text, setText] = useState('');
  const offered = useMemo(() => {
    const found = index.search(text, ranking).slice(0, OFFERED);
    return new Map(found.map((entry) => [`${cleanName(entry.name)} · ${entry.number}`, entry.number]));
  }, [index, ranking, text]);
  const send = (chosen: string) => {
    const target = offered.get(chosen) ?? chosen.trim();
    if (target === '') return;
    acting.send(target);
    onClose();
  };
  const who = caller.match?.initials ?? (caller.withheld ? t('call.withheld') : phoneNumber(caller.number, country));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('queues.send.title', { who })}
      size={420}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('queues.send.close') }}
    >
      <form
        className={classes.send}
        onSubmit={(event) => {
          event.preventDefault();
          send(text);
        }}
      >
        <Autocomplete
          label={t('queues.send.to')}
          value={text}
          onChange={setText}
          onOptionSubmit={send}
          data={[...offered.keys()]}
          filter={({ options }) => options}
          data-autofocus
        />
        <p className={classes.hint}>{t('queues.send.help')}</p>
        <Action type="submit" tone="primary" disabled={text.trim() === ''}>
          {t('queues.send.send')}
        </Action>
      </form>
    </Modal>
  );
}
