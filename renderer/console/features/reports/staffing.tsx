// How many people each half hour of the next days needs, from the same weekday of the weeks before.
import { DateTime } from 'luxon';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { spanOf } from './ranges.ts';
import type { PageProps } from './reports.tsx';
import classes from './reports.module.css';
import { figureText, timeOfDay } from '../../ui/figure-text.ts';

const PeopleChart = lazy(() => import('./charts.tsx').then((charts) => ({ default: charts.PeopleChart })));

const DAYS = 7;
type Forecast = CommandOutput<'reports.forecast'>;

function useForecast(zone: string, queue: string | undefined): Forecast | 'refused' | undefined {
  const { run } = useDesk();
  const [given, setGiven] = useState<{ queue: string | undefined; value: Forecast | 'refused' }>();
  useEffect(() => {
    let isWanted = true;
    const { to: from } = spanOf('today', zone, Date.now());
    void run('reports.forecast', { from, days: DAYS, ...(queue === undefined ? {} : { queue }) }).then((answer) => {
      if (isWanted) setGiven({ queue, value: answer.ok ? answer.value : 'refused' });
    });
    return () => {
      isWanted = false;
    };
  }, [run, zone, queue]);
  return given?.queue === queue ? given?.value : undefined;
}

export function Staffing({ report, question }: PageProps) {
  const { t, i18n } = useTranslation();
  const forecast = useForecast(report.timeZone, question.queue);
  const [date, setDate] = useState<string>();
  if (forecast === undefined || forecast === 'refused') return null;
  const day =
    forecast.days.find((one) => one.date === date) ??
    forecast.days.find(({ halves }) => halves.length > 0) ??
    forecast.days[0];
  if (!day) return null;
  const named = (iso: string) =>
    DateTime.fromISO(iso).setLocale(i18n.language).toLocaleString({ weekday: 'short', day: 'numeric', month: 'short' });
  return (
    <>
      <p className={classes.quiet}>
        {t('reports.staffing.means', {
          share: figureText({ unit: 'share', value: forecast.targetShare }, i18n.language),
          seconds: forecast.targetSeconds,
        })}
      </p>
      <div className={classes.spans} role="group" aria-label={t('reports.staffing.day')}>
        {forecast.days.map((one) => (
          <Action
            key={one.date}
            size="small"
            tone="quiet"
            pressed={one.date === day.date}
            onClick={() => setDate(one.date)}
          >
            {named(one.date)}
          </Action>
        ))}
      </div>
      {day.halves.length === 0 ? (
        <p className={classes.none}>{t('reports.staffing.none')}</p>
      ) : (
        <>
          <Suspense fallback={<div className={classes.chart} />}>
            <PeopleChart
              rows={day.halves.map(({ half, people }) => ({ time: timeOfDay(half * 30, i18n.language), people }))}
            />
          </Suspense>
          <p className={classes.quiet}>
            {t('reports.staffing.basedOn', { days: day.basedOn.map(named).join('; '), count: day.basedOn.length })}
          </p>
          <table className={classes.groups}>
            <thead>
              <tr>
                {(['time', 'people', 'calls', 'range', 'handle'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`reports.staffing.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {day.halves.map(({ half, people, calls, least, most, handleSeconds }) => (
                <tr key={half}>
                  <th scope="row">{timeOfDay(half * 30, i18n.language)}</th>
                  <td>
                    <strong>{people}</strong>
                  </td>
                  <td>{calls.toFixed(1)}</td>
                  <td>{t('reports.staffing.between', { least, most })}</td>
                  <td>{figureText({ unit: 'seconds', value: handleSeconds }, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
