// What people's time was made of: signed in, paused and why, and how much of the rest went into calls; by day where there
// are a few.
import { useTranslation } from 'react-i18next';
import { Fragment } from 'react';
import type { ReportAnswer } from '../../../../shared/contract/reports.ts';
import { occupancyOf, togetherOf } from '../../../../shared/domain/figures/person-time.ts';
import type { PersonTime } from '../../../../shared/domain/figures/person-time.ts';
import { day } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import classes from './reports.module.css';
import { figureText } from '../../ui/figure-text.ts';

/** More days of one person are told together only. */
const DAYS_LISTED = 14;
const COLUMNS = ['signedIn', 'paused', 'reasons', 'busy', 'occupancy'] as const;

export function PeopleTimes({ report }: { report: ReportAnswer }) {
  const { t } = useTranslation();
  const { people } = report.report;
  const agents = [...new Set(people.map(({ agent }) => agent))];
  const dates = new Set(people.map(({ date }) => date));
  const isByDay = dates.size > 1 && dates.size <= DAYS_LISTED;
  const labelOf = (key: string) => report.agents.find((one) => one.key === key)?.label ?? key;
  return (
    <section>
      <h3 className={classes.heading}>{t('reports.times.title')}</h3>
      <p className={classes.quiet}>{t('reports.times.means')}</p>
      {agents.length === 0 ? (
        <p className={classes.none}>{t('reports.times.none')}</p>
      ) : (
        <table className={classes.groups} data-times>
          <thead>
            <tr>
              <th scope="col">{t('reports.filter.agent')}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" data-column={column} title={t(`reports.times.${column}Means`)}>
                  {t(`reports.times.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <Fragment key={agent}>
                <TimesRow time={togetherOf(people, agent)} head={<Name>{labelOf(agent)}</Name>} />
                {isByDay
                  ? people
                      .filter((one) => one.agent === agent)
                      .map((one) => <TimesRow key={one.date} time={one} head={<Date date={one.date} />} isDay />)
                  : null}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Date({ date }: { date: string }) {
  const { i18n } = useTranslation();
  return <>{day(date, i18n.language)}</>;
}

function TimesRow({ time, head, isDay }: { time: PersonTime; head: React.ReactNode; isDay?: boolean }) {
  const { t, i18n } = useTranslation();
  const occupancy = occupancyOf(time);
  const hours = (seconds: number) => t('reports.times.hours', hoursOf(seconds));
  const isKnown = time.signedIn > 0;
  return (
    <tr data-day={isDay}>
      <th scope="row">{head}</th>
      <td>{isKnown ? hours(time.signedIn) : '–'}</td>
      <td>{isKnown ? hours(time.paused) : '–'}</td>
      <td data-column="reasons">
        {time.reasons
          .map(({ reason, seconds }) => `${reason === '' ? t('reports.times.noReason') : reason} ${hours(seconds)}`)
          .join(' · ')}
      </td>
      <td>{hours(time.busy)}</td>
      <td>{occupancy === undefined ? '–' : figureText({ unit: 'share', value: occupancy }, i18n.language)}</td>
    </tr>
  );
}

/** Full minutes: nobody counts a pause in seconds. */
function hoursOf(seconds: number): { hours: number; minutes: string } {
  const minutes = Math.round(seconds / 60);
  return { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, '0') };
}
