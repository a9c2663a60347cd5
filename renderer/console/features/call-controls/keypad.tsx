// The keypad for menus and voicemail: opens on press, takes typed digits, sends each at once.
import { ActionIcon, Popover, UnstyledButton } from '@mantine/core';
import { IconDialpad } from '@tabler/icons-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { useDesk, useLayout } from '../../store/desk.ts';
import classes from './keypad.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export function Keypad({ callId, disabled }: { callId: CallRow['id']; disabled: boolean }) {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.keypadOpen) && !disabled;
  const setOpened = (keypadOpen: boolean) => layout.setState({ keypadOpen });
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={34}
          radius={8}
          disabled={disabled}
          onClick={() => setOpened(!opened)}
          aria-label={t('call.keypad')}
          title={t('call.keypad')}
        >
          <IconDialpad size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('call.keypad')}>
        <Tones callId={callId} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Tones({ callId }: { callId: CallRow['id'] }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [sent, setSent] = useState('');
  const press = (tone: string) => {
    setSent((before) => (before + tone).slice(-16));
    void run('call.sendTones', { callId, tones: tone });
  };
  const type = (event: KeyboardEvent) => {
    if (!/^[0-9*#]$/.test(event.key) || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    press(event.key);
  };
  return (
    <div onKeyDown={type} role="group" aria-label={t('call.keypadHelp')}>
      <output className={classes.sent} aria-live="polite">
        {sent || t('call.keypadHelp')}
      </output>
      <div className={classes.keys}>
        {KEYS.map((key, index) => (
          <UnstyledButton
            key={key}
            data-autofocus={index === 0 || undefined}
            className={classes.key}
            onClick={() => press(key)}
          >
            {key}
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}
