// Bars, by the kept library. Read only when somebody looks at them; what they show stands in a table for who cannot see them.
import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './reports.module.css';

const HEIGHT = 190;
const COMMON = {
  h: HEIGHT,
  withTooltip: true,
  gridAxis: 'x',
  tickLine: 'none',
  barProps: { isAnimationActive: false },
} as const;

export function HourChart({
  rows,
}: {
  rows: readonly {
    readonly hour: string;
    readonly answered: number;
    readonly gaveUp: number;
    readonly other: number;
  }[];
}) {
  const { t } = useTranslation();
  const series = [
    { name: 'answered', label: t('reports.bar.answered'), color: 'var(--fd-accent)' },
    { name: 'gaveUp', label: t('reports.bar.gaveUp'), color: 'var(--fd-danger-bar)' },
    { name: 'other', label: t('reports.bar.other'), color: 'var(--fd-idle-bar)' },
  ];
  return (
    <>
      <div aria-hidden>
        <BarChart
          {...COMMON}
          type="stacked"
          withLegend
          dataKey="hour"
          data={rows.map((row) => ({ ...row }))}
          series={series}
        />
      </div>
      <VisuallyHidden>
        <table>
          <caption>{t('reports.byHour')}</caption>
          <tbody>
            {rows.map(({ hour, answered, gaveUp, other }) => (
              <tr key={hour}>
                <th scope="row">{hour}</th>
                <td>{t('reports.hourRow', { answered, gaveUp, other })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}

export function PeopleChart({ rows }: { rows: readonly { readonly time: string; readonly people: number }[] }) {
  const { t } = useTranslation();
  return (
    <div aria-hidden className={classes.chart}>
      <BarChart
        {...COMMON}
        dataKey="time"
        data={rows.map((row) => ({ ...row }))}
        series={[{ name: 'people', label: t('reports.staffing.people'), color: 'var(--fd-accent)' }]}
        yAxisProps={{ allowDecimals: false, width: 28 }}
      />
    </div>
  );
}
