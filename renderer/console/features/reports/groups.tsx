// The same figures for each person or each category, side by side; each opens its calls.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { figureOf, meets } from '../../../../shared/domain/figures/sums.ts';
import type { FigureName, Sums } from '../../../../shared/domain/figures/sums.ts';
import { Name } from '../../ui/name.tsx';
import { PeopleTimes } from './people-times.tsx';
import type { PageProps } from './reports.tsx';
import classes from './reports.module.css';
import { figureText } from '../../ui/figure-text.ts';

type By = 'queue' | 'agent' | 'category';

const COLUMNS: Readonly<Record<By, readonly FigureName[]>> = {
  queue: [
    'averageSpeedOfAnswer',
    'longestWait',
    'serviceLevel',
    'abandonment',
    'shortAbandons',
    'handleTime',
    'transfers',
    'unanswered',
  ],
  agent: [
    'averageSpeedOfAnswer',
    'handleTime',
    'talk',
    'hold',
    'wrapUp',
    'transfers',
    'bounceRate',
    'completeNotes',
    'unanswered',
  ],
  category: [
    'averageSpeedOfAnswer',
    'handleTime',
    'talk',
    'hold',
    'wrapUp',
    'transfers',
    'bounceRate',
    'firstCallResolution',
    'completeNotes',
  ],
};

export function Groups({ report, question, onChoose, by }: PageProps & { by: By }) {
  const { t } = useTranslation();
  const [groups, labels] = {
    queue: [report.report.byQueue, report.queues] as const,
    agent: [report.report.byAgent, report.agents] as const,
    category: [report.report.byCategory, report.categories] as const,
  }[by];
  const labelOf = (key: string) => labels.find((one) => one.key === key)?.label ?? key;
  const rows = [...groups].sort((a, b) => callsOf(b.sums) - callsOf(a.sums));
  return (
    <>
      <p className={classes.quiet}>{t(`reports.about.${report.isOwn && by === 'agent' ? 'own' : by}`)}</p>
      {rows.length === 0 ? (
        <p className={classes.none}>{t(`reports.nobody.${by}`)}</p>
      ) : (
        <table className={classes.groups}>
          <thead>
            <tr>
              <th scope="col">{t(`reports.filter.${by}`)}</th>
              <th scope="col">{t('reports.column.answered')}</th>
              {COLUMNS[by].map((name) => (
                <th
                  key={name}
                  scope="col"
                  title={t(`figure.${name}.means`, { short: report.shortSeconds, days: report.resolutionDays })}
                >
                  {t(`figure.${name}.name`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, sums }) => (
              <tr key={key}>
                <th scope="row">
                  <Name>{labelOf(key)}</Name>
                </th>
                {(['all', ...COLUMNS[by]] as const).map((name) => (
                  <Cell
                    key={name}
                    {...{ name, sums, report }}
                    onOpen={() => onChoose({ figure: name, question: { ...question, [by]: key }, label: labelOf(key) })}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {by === 'agent' ? <PeopleTimes report={report} /> : null}
    </>
  );
}

const callsOf = (sums: Sums): number => sums.answered + sums.direct;

interface CellProps extends Pick<PageProps, 'report'> {
  readonly name: FigureName | 'all';
  readonly sums: Sums;
  readonly onOpen: () => void;
}

function Cell({ name, sums, report, onOpen }: CellProps) {
  const { t, i18n } = useTranslation();
  const figure = name === 'all' ? undefined : figureOf(name, sums);
  const text = figure ? figureText(figure, i18n.language) : String(callsOf(sums));
  const met = figure && meets(figure, report.targets);
  const title = name === 'all' ? t('reports.column.answered') : t(`figure.${name}.name`);
  if (figure && figure.value === undefined) return <td className={classes.quiet}>–</td>;
  return (
    <td data-met={met}>
      <UnstyledButton
        className={classes.value}
        onClick={onOpen}
        aria-label={t('reports.open', { figure: title, value: text })}
      >
        {text}
      </UnstyledButton>
      {met === false ? <span className={classes.mark}>{t('reports.notMet')}</span> : null}
    </td>
  );
}
