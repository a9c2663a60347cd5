// What was promised for a day and what was kept, by whom. Every figure opens the items behind it.
import { TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem, WorkReport } from '../../../../shared/contract/work.ts';
import { FIGURES } from '../../../../shared/domain/work/report.ts';
import type { Figure } from '../../../../shared/domain/work/report.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { day as dayText } from '../../ui/format.ts';
import { dialogHead } from '../../ui/wide-dialog.tsx';
import { AboutWhom } from './worklist.tsx';
import { reportCsv } from './csv.ts';
import { useSpeech } from './use-speech.ts';
import { closedWords, dueWords, ownerWords, whatText } from './words.ts';
import classes from './todo.module.css';

/** Behind which figure somebody looks: of everybody, or of one owner. */
interface Chosen {
  readonly figure: Figure | 'moved';
  readonly owner?: string | undefined;
}

function useReport(day: string | undefined): WorkReport | undefined {
  const { run } = useDesk();
  const [report, setReport] = useState<WorkReport>();
  useEffect(() => {
    let isWanted = true;
    void run('work.report', day === undefined ? {} : { day }).then((answer) => {
      if (isWanted && answer.ok) setReport(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [run, day]);
  return report;
}

export function Report() {
  const [day, setDay] = useState<string>();
  const [chosen, setChosen] = useState<Chosen>({ figure: 'promised' });
  const report = useReport(day);
  return (
    <div className={classes.report} data-print>
      <ReportHead report={report} onDay={setDay} />
      {report ? (
        <div className={classes.reportBody}>
          <Totals report={report} chosen={chosen} onChoose={setChosen} />
          <Owners report={report} chosen={chosen} onChoose={setChosen} />
          <FirstCall report={report} />
          <Behind report={report} chosen={chosen} />
        </div>
      ) : (
        <div className={classes.reportBody} role="status" />
      )}
    </div>
  );
}

function ReportHead({ report, onDay }: { report: WorkReport | undefined; onDay: (day: string) => void }) {
  const { t } = useTranslation();
  const { layout } = useDesk();
  return (
    <div className={dialogHead}>
      <h2 className={classes.title}>{t('work.report.title')}</h2>
      <TextInput
        data-autofocus
        size="xs"
        type="date"
        aria-label={t('work.report.day')}
        value={report?.day ?? ''}
        onChange={(event) => event.currentTarget.value && onDay(event.currentTarget.value)}
      />
      <span className={classes.space} />
      <Action size="small" disabled={!report} onClick={() => window.print()}>
        {t('work.report.print')}
      </Action>
      <CopyCsv report={report} />
      <Action size="small" onClick={() => layout.setState({ todoOpen: 'list' })}>
        {t('work.report.back')}
      </Action>
    </div>
  );
}

const COLUMNS = ['state', 'what', 'who', 'number', 'owner', 'due', 'closed', 'by'] as const;

function CopyCsv({ report }: { report: WorkReport | undefined }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const copy = () => {
    if (!report || !place.current) return;
    // The clipboard of the desktop app is closed to pages; what is selected may always be copied.
    const area = document.createElement('textarea');
    area.className = 'visually-hidden';
    area.value = reportCsv(report, {
      columns: COLUMNS.map((column) => t(`work.report.column.${column}`)),
      figure: (name) => t(`work.report.${name}`),
      what: (item) => whatText(item, t),
    });
    const focus = document.activeElement as HTMLElement | null;
    place.current.append(area);
    area.select();
    setCopied(document.execCommand('copy'));
    area.remove();
    focus?.focus();
  };
  return (
    <span ref={place} role="status">
      <Action size="small" disabled={!report} onClick={copy}>
        {t(isCopied ? 'work.report.copied' : 'work.report.copy')}
      </Action>
    </span>
  );
}

interface PartProps {
  readonly report: WorkReport;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

function Totals({ report, chosen, onChoose }: PartProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.totals} role="group" aria-label={t('work.report.title')}>
      {FIGURES.map((figure) => (
        <UnstyledButton
          key={figure}
          className={classes.total}
          data-figure={figure}
          data-bad={figure === 'overdue' && report.all.overdue.length > 0}
          aria-pressed={chosen.figure === figure && chosen.owner === undefined}
          onClick={() => onChoose({ figure })}
        >
          <span className={classes.number}>{report.all[figure].length}</span>
          <span>{t(`work.report.${figure}`)}</span>
        </UnstyledButton>
      ))}
      {report.moved.length > 0 ? (
        <UnstyledButton
          className={classes.total}
          aria-pressed={chosen.figure === 'moved'}
          onClick={() => onChoose({ figure: 'moved' })}
        >
          <span className={classes.number}>{report.moved.length}</span>
          <span>{t('work.report.moved')}</span>
        </UnstyledButton>
      ) : null}
    </div>
  );
}

function Owners({ report, chosen, onChoose }: PartProps) {
  const { t } = useTranslation();
  if (report.byOwner.length === 0) return <p className={classes.teach}>{t('work.report.nothing')}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('work.fact.owner')}</th>
          {FIGURES.map((figure) => (
            <th key={figure} scope="col">
              {t(`work.report.${figure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.byOwner.map(({ owner, figures }) => (
          <tr key={owner}>
            <th scope="row">
              <bdi>{ownerWords({ owner, ownerGone: false }, t)}</bdi>
            </th>
            {FIGURES.map((figure) => (
              <td key={figure}>
                {figures[figure].length === 0 ? (
                  <span className={classes.none}>0</span>
                ) : (
                  <UnstyledButton
                    className={classes.cell}
                    aria-pressed={chosen.figure === figure && chosen.owner === owner}
                    aria-label={`${owner}: ${t(`work.report.${figure}`)} ${figures[figure].length}`}
                    onClick={() => onChoose({ figure, owner })}
                  >
                    {figures[figure].length}
                  </UnstyledButton>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FirstCall({ report: { firstCall } }: { report: WorkReport }) {
  const { t } = useTranslation();
  const { counted, resolved, days } = firstCall;
  return (
    <p className={classes.firstCall}>
      <strong>
        {t('work.report.firstCall')}{' '}
        {counted === 0 ? t('work.report.noFigure') : `${Math.round((resolved / counted) * 100)} %`}
      </strong>{' '}
      {t('work.report.firstCallMeans', { counted, resolved, days })}
    </p>
  );
}

function idsBehind(report: WorkReport, { figure, owner }: Chosen): readonly string[] {
  if (figure === 'moved') return report.moved;
  const figures = owner === undefined ? report.all : report.byOwner.find((each) => each.owner === owner)?.figures;
  return figures?.[figure] ?? [];
}

/** The items behind the figure that was chosen. */
function Behind({ report, chosen }: { report: WorkReport; chosen: Chosen }) {
  const { t, i18n } = useTranslation();
  const items = idsBehind(report, chosen).flatMap((id) => report.items.find((item) => item.id === id) ?? []);
  const title = [t(`work.report.${chosen.figure}`), chosen.owner, dayText(report.day, i18n.language)];
  return (
    <section className={classes.behind} aria-label={title.filter(Boolean).join(' · ')}>
      <h3 className={classes.section}>{title.filter(Boolean).join(' · ')}</h3>
      <ul>
        {items.map((item) => (
          <BehindRow key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function BehindRow({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const { layout, topics } = useDesk();
  const speech = useSpeech();
  const open = () => {
    if (topics.worklist.getState().rows.has(item.id)) layout.setState({ todoOpen: 'list', todoItem: item.id });
  };
  return (
    <li>
      <UnstyledButton className={classes.behindRow} onClick={open}>
        <span className={classes.name}>
          <bdi>{whatText(item, t)}</bdi>
        </span>
        <span className={classes.sub}>
          <AboutWhom item={item} speech={speech} /> · <bdi>{ownerWords(item, t)}</bdi> ·{' '}
          {item.closed ? closedWords(item, speech) : dueWords(item, speech)}
        </span>
      </UnstyledButton>
    </li>
  );
}
