// One glance at the patient, once the caller is verified: the next thing first.
import { useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { PatientContext, Visit } from '../../../../shared/domain/patient/types.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { day, duration, languageName, moment } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { Tone } from '../../ui/tag.tsx';
import classes from './patient.module.css';

const REFERRAL_TONE = {
  missing: 'danger',
  received: 'plain',
  pendingReview: 'plain',
  readyToSchedule: 'good',
} as const satisfies Record<PatientContext['referrals'][number]['state'], Tone>;

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
      <Facts context={context} />
      <ReadAt panel={panel} />
    </section>
  );
}

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={classes.row}>
    <dt className={classes.key}>{name}</dt>
    <dd className={classes.value}>{children}</dd>
  </div>
);

function Facts({ context }: { context: PatientContext }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const gone = (part: PatientContext['missing'][number]) => context.missing.includes(part);
  const list = (part: PatientContext['missing'][number], none: string, items: ReactNode[]) =>
    gone(part) ? (
      <span className={classes.quiet}>{t('patient.notAvailable')}</span>
    ) : items.length > 0 ? (
      items
    ) : (
      <span className={classes.quiet}>{none}</span>
    );
  return (
    <dl>
      {context.flags.length > 0 || gone('flags') ? (
        <Row name={t('patient.flags')}>
          {list(
            'flags',
            '',
            context.flags.map((flag) => (
              <Tag key={flag.text} tone="warn">
                {flag.text}
              </Tag>
            )),
          )}
        </Row>
      ) : null}
      {context.language ? (
        <Row name={t('patient.language')}>
          {languageName(context.language)}{' '}
          {context.interpreterNeeded ? <Tag tone="warn">{t('patient.interpreter')}</Tag> : null}
        </Row>
      ) : null}
      <Row name={t('patient.nextVisit')}>
        {list(
          'visits',
          t('patient.noNext'),
          context.nextVisit ? [<VisitLine key="next" visit={context.nextVisit} strong />] : [],
        )}
      </Row>
      <Row name={t('patient.lastVisit')}>
        {list(
          'visits',
          t('patient.noLast'),
          context.lastVisit ? [<VisitLine key="last" visit={context.lastVisit} />] : [],
        )}
        {context.noShows12Months > 0 ? (
          <span className={classes.sub}>{t('patient.noShows', { count: context.noShows12Months })}</span>
        ) : null}
      </Row>
      <Row name={t('patient.coverage')}>
        {list(
          'coverage',
          t('patient.noCoverage'),
          context.coverage.map((cover) => (
            <span key={cover.payer} className={classes.item2}>
              <Name>{cover.payer}</Name>{' '}
              <Tag tone={cover.status === 'active' ? 'good' : 'danger'}>{t(`patient.cover.${cover.status}`)}</Tag>
            </span>
          )),
        )}
      </Row>
      {context.referrals.length > 0 || gone('referrals') ? (
        <Row name={t('patient.referral')}>
          {list(
            'referrals',
            '',
            context.referrals.map((referral) => (
              <span key={referral.id} className={classes.item2}>
                <Name>{referral.specialty}</Name>{' '}
                <Tag tone={REFERRAL_TONE[referral.state]}>{t(`patient.referralState.${referral.state}`)}</Tag>
              </span>
            )),
          )}
        </Row>
      ) : null}
      {context.refills.length > 0 || gone('refills') ? (
        <Row name={t('patient.refills')}>
          {list(
            'refills',
            '',
            context.refills.map((refill) => (
              <span key={refill.id} className={classes.item2}>
                <Name>{refill.medication}</Name> · {t('patient.refillsLeft', { count: refill.left })}
              </span>
            )),
          )}
        </Row>
      ) : null}
      <Row name={t('patient.tasks')}>
        {list(
          'tasks',
          t('patient.noTasks'),
          context.tasks.map((task) => (
            <span key={task.id} className={classes.item2}>
              <Name>{task.text}</Name>
              {task.due ? (
                <span className={classes.sub}>
                  {t('patient.taskDue', { when: moment(task.due, i18n.language, zone) })}
                </span>
              ) : null}
            </span>
          )),
        )}
      </Row>
      {context.recent.length > 0 || gone('recent') ? (
        <Row name={t('patient.recent')}>
          {list(
            'recent',
            '',
            context.recent.map((contact) => (
              <span key={`${contact.at} ${contact.text}`} className={classes.item2}>
                <span className={classes.sub}>{moment(contact.at.slice(0, 10), i18n.language, zone)}</span>{' '}
                <Name>{contact.text}</Name>
              </span>
            )),
          )}
        </Row>
      ) : null}
    </dl>
  );
}

function VisitLine({ visit, strong }: { visit: Visit; strong?: boolean }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  return (
    <span>
      <span className={strong ? classes.strong : undefined}>{moment(visit.start, i18n.language, zone)}</span>
      {visit.status === 'noShow' || visit.status === 'cancelled' ? (
        <>
          {' '}
          <Tag>{t(`patient.visit.${visit.status}`)}</Tag>
        </>
      ) : null}
      <span className={classes.sub}>
        <Name>{[visit.who, visit.what, visit.where].filter(Boolean).join(' · ')}</Name>
      </span>
    </span>
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
