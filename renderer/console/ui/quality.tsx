// How a call sounds: five bars, and a word as soon as it is not good any more.
import { useTranslation } from 'react-i18next';
import type { QualityView } from '../../../shared/domain/quality/quality.ts';
import { QUALITY_STEPS } from '../../../shared/domain/quality/steps.ts';
import classes from './quality.module.css';

const TONE = { excellent: 'plain', good: 'plain', fair: 'warn', poor: 'warn', bad: 'danger' } as const;

export function Quality({ quality }: { quality: QualityView }) {
  const { t } = useTranslation();
  const step = QUALITY_STEPS.indexOf(quality.step);
  const tone = TONE[quality.step];
  const figures = t('quality.figures', {
    mos: quality.mos.toFixed(1),
    loss: quality.loss,
    delay: quality.roundTrip ?? '–',
  });
  return (
    <span className={classes.quality} data-tone={tone} title={`${t(`quality.step.${quality.step}`)}. ${figures}`}>
      <span className={classes.bars} aria-hidden>
        {QUALITY_STEPS.map((name, index) => (
          <span key={name} data-on={index <= step} data-bar={index} />
        ))}
      </span>
      <span className={tone === 'plain' ? 'visually-hidden' : undefined}>{t(`quality.step.${quality.step}`)}</span>
    </span>
  );
}
