// One glance at the patient, once the caller is verified: warnings and the next thing first.
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { PatientContext } from '../../../../shared/domain/patient/types.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { day, duration } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { ContextRows } from './context-rows.tsx';
import classes from './patient.module.css';

interface CardProps {
  readonly panel: PatientPanel;
  readonly context: PatientContext;
}

export function ContextCard({ panel, context }: CardProps) {
  const { t, i18n } = useTranslation();
  const facts = [
    t(`patient.sex.${context.sex}`),
    context.age === undefined ? '' : t('patient.age', { count: context.age }),
    context.birthDate ? t('patient.born', { date: day(context.birthDate, i18n.language) }) : '',
    context.mrn ? t('patient.mrn', { mrn: context.mrn }) : '',
  ];
  return (
    <section className={classes.card} aria-label={t('patient.title')}>
      <header className={classes.head}>
        <div className={classes.who}>
          <h2 className={classes.title} tabIndex={-1} data-patient-name>
            <Name>{context.name}</Name>
          </h2>
          <p className={classes.hint}>{facts.filter(Boolean).join(' · ')}</p>
        </div>
        {panel.chartUrl ? (
          <a className={classes.chart} href={panel.chartUrl} target="_blank" rel="noreferrer">
            {t('patient.openChart')}
          </a>
        ) : null}
      </header>
      <ContextRows context={context} />
      <ReadAt panel={panel} />
    </section>
  );
}

/** How old this is, and a way to read it again; a stale card says so before anybody trusts it. */
function ReadAt({ panel }: { panel: PatientPanel }) {
  const { t } = useTranslation();
  const { ticker, run } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  const { readAt, contextState } = panel;
  useLayoutEffect(() => {
    if (readAt === undefined) return undefined;
    return ticker.listen((now) => {
      if (text.current) text.current.textContent = t('patient.readAt', { time: duration(now - readAt) });
    });
  }, [ticker, readAt, t]);
  const isOld = contextState === 'stale' || contextState === 'unavailable';
  return (
    <footer className={classes.readAt} data-old={isOld} role={isOld ? 'status' : undefined}>
      <span>
        {isOld ? t('patient.stale') : null} <span ref={text} className="tabular" />
      </span>
      <Action
        size="small"
        tone="quiet"
        busy={contextState === 'loading'}
        onClick={() => void run('patient.refresh', { callId: panel.callId })}
      >
        {t('patient.readAgain')}
      </Action>
    </footer>
  );
}
