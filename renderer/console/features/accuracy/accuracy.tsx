// Which transfers reached somebody, by the rule that proposed them and by whom they went to; what misroutes stands on top.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccuracyRow, RuleAccuracy } from '../../../../shared/contract/rules.ts';
import { useDesk, useLayout } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Name } from '../../ui/name.tsx';
import { dialogHead, WideDialog } from '../../ui/wide-dialog.tsx';
import classes from './accuracy.module.css';

const SPANS = [7, 30, 90] as const;

export function Accuracy() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.accuracyOpen === true);
  const close = () => layout.setState({ accuracyOpen: false });
  // Behind a lock nothing stays open that could come back with somebody else.
  useEffect(() => () => layout.setState({ accuracyOpen: false }), [layout]);
  return (
    <WideDialog opened={opened} onClose={close} label={t('accuracy.title')} width={860} top={64}>
      <Figures onClose={close} />
    </WideDialog>
  );
}

function useAccuracy(days: number): RuleAccuracy | 'refused' | undefined {
  const { run } = useDesk();
  const [answer, setAnswer] = useState<{ days: number; value: RuleAccuracy | 'refused' }>();
  useEffect(() => {
    let isWanted = true;
    void run('rules.accuracy', { days }).then((given) => {
      if (isWanted) setAnswer({ days, value: given.ok ? given.value : 'refused' });
    });
    return () => {
      isWanted = false;
    };
  }, [run, days]);
  return answer?.days === days ? answer.value : undefined;
}

function Figures({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(30);
  const accuracy = useAccuracy(days);
  return (
    <div className={classes.accuracy} data-accuracy>
      <div className={dialogHead}>
        <h2 className={classes.title}>{t('accuracy.title')}</h2>
        <div className={classes.spans} role="group" aria-label={t('accuracy.span')}>
          {SPANS.map((span) => (
            <Action key={span} size="small" tone="quiet" pressed={days === span} onClick={() => setDays(span)}>
              {t('span.days', { count: span })}
            </Action>
          ))}
        </div>
        <Action size="small" onClick={onClose}>
          {t('accuracy.close')}
        </Action>
      </div>
      <div className={classes.body} role="status">
        {accuracy === undefined || accuracy === 'refused' ? null : <Tables accuracy={accuracy} />}
      </div>
    </div>
  );
}

function Tables({ accuracy: { all, rules, destinations } }: { accuracy: RuleAccuracy }) {
  const { t } = useTranslation();
  if (all.counted === 0) return <p className={classes.none}>{t('accuracy.none')}</p>;
  return (
    <>
      <p className={classes.all}>
        {t('accuracy.all', { reached: all.reached, count: all.counted, share: percent(all) })}
      </p>
      <Table title={t('accuracy.byRule')} rows={rules} />
      <Table title={t('accuracy.byDestination')} rows={destinations} />
    </>
  );
}

const percent = ({ reached, counted }: AccuracyRow): number => Math.round((reached / counted) * 100);

function Table({ title, rows }: { title: string; rows: readonly AccuracyRow[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('accuracy.what')}</th>
          {(['share', 'counted', 'returned', 'bounced', 'abandoned'] as const).map((column) => (
            <th key={column} scope="col" className={classes.figure}>
              {t(`accuracy.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <Name>{row.label === '' ? t('accuracy.byHand') : row.label}</Name>
            </th>
            <td className={classes.figure}>
              <meter className={classes.meter} min={0} max={100} value={percent(row)} aria-hidden />
              {t('accuracy.percent', { share: percent(row) })}
            </td>
            <td className={classes.figure}>{row.counted}</td>
            <td className={classes.figure}>{row.returned}</td>
            <td className={classes.figure}>{row.bounced}</td>
            <td className={classes.figure}>{row.abandoned}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
