// When people call: the hours of the day as bars, and weekday by hour as a heat map. Each cell opens its calls.
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Info } from 'luxon';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOfDay } from '../../ui/figure-text.ts';
import type { PageProps } from './reports.tsx';
import classes from './reports.module.css';

// The charts are a large library: it is read when somebody looks at them, not when the desk opens.
const HourChart = lazy(() => import('./charts.tsx').then((charts) => ({ default: charts.HourChart })));

export function Hours(props: PageProps) {
  const { t, i18n } = useTranslation();
  const { byHour } = props.report.report;
  const hours = shownHours(byHour.map(({ entered, direct }) => entered + direct));
  if (hours.length === 0) return <p className={classes.none}>{t('reports.none')}</p>;
  return (
    <>
      <section>
        <h3 className={classes.heading}>{t('reports.byHour')}</h3>
        <Suspense fallback={<div className={classes.chart} />}>
          <div className={classes.chart}>
            <HourChart
              rows={hours.map((hour) => ({
                hour: timeOfDay(hour * 60, i18n.language),
                answered: byHour[hour]!.answered + byHour[hour]!.direct,
                gaveUp: byHour[hour]!.gaveUp + byHour[hour]!.shortGaveUp,
                other: Math.max(
                  0,
                  byHour[hour]!.entered - byHour[hour]!.answered - byHour[hour]!.gaveUp - byHour[hour]!.shortGaveUp,
                ),
              }))}
            />
          </div>
        </Suspense>
      </section>
      <HeatMap {...props} hours={hours} />
    </>
  );
}

/** From the first hour with a call to the last. */
function shownHours(counts: readonly number[]): number[] {
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return first < 0 ? [] : counts.map((_, hour) => hour).slice(first, last + 1);
}

const LEVELS = 5;

function HeatMap({ report, question, onChoose, hours }: PageProps & { hours: readonly number[] }) {
  const { t, i18n } = useTranslation();
  const { heat } = report.report;
  const most = Math.max(1, ...heat.flat().map(({ entered }) => entered));
  const names = Info.weekdays('long', { locale: i18n.language });
  return (
    <section>
      <h3 className={classes.heading}>{t('reports.heat')}</h3>
      <table className={classes.heat}>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {timeOfDay(hour * 60, i18n.language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heat.map((cells, weekday) => (
            <tr key={weekday}>
              <th scope="row">{names[weekday]}</th>
              {hours.map((hour) => {
                const { entered, gaveUp } = cells[hour]!;
                const label = `${names[weekday]}, ${timeOfDay(hour * 60, i18n.language)}`;
                const level = entered === 0 ? 0 : Math.max(1, Math.ceil((entered / most) * LEVELS));
                return (
                  <td key={hour} data-level={level}>
                    {entered === 0 ? null : (
                      <UnstyledButton
                        className={classes.cell}
                        onClick={() => onChoose({ figure: 'all', question: { ...question, weekday, hour }, label })}
                      >
                        <VisuallyHidden>{label}: </VisuallyHidden>
                        {entered}
                        {gaveUp > 0 ? (
                          <span className={classes.lost}>{t('reports.lost', { count: gaveUp })}</span>
                        ) : null}
                      </UnstyledButton>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
