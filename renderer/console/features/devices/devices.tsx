// "Sound and headset": which microphone, where callers are heard, what rings, and whether it works, tried before a call.
import { Modal, NativeSelect, Switch } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoundView } from '../../../../shared/contract/devices.ts';
import { DEFAULT_SOUND } from '../../../../shared/domain/sound/defaults.ts';
import type { SoundChoice, SoundDevice, SoundRole } from '../../../../shared/domain/sound/sound.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './devices.module.css';
import { HeadsetRow } from './headset-row.tsx';
import { LevelBar } from './level-bar.tsx';
import { TestResult } from './test-result.tsx';

export function Devices() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.soundOpen);
  return (
    <Modal
      opened={opened}
      onClose={() => layout.setState({ soundOpen: false })}
      title={t('sound.title')}
      closeButtonProps={{ 'aria-label': t('sound.close') }}
      size={600}
    >
      <Sheet />
    </Modal>
  );
}

/** Apart, so that the level is measured only while the dialog is open. */
function Sheet() {
  const { t } = useTranslation();
  const { run } = useDesk();
  const sound = useOnly('sound');
  const choice = useOnly('preferences')?.sound ?? DEFAULT_SOUND;
  const choose = (part: Partial<SoundChoice>) => void run('sound.choose', { ...choice, ...part });
  useEffect(() => {
    void run('sound.meter', { on: true });
    return () => {
      void run('sound.meter', { on: false });
      void run('sound.test', {});
    };
  }, [run]);
  if (!sound) return <p>{t('sound.noPhonePage')}</p>;
  const running = sound.test?.state === 'running' ? sound.test.kind : undefined;
  return (
    <div className={classes.sheet}>
      <DeviceSelect role="microphone" sound={sound} choice={choice} choose={choose} />
      <LevelBar />
      <div className={classes.switches}>
        {(['noiseSuppression', 'echoCancellation', 'autoGain'] as const).map((name) => (
          <Switch
            key={name}
            size="sm"
            label={t(`sound.processing.${name}`)}
            checked={choice[name]}
            onChange={(event) => choose({ [name]: event.currentTarget.checked })}
          />
        ))}
      </div>
      <DeviceSelect role="speaker" sound={sound} choice={choice} choose={choose} />
      <div className={classes.withButton}>
        <DeviceSelect role="ringer" sound={sound} choice={choice} choose={choose} />
        <Action onClick={() => void run('sound.test', { kind: 'ring' })} busy={running === 'ring'}>
          {t('sound.test.ring')}
        </Action>
      </div>
      <section className={classes.tests} aria-label={t('sound.test.title')}>
        <div className={classes.buttons}>
          <Action onClick={() => void run('sound.test', { kind: 'speak' })} busy={running === 'speak'}>
            {t('sound.test.speak')}
          </Action>
          {sound.canEcho ? (
            <Action onClick={() => void run('sound.test', { kind: 'echo' })} busy={running === 'echo'}>
              {t('sound.test.echo')}
            </Action>
          ) : null}
        </div>
        <TestResult test={sound.test} />
      </section>
      <HeadsetRow headset={sound.headset} />
    </div>
  );
}

interface DeviceSelectProps {
  readonly role: SoundRole;
  readonly sound: SoundView;
  readonly choice: SoundChoice;
  readonly choose: (part: Partial<SoundChoice>) => void;
}

/** The system's own select. A chosen device that is not plugged in stays chosen: it is used again as soon as it is there. */
function DeviceSelect({ role, sound, choice, choose }: DeviceSelectProps) {
  const { t } = useTranslation();
  const devices = role === 'microphone' ? sound.microphones : sound.speakers;
  const chosen = choice[role];
  const use = sound.use[role];
  const isMissing = chosen !== undefined && use.state !== 'chosen';
  const present = devices.find((device) => device.label === use.label);
  const value = chosen === undefined ? '' : isMissing ? chosen.id : (present?.id ?? chosen.id);
  const pick = (id: string) => {
    const device: SoundDevice | undefined = devices.find((entry) => entry.id === id);
    choose({ [role]: id === '' ? undefined : (device ?? chosen) });
  };
  const system = use.state === 'system' && use.label ? ` (${use.label})` : '';
  return (
    <NativeSelect
      className={classes.select ?? ''}
      label={t(`sound.role.${role}`)}
      description={isMissing ? t(`sound.insteadOf.${use.state}`, { label: use.label || t('sound.theSystems') }) : null}
      value={value}
      onChange={(event) => pick(event.currentTarget.value)}
    >
      <option value="">
        {t('sound.asSystem')}
        {system}
      </option>
      {isMissing ? <option value={chosen.id}>{t('sound.notPlugged', { label: chosen.label })}</option> : null}
      {devices.map((device) => (
        <option key={device.id} value={device.id}>
          {device.label}
        </option>
      ))}
    </NativeSelect>
  );
}
