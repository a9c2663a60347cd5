// Lines that come and go, with the sign that says it without the colour.
import { useTranslation } from 'react-i18next';
import type { DiffLine } from '../../../../shared/domain/practice/types.ts';
import classes from './practice.module.css';
import reviewClasses from './review.module.css';

const SIGN = { added: '+', removed: '−', same: ' ', gap: '⋯' } as const;

export function DiffView({ lines }: { readonly lines: readonly DiffLine[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className={classes.quiet}>{t('practice.noDifference')}</p>;
  return (
    <div className={classes.diff} role="region" aria-label={t('practice.difference')} tabIndex={0}>
      {lines.map(({ kind, text, before, after }, index) => (
        <div key={index} className={reviewClasses.diffLine} data-kind={kind}>
          <span className={reviewClasses.lineNumber} aria-hidden>
            {after ?? before ?? ''}
          </span>
          <span className={reviewClasses.sign} aria-hidden>
            {SIGN[kind]}
          </span>
          <code>
            {kind === 'added' || kind === 'removed' ? (
              <span className="visually-hidden">{t(`practice.${kind}`)} </span>
            ) : null}
            {text}
          </code>
        </div>
      ))}
    </div>
  );
}
