// The lines of the patient's card. A part the EHR could not give says so; a part with nothing in it either teaches that
// there is nothing, or leaves its line out.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientContext, Visit } from '../../../../shared/domain/patient/types.ts';
import { useOnly } from '../../store/desk.ts';
import { languageName, moment } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import type { Tone } from '../../ui/tag.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './patient.module.css';

const REFERRAL_TONE = {
  missing: 'danger',
  received: 'plain',
  pendingReview: 'plain',
  readyToSchedule: 'good',
} as const satisfies Record<PatientContext['referrals'][number]['state'], Tone>;

interface RowsProps {
  readonly context: PatientContext;
}

export const ContextRows = ({ context }: RowsProps) => (
  <dl>
    <Flags context={context} />
    <Visits context={context} />
    <Money context={context} />
    <Care context={context} />
    <Contacts context={context} />
  </dl>
);

interface RowProps {
  readonly name: string;
  readonly items: readonly ReactNode[];
  /** The EHR could not give this part. */
  readonly gone?: boolean;
  /** What stands there when there is nothing; without it the line is left out. */
  readonly none?: string;
}

function Row({ name, items, gone = false, none }: RowProps) {
  const { t } = useTranslation();
  if (items.length === 0 && !gone && none === undefined) return null;
  const empty = gone ? t('patient.notAvailable') : none;
  return (
    <div className={classes.row}>
      <dt className={classes.key}>{name}</dt>
      <dd className={classes.value}>{items.length > 0 ? items : <span className={classes.quiet}>{empty}</span>}</dd>
    </div>
  );
}

function Flags({ context }: RowsProps) {
  const { t } = useTranslation();
  const flags = context.flags.map((flag) => (
    <Tag key={flag.text} tone="warn">
      {flag.text}
    </Tag>
  ));
  const language = context.language ? [languageName(context.language)] : [];
  const interpreter = context.interpreterNeeded
    ? [
        <Tag key="i" tone="warn">
          {t('patient.interpreter')}
        </Tag>,
      ]
    : [];
  return (
    <>
      <Row name={t('patient.flags')} items={flags} gone={context.missing.includes('flags')} />
      <Row name={t('patient.language')} items={[...language, ...interpreter]} />
    </>
  );
}

function Visits({ context }: RowsProps) {
  const { t } = useTranslation();
  const gone = context.missing.includes('visits');
  const { nextVisit, lastVisit, noShows12Months } = context;
  const missed =
    noShows12Months > 0
      ? [
          <span key="missed" className={classes.sub}>
            {t('patient.noShows', { count: noShows12Months })}
          </span>,
        ]
      : [];
  return (
    <>
      <Row
        name={t('patient.nextVisit')}
        items={nextVisit ? [<VisitLine key="next" visit={nextVisit} isNext />] : []}
        gone={gone}
        none={t('patient.noNext')}
      />
      <Row
        name={t('patient.lastVisit')}
        items={[...(lastVisit ? [<VisitLine key="last" visit={lastVisit} isNext={false} />] : []), ...missed]}
        gone={gone}
        none={t('patient.noLast')}
      />
    </>
  );
}

function VisitLine({ visit, isNext }: { visit: Visit; isNext: boolean }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  return (
    <span className={classes.whole}>
      <span className={isNext ? classes.strong : undefined}>{moment(visit.start, i18n.language, zone)}</span>
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

function Money({ context }: RowsProps) {
  const { t } = useTranslation();
  const covers = context.coverage.map((cover) => (
    <span key={cover.payer} className={classes.whole}>
      <Name>{cover.payer}</Name>{' '}
      <Tag tone={cover.status === 'active' ? 'good' : 'danger'}>{t(`patient.cover.${cover.status}`)}</Tag>
    </span>
  ));
  return (
    <Row
      name={t('patient.coverage')}
      items={covers}
      gone={context.missing.includes('coverage')}
      none={t('patient.noCoverage')}
    />
  );
}

function Care({ context }: RowsProps) {
  const { t } = useTranslation();
  const referrals = context.referrals.map((referral) => (
    <span key={referral.id} className={classes.whole}>
      <Name>{referral.specialty}</Name>{' '}
      <Tag tone={REFERRAL_TONE[referral.state]}>{t(`patient.referralState.${referral.state}`)}</Tag>
    </span>
  ));
  const refills = context.refills.map((refill) => (
    <span key={refill.id} className={classes.whole}>
      <Name>{refill.medication}</Name> · {t('patient.refillsLeft', { count: refill.left })}
    </span>
  ));
  return (
    <>
      <Row name={t('patient.referral')} items={referrals} gone={context.missing.includes('referrals')} />
      <Row name={t('patient.refills')} items={refills} gone={context.missing.includes('refills')} />
    </>
  );
}

function Contacts({ context }: RowsProps) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const tasks = context.tasks.map((task) => (
    <span key={task.id} className={classes.whole}>
      <Name>{task.text}</Name>
      {task.due ? (
        <span className={classes.sub}>{t('patient.taskDue', { when: moment(task.due, i18n.language, zone) })}</span>
      ) : null}
    </span>
  ));
  const recent = context.recent.map((contact) => (
    <span key={`${contact.at} ${contact.text}`} className={classes.whole}>
      <span className={classes.sub}>{moment(contact.at.slice(0, 10), i18n.language, zone)}</span>
      <Name>{contact.text}</Name>
    </span>
  ));
  return (
    <>
      <Row
        name={t('patient.tasks')}
        items={tasks}
        gone={context.missing.includes('tasks')}
        none={t('patient.noTasks')}
      />
      <Row name={t('patient.recent')} items={recent} gone={context.missing.includes('recent')} />
    </>
  );
}
