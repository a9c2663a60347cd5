// The calls a figure is made of; from those of this desk the way to the note.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer, ReportCall } from '../../../../shared/contract/reports.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { moment, phoneNumber } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import type { Chosen } from './ranges.ts';
import classes from './reports.module.css';
import { figureText } from '../../ui/figure-text.ts';

interface Found {
  readonly calls: readonly ReportCall[];
  readonly total: number;
}

function useCalls({ figure, question }: Chosen): Found | 'refused' | undefined {
  const { run } = useDesk();
  const [found, setFound] = useState<Found | 'refused'>();
  useEffect(() => {
    let isWanted = true;
    void run('reports.calls', { ...question, figure }).then((answer) => {
      if (isWanted) setFound(answer.ok ? answer.value : 'refused');
    });
    return () => {
      isWanted = false;
    };
  }, [run, question, figure]);
  return found;
}

export function CallsBehind({ report, chosen, onBack }: { report: ReportAnswer; chosen: Chosen; onBack: () => void }) {
  const { t } = useTranslation();
  const found = useCalls(chosen);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const name = chosen.figure === 'all' ? t('reports.allCalls') : t(`figure.${chosen.figure}.name`);
  return (
    <>
      <div className={classes.behindHead}>
        <Action size="small" onClick={onBack}>
          {t('reports.back')}
        </Action>
        <h3 ref={head} tabIndex={-1} className={classes.heading}>
          {chosen.label === undefined ? name : `${name} · ${chosen.label}`}
        </h3>
      </div>
      {chosen.figure === 'all' ? null : (
        <p className={classes.quiet}>{t(`figure.${chosen.figure}.behind`, { days: report.resolutionDays })}</p>
      )}
      <div role="status">
        {found === undefined || found === 'refused' ? null : found.total === 0 ? (
          <p className={classes.none}>{t('reports.noCalls')}</p>
        ) : (
          <p className={classes.quiet}>
            {t('reports.callCount', { count: found.total })}
            {found.total > found.calls.length ? ` ${t('reports.newest', { count: found.calls.length })}` : ''}
          </p>
        )}
      </div>
      {found === undefined || found === 'refused' || found.total === 0 ? null : (
        <Calls calls={found.calls} report={report} />
      )}
    </>
  );
}

function Calls({ calls, report }: { calls: readonly ReportCall[]; report: ReportAnswer }) {
  const { t } = useTranslation();
  return (
    <table className={classes.calls}>
      <thead>
        <tr>
          {(['at', 'number', 'queue', 'end', 'waited', 'talk', 'agent', 'category', 'note'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`reports.call.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {calls.map((call, index) => (
          <CallRow key={index} call={call} report={report} />
        ))}
      </tbody>
    </table>
  );
}

function CallRow({ call, report }: { call: ReportCall; report: ReportAnswer }) {
  const { t, i18n } = useTranslation();
  const { layout } = useDesk();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const labelIn = (rows: readonly { key: string; label: string }[], key: string | undefined) =>
    key === undefined ? '' : (rows.find((one) => one.key === key)?.label ?? key);
  const seconds = (value: number | undefined) =>
    value === undefined ? '' : figureText({ unit: 'seconds', value }, i18n.language);
  const end = call.end ?? (call.kind === 'desk' ? 'direct' : 'waiting');
  const { callId } = call;
  return (
    <tr>
      <th scope="row">{moment(new Date(call.at).toISOString(), i18n.language, report.timeZone)}</th>
      <td>{call.number === '' ? t('reports.withheld') : <Name>{phoneNumber(call.number, country)}</Name>}</td>
      <td>
        <Name>{labelIn(report.queues, call.queue)}</Name>
      </td>
      <td>{t(`reports.end.${end}`)}</td>
      <td data-number>{seconds(call.waited)}</td>
      <td data-number>{seconds(call.talk)}</td>
      <td>
        <Name>{call.agent === '' ? '' : labelIn(report.agents, call.agent)}</Name>
      </td>
      <td>
        <Name>{labelIn(report.categories, call.category)}</Name>
      </td>
      <td>
        {callId !== undefined && call.hasNote ? (
          <Action size="small" tone="quiet" onClick={() => layout.setState({ versionsOf: callId })}>
            {t('reports.openNote')}
          </Action>
        ) : null}
      </td>
    </tr>
  );
}
