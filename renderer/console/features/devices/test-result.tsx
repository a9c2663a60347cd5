// What a test is doing or has found, in one sentence whose place is always kept.
import { useTranslation } from 'react-i18next';
import type { SoundTest } from '../../../../shared/contract/devices.ts';
import classes from './devices.module.css';

export function TestResult({ test }: { test: SoundTest | undefined }) {
  const { t } = useTranslation();
  const isBad = test?.state === 'done' && test.verdict !== 'ok';
  return (
    <p className={classes.result} role="status" data-bad={isBad}>
      {sentence()}
    </p>
  );
  function sentence(): string {
    if (!test) return t('sound.test.help');
    if (test.state === 'running') return t(`sound.test.running.${test.kind}`);
    if (test.verdict !== 'ok') return t(`sound.test.verdict.${test.verdict ?? 'notReady'}`);
    if (test.kind !== 'echo') return t(`sound.test.good.${test.kind}`);
    return t('sound.test.good.echo', { ms: test.roundTripMs ?? 0 });
  }
}
