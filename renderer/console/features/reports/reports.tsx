// Alt-R: the day's figures at once, any other days on asking; by hour, weekday, person and category, each figure with its
// definition and its target, and behind each the calls it is made of. Supervisors also see how many people the next days
// need, and hand a report on as a file.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../shared/contract/reports.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { dialogHead, WideDialog } from '../../ui/wide-dialog.tsx';
import { CallsBehind } from './calls-behind.tsx';
import { ExportReport } from './export-report.tsx';
import { FigureTable } from './figure-table.tsx';
import { Filters } from './filters.tsx';
import { Groups } from './groups.tsx';
import { Hours } from './hours.tsx';
import { Missing } from './missing.tsx';
import { spanOf } from './ranges.ts';
import type { Chosen, Question } from './ranges.ts';
import classes from './reports.module.css';
import { Staffing } from './staffing.tsx';

export function Reports() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.reportsOpen === true);
  const close = () => layout.setState({ reportsOpen: false });
  // Behind a lock nothing stays open that could come back with somebody else.
  useEffect(() => () => layout.setState({ reportsOpen: false }), [layout]);
  return (
    <WideDialog opened={opened} onClose={close} label={t('reports.title')} width={1220} top={40}>
      <Window onClose={close} />
    </WideDialog>
  );
}

const PAGES = ['figures', 'hours', 'queues', 'people', 'categories', 'staffing'] as const;
type PageName = (typeof PAGES)[number];

type Asked = ReportAnswer | 'refused' | undefined;

function useReport(question: Question): { answer: Asked; isFresh: boolean } {
  const { run } = useDesk();
  const [given, setGiven] = useState<{ question: Question; answer: Asked }>();
  useEffect(() => {
    let isWanted = true;
    void run('reports.figures', question).then((answer) => {
      if (isWanted) setGiven({ question, answer: answer.ok ? answer.value : 'refused' });
    });
    return () => {
      isWanted = false;
    };
  }, [run, question]);
  // What was asked before stays until the new answer is there: nothing jumps.
  return { answer: given?.answer, isFresh: given?.question === question };
}

function Window({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'utc';
  const role = useOnly('session')?.user?.role;
  const isLeader = role === 'supervisor' || role === 'administrator';
  const [question, setQuestion] = useState<Question>(() => spanOf('today', zone, Date.now()));
  const [page, setPage] = useState<PageName>('figures');
  const [chosen, setChosen] = useState<Chosen>();
  const [isExporting, setIsExporting] = useState(false);
  const { answer, isFresh } = useReport(question);
  const ask = (next: Question) => {
    setQuestion(next);
    setChosen(undefined);
  };
  const report = answer === 'refused' ? undefined : answer;
  return (
    <div className={classes.reports} data-reports>
      <div className={dialogHead}>
        <h2 className={classes.title}>{t('reports.title')}</h2>
        <Pages page={page} isLeader={isLeader} onPage={(name) => (setPage(name), setChosen(undefined))} />
        {isLeader ? (
          <Action size="small" onClick={() => setIsExporting(!isExporting)} pressed={isExporting}>
            {t('reports.export.open')}
          </Action>
        ) : null}
        <Action size="small" tone="quiet" keys="Esc" onClick={onClose}>
          {t('reports.close')}
        </Action>
      </div>
      <Filters question={question} report={report} zone={zone} isForecast={page === 'staffing'} onAsk={ask} />
      {isExporting ? <ExportReport question={question} onDone={() => setIsExporting(false)} /> : null}
      <div
        className={classes.body}
        aria-busy={!isFresh}
        role="region"
        aria-label={t(`reports.page.${page}`)}
        tabIndex={0}
      >
        {answer === 'refused' ? <p className={classes.quiet}>{t('reports.refused')}</p> : null}
        {report && chosen ? (
          <CallsBehind report={report} chosen={chosen} onBack={() => setChosen(undefined)} />
        ) : report ? (
          <Page page={page} report={report} question={question} onChoose={setChosen} />
        ) : null}
      </div>
    </div>
  );
}

function Pages({ page, isLeader, onPage }: { page: PageName; isLeader: boolean; onPage: (page: PageName) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.pages} role="group" aria-label={t('reports.pages')}>
      {PAGES.filter((name) => isLeader || name !== 'staffing').map((name) => (
        <Action key={name} size="small" tone="quiet" pressed={page === name} onClick={() => onPage(name)}>
          {t(`reports.page.${name}`)}
        </Action>
      ))}
    </div>
  );
}

export interface PageProps {
  readonly report: ReportAnswer;
  readonly question: Question;
  readonly onChoose: (chosen: Chosen) => void;
}

function Page({ page, ...props }: PageProps & { page: PageName }) {
  switch (page) {
    case 'figures':
      return (
        <>
          <Missing report={props.report} />
          <FigureTable {...props} />
        </>
      );
    case 'hours':
      return <Hours {...props} />;
    case 'queues':
      return <Groups {...props} by="queue" />;
    case 'people':
      return <Groups {...props} by="agent" />;
    case 'categories':
      return <Groups {...props} by="category" />;
    case 'staffing':
      return <Staffing {...props} />;
  }
}
