// Keys that work in front of other programs, the compact bar, and who opens phone links. All of it is the desktop app's.
import { Modal, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KeyboardEvent } from 'react';
import type { Hotkeys, Preferences } from '../../../../shared/contract/session.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import classes from './desk-settings.module.css';

const KEYS = ['answer', 'end', 'mute', 'hold', 'show'] as const;
const BARS = ['away', 'always', 'off'] as const;

export function DeskSettings() {
  const { t } = useTranslation();
  const { run, layout } = useDesk();
  const opened = useLayout((state) => state.deskSettingsOpen === true);
  const preferences = useOnly('preferences') ?? { language: 'system', theme: 'system' };
  const taken = useOnly('hotkeys')?.taken ?? [];
  const isDesktop = window.frontdesk !== undefined;
  const save = (part: Partial<Preferences>) => void run('preferences.save', { ...preferences, ...part });
  const setKey = (key: keyof Hotkeys & string, accelerator: string | undefined) => {
    const { [key]: _old, ...others } = preferences.hotkeys ?? {};
    save({ hotkeys: accelerator === undefined ? others : { ...others, [key]: accelerator } });
  };
  return (
    <Modal
      opened={opened}
      onClose={() => layout.setState({ deskSettingsOpen: false })}
      title={t('deskSettings.title')}
      size={480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('deskSettings.close') }}
    >
      <div className={classes.rows}>
        {isDesktop ? null : <p className={classes.hint}>{t('deskSettings.desktopOnly')}</p>}
        <NativeSelect
          label={t('deskSettings.bar')}
          value={preferences.bar ?? 'away'}
          onChange={(event) => save({ bar: event.currentTarget.value as (typeof BARS)[number] })}
          data={BARS.map((value) => ({ value, label: t(`deskSettings.bars.${value}`) }))}
        />
        <Switch
          label={t('deskSettings.links')}
          description={t('deskSettings.linksHelp')}
          checked={preferences.phoneLinks ?? false}
          onChange={(event) => save({ phoneLinks: event.currentTarget.checked })}
        />
        <fieldset className={classes.keys}>
          <legend>{t('deskSettings.keys')}</legend>
          <p className={classes.hint}>{t('deskSettings.keysHelp')}</p>
          {KEYS.map((key) => (
            <TextInput
              key={key}
              label={t(`deskSettings.key.${key}`)}
              value={preferences.hotkeys?.[key]?.replaceAll('+', ' ') ?? ''}
              placeholder={t('deskSettings.none')}
              error={taken.includes(key) ? t('deskSettings.taken') : undefined}
              readOnly
              onKeyDown={(event) => {
                if (['Backspace', 'Delete'].includes(event.key)) setKey(key, undefined);
                const accelerator = acceleratorOf(event);
                if (accelerator === undefined) return;
                event.preventDefault();
                setKey(key, accelerator);
              }}
            />
          ))}
        </fieldset>
      </div>
    </Modal>
  );
}

/** A key with at least Ctrl or Alt: one that is typed anywhere must not answer a call. */
function acceleratorOf({ ctrlKey, altKey, shiftKey, code }: KeyboardEvent): string | undefined {
  const key = /^(?:Key([A-Z])|Digit([0-9])|(F\d{1,2}))$/.exec(code);
  const name = key?.[1] ?? key?.[2] ?? key?.[3];
  if (name === undefined || !(ctrlKey || altKey)) return undefined;
  return [ctrlKey ? 'Control' : '', altKey ? 'Alt' : '', shiftKey ? 'Shift' : '', name].filter(Boolean).join('+');
}
