// What the rules make of a call, and why, in the same sentences as at a real one.
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../../shared/domain/rules/types.ts';
import { siteText } from '../../i18n/index.ts';
import { Tag } from '../../ui/tag.tsx';
import { sentenceOf } from '../../ui/why-sentence.ts';
import classes from './practice.module.css';
import reviewClasses from './review.module.css';

export function DecisionView({ decision }: { readonly decision: Decision }) {
  const { t, i18n } = useTranslation();
  const { office, emergency, destinations, trace, transfer, priority, say, route } = decision;
  const shown = emergency ? emergency.reach : destinations;
  return (
    <div className={reviewClasses.decision}>
      <p className={reviewClasses.tags}>
        <Tag tone={office.open ? 'good' : 'warn'}>{t(office.open ? 'practice.open' : 'practice.closed')}</Tag>
        {emergency ? <Tag tone="danger">{t('practice.emergency', { words: emergency.words.join(', ') })}</Tag> : null}
        <Tag>{route === undefined ? t('practice.noRule') : t('practice.byRule', { rule: route })}</Tag>
        {transfer === 'any' ? null : <Tag tone="accent">{t(`practice.option.transfer.${transfer}`)}</Tag>}
        {priority > 0 ? <Tag>{t('practice.priority', { priority })}</Tag> : null}
      </p>
      {say ? <p className={reviewClasses.say}>“{siteText(say, i18n.language)}”</p> : null}
      <ol className={reviewClasses.destinations}>
        {shown.map(({ id, rank, label, role, because }) => (
          <li key={id}>
            <strong>
              {rank}. {label}
            </strong>{' '}
            {role ?? ''}
            <span className={reviewClasses.because}>
              {because.map((step) => sentenceOf(t, i18n.language, step)).join(' · ')}
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.legend}>{t('practice.why')}</p>
      <ul className={reviewClasses.trace}>
        {trace.map((step, index) => (
          <li key={index} data-fired={step.fired}>
            <span aria-hidden>{step.fired ? '✓' : '–'}</span> {sentenceOf(t, i18n.language, step)}
          </li>
        ))}
      </ul>
    </div>
  );
}
