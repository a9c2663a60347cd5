// Whether the headset's keys answer and hang up. In a browser the person allows the headset once, in the browser's own
// chooser, which only a click in a visible page may open; on the desktop nothing needs to be allowed.
import { IconHeadset } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Headset } from '../../../../shared/contract/devices.ts';
import { TELEPHONY_USAGE_PAGE } from '../../../../shared/domain/headset/usage-page.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './devices.module.css';

interface Chooser {
  requestDevice(options: { filters: readonly { usagePage: number }[] }): Promise<readonly unknown[]>;
}
const chooser = (): Chooser | undefined => (window.frontdesk ? undefined : (navigator as { hid?: Chooser }).hid);

export function HeadsetRow({ headset }: { headset: Headset | undefined }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const ask = async () => {
    // Closing the chooser without a choice is an answer too.
    await chooser()
      ?.requestDevice({ filters: [{ usagePage: TELEPHONY_USAGE_PAGE }] })
      .catch(() => []);
    await run('sound.lookForHeadset', {});
  };
  const state = headset?.state ?? 'none';
  return (
    <section className={classes.headset} aria-label={t('sound.headset.title')}>
      <IconHeadset size={20} aria-hidden />
      <p className={classes.headsetText} data-bad={state === 'busyElsewhere'}>
        {t(`sound.headset.${state}`, { name: headset?.name ?? '' })}
      </p>
      {state === 'ready' ? null : (
        <Action onClick={() => void ask()}>{t(chooser() ? 'sound.headset.connect' : 'sound.headset.look')}</Action>
      )}
    </section>
  );
}
