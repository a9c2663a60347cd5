// The day so far against its targets, above the board: of all queues, and of the person at this desk. Alt-R opens the rest.
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { figureOf, meets, targetOf } from '../../../../shared/domain/figures/sums.ts';
import type { FigureName, Sums } from '../../../../shared/domain/figures/sums.ts';
import { useOnly } from '../../store/desk.ts';
import { clock } from '../../ui/format.ts';
import { figureText } from '../../ui/figure-text.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './today.module.css';

const SHOWN = ['averageSpeedOfAnswer', 'serviceLevel', 'abandonment'] as const satisfies readonly FigureName[];

export function Today() {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone;
  const today = useOnly('today');
  const role = useOnly('session')?.user?.role;
  if (!today) return null;
  const isLeader = role === 'supervisor' || role === 'administrator';
  const hasOwn = today.own.answered + today.own.direct > 0;
  const since = today.since === undefined ? undefined : clock(today.since, i18n.language, zone);
  return (
    <Panel
      title={t('today.title')}
      label={t('today.label')}
      aside={
        <span className={classes.aside}>
          {since === undefined ? null : (
            <span title={t('today.sinceMeans', { time: since })}>{t('today.since', { time: since })}</span>
          )}
          {today.all.waiting > 0 ? (
            <span className="tabular">{t('today.waiting', { count: today.all.waiting })}</span>
          ) : null}
          <KeyCap keys="Alt R" />
        </span>
      }
    >
      <table className={classes.today} data-today>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('today.answered')}</th>
            {SHOWN.map((name) => (
              <th key={name} scope="col" title={t(`today.means.${name}`)}>
                {t(`today.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row label={t('today.all')} sums={today.all} today={today} />
          {hasOwn || !isLeader ? <Row label={t('today.own')} sums={today.own} today={today} isOwn /> : null}
        </tbody>
      </table>
    </Panel>
  );
}

interface RowProps {
  readonly label: string;
  readonly sums: Sums;
  readonly today: TopicRow<'today'>;
  /** Nobody gives up at a person: that is the queues' figure. */
  readonly isOwn?: boolean;
}

function Row({ label, sums, today, isOwn }: RowProps) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="tabular">{isOwn ? sums.answered + sums.direct : sums.answered}</td>
      {SHOWN.map((name) =>
        isOwn && name === 'abandonment' ? <td key={name} /> : <Cell key={name} name={name} sums={sums} today={today} />,
      )}
    </tr>
  );
}

function Cell({ name, sums, today }: { name: FigureName; sums: Sums; today: TopicRow<'today'> }) {
  const { t, i18n } = useTranslation();
  const figure = figureOf(name, sums);
  const met = meets(figure, today.targets);
  const target = targetOf(name, today.targets);
  const words =
    target === undefined
      ? undefined
      : t('today.target', { target: figureText({ unit: figure.unit, value: target }, i18n.language) });
  return (
    <td className="tabular" data-met={met} title={words}>
      <span className={met === false ? classes.missed : undefined}>{figureText(figure, i18n.language)}</span>
      {met === false ? <VisuallyHidden>, {t('today.notMet')}</VisuallyHidden> : null}
    </td>
  );
}
