// One glance at the patient, once the caller is verified: how to speak with them first, then how much of it holds, then the
// parts, each in its place.
import { useTranslation } from 'react-i18next';
import { IconAlertTriangle, IconLanguage } from '@tabler/icons-react';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { PatientContext } from '../../../../shared/domain/patient/types.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { ago, day, languageName } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { OpenChart } from '../../ui/open-chart.tsx';
import { ContextRows } from './context-rows.tsx';
import type { PartActions } from './context-rows.tsx';
import classes from './patient.module.css';

interface CardProps {
  readonly panel: PatientPanel;
  readonly context: PatientContext;
  readonly actions: PartActions;
}

export function ContextCard({ panel, context, actions }: CardProps) {
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
        <div className={classes.doing}>
          {panel.chart ? <OpenChart callId={panel.callId} /> : null}
          {actions.head}
        </div>
      </header>
      <Lead panel={panel} context={context} />
      <Holds panel={panel} />
      <ContextRows context={context} old={panel.old ?? {}} contacts={panel.contacts ?? []} actions={actions} />
    </section>
  );
}

/** What decides how to speak at all: an interpreter, another language, and charts nobody calls for. */
function Lead({ panel, context }: Pick<CardProps, 'panel' | 'context'>) {
  const { t } = useTranslation();
  const main = useOnly('site')?.clinic.languages[0] ?? 'en';
  const language = context.language ? languageName(context.language) : '';
  const isOther = context.language !== undefined && context.language !== main;
  const hint = panel.chosen?.hint;
  const isNobody = hint === 'deceased' || hint === 'test';
  const { authority } = panel.check;
  const isRuledOut = authority === 'none' || authority === 'notOnFile';
  const isDoubtful = isRuledOut || authority === 'notChecked';
  if (!context.interpreterNeeded && !isOther && !isNobody && !isDoubtful) return null;
  return (
    <div className={classes.lead}>
      {isDoubtful ? (
        <p
          className={classes.leadLine}
          data-tone={isRuledOut ? 'danger' : 'warn'}
          data-speaker={isRuledOut ? 'ruledOut' : 'notChecked'}
          role={isRuledOut ? 'alert' : undefined}
        >
          <IconAlertTriangle size={17} aria-hidden />
          {t(isRuledOut ? 'unchecked.ruledOut' : 'unchecked.wentOn')}
        </p>
      ) : null}
      {isNobody ? (
        <p className={classes.leadLine} data-tone="danger">
          {t(`patient.hint.${hint}`)}
        </p>
      ) : null}
      {context.interpreterNeeded || isOther ? (
        <p className={classes.leadLine} data-tone={context.interpreterNeeded ? 'interpreter' : 'accent'}>
          <IconLanguage size={17} aria-hidden />
          {context.interpreterNeeded
            ? language
              ? t('patient.interpreterFor', { language })
              : t('patient.interpreter')
            : t('patient.speaks', { language })}
        </p>
      ) : null}
    </div>
  );
}

/** How old this is, and a way to read it again: always in its place, and loud when it is not what the EHR says now. */
function Holds({ panel }: { panel: PatientPanel }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const now = useMinute();
  const { readAt, contextState, old = {} } = panel;
  const oldest = Object.values(old).length > 0 ? Math.min(...Object.values(old)) : undefined;
  const at = contextState === 'kept' ? oldest : (readAt ?? oldest);
  const age = (at === undefined ? undefined : ago(now - at, i18n.language)) ?? t('patient.justNow');
  const isOld = contextState === 'stale' || contextState === 'kept' || contextState === 'unavailable';
  const text = {
    none: t('patient.reading'),
    loading: t('patient.reading'),
    fresh: t('patient.readAt', { age }),
    stale: t('patient.stale', { age }),
    kept: t('patient.kept', { age }),
    unavailable: t('patient.unavailable'),
  }[contextState];
  return (
    <div className={classes.holds} data-old={isOld} data-context={contextState}>
      <span role={isOld ? 'status' : undefined}>{text}</span>
      <Action
        size="small"
        tone="quiet"
        busy={contextState === 'loading'}
        onClick={() => void run('patient.refresh', { callId: panel.callId })}
      >
        {t('patient.readAgain')}
      </Action>
    </div>
  );
}
