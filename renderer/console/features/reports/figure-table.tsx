// Every figure with its target, of how many calls it is made, and what it means. The value opens its calls.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FIGURES, figureOf, meets, targetOf } from '../../../../shared/domain/figures/sums.ts';
import type { FigureName } from '../../../../shared/domain/figures/sums.ts';
import type { PageProps } from './reports.tsx';
import classes from './reports.module.css';
import { figureText } from '../../ui/figure-text.ts';

export function FigureTable({ report, question, onChoose }: PageProps) {
  const { t } = useTranslation();
  const { all } = report.report;
  const count = all.entered + all.direct;
  if (count === 0) return <p className={classes.none}>{t('reports.none')}</p>;
  return (
    <>
      <p className={classes.sentence}>
        {t('reports.sentence', {
          count,
          ...{
            answered: all.answered + all.direct,
            gaveUp: all.gaveUp,
            short: all.shortGaveUp,
            timedOut: all.timedOut,
          },
          others: all.leftByKey + all.leftEmpty + all.moved + all.withdrawn,
        })}{' '}
        {all.waiting > 0 ? t('reports.waiting', { count: all.waiting }) : ''}
        {all.unknown > 0 ? ` ${t('reports.unknown', { count: all.unknown })}` : ''}
      </p>
      <table className={classes.figures}>
        <thead>
          <tr>
            {(['figure', 'value', 'target', 'of', 'means'] as const).map((column) => (
              <th key={column} scope="col" data-column={column}>
                {t(`reports.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FIGURES.map((name) => (
            <Row key={name} name={name} report={report} onOpen={() => onChoose({ figure: name, question })} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ name, report, onOpen }: Pick<PageProps, 'report'> & { name: FigureName; onOpen: () => void }) {
  const { t, i18n } = useTranslation();
  const figure = figureOf(name, report.report.all);
  const target = targetOf(name, report.targets);
  const met = meets(figure, report.targets);
  const value = figureText(figure, i18n.language);
  return (
    <tr>
      <th scope="row">{t(`figure.${name}.name`)}</th>
      <td data-column="value">
        {figure.value === undefined ? (
          <span className={classes.quiet}>–</span>
        ) : (
          <UnstyledButton
            className={classes.value}
            onClick={onOpen}
            aria-label={t('reports.open', { figure: t(`figure.${name}.name`), value })}
          >
            {value}
          </UnstyledButton>
        )}
      </td>
      <td data-column="target">
        {target === undefined ? null : (
          <span className={classes.verdict} data-met={met}>
            {t(`reports.target.${comparisonOf(name)}`, {
              target: figureText({ unit: figure.unit, value: target }, i18n.language),
            })}
            {met === undefined ? null : <strong>{t(met ? 'reports.met' : 'reports.notMet')}</strong>}
          </span>
        )}
      </td>
      <td data-column="of">{figureText({ unit: 'count', value: figure.of }, i18n.language)}</td>
      <td data-column="means">
        {t(`figure.${name}.means`, { short: report.shortSeconds, days: report.resolutionDays })}
      </td>
    </tr>
  );
}

/** "Under" and "over" are meant as they are said; "at most" and "at least" include the target. */
function comparisonOf(name: FigureName): 'atMost' | 'atLeast' | 'under' | 'over' {
  if (name === 'abandonment') return 'under';
  if (name === 'firstCallResolution') return 'over';
  return name === 'serviceLevel' || name === 'completeNotes' ? 'atLeast' : 'atMost';
}
