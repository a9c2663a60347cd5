// The lines of the patient's card, each in its place. A part the EHR could not give says so; one with nothing in it teaches
// that there is nothing.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { CardPart, PatientContext, Visit } from '../../../../shared/domain/patient/types.ts';
import { toldApart } from '../../../../shared/domain/patient/prescriptions.ts';
import { siteText } from '../../i18n/index.ts';
import { useOnly } from '../../store/desk.ts';
import { day, dayAt, moment } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import { PartRow } from './part-row.tsx';
import type { PartProps } from './part-row.tsx';
import classes from './patient.module.css';
import { ReferralLane } from './referral-lane.tsx';

/** What can be done from outside this feature: `head` stands beside the name, the others below their part's. */
export type PartActions = Partial<
  Record<Extract<CardPart, 'visits' | 'referrals' | 'refills' | 'tasks'> | 'head', ReactNode>
>;

interface RowsProps extends PartProps {
  readonly actions: PartActions;
}

interface ContextRowsProps extends RowsProps {
  readonly contacts: NonNullable<PatientPanel['contacts']>;
}

export const ContextRows = ({ contacts, ...props }: ContextRowsProps) => (
  <dl>
    <Flags {...props} />
    <Visits {...props} />
    <Coverage {...props} />
    <Referrals {...props} />
    <Refills {...props} />
    <Tasks {...props} />
    <Contacts {...props} contacts={contacts} />
    <Team {...props} />
  </dl>
);

function Flags(props: RowsProps) {
  const { t } = useTranslation();
  const items = props.context.flags.map(({ text }) => (
    <span key={text} className={classes.flag}>
      <Tag tone="warn">
        <Name>{text}</Name>
      </Tag>
    </span>
  ));
  return (
    <PartRow {...props} part="flags" name={t('patient.flags')} lines={2} items={items} none={t('patient.noFlags')} />
  );
}

function Visits({ actions, ...props }: RowsProps) {
  const { t } = useTranslation();
  const { nextVisit, lastVisit, noShows12Months } = props.context;
  const missed =
    noShows12Months > 0
      ? [
          <Tag key="missed" tone="warn">
            {t('patient.noShows', { count: noShows12Months })}
          </Tag>,
        ]
      : [];
  return (
    <>
      <PartRow
        {...props}
        part="visits"
        name={t('patient.nextVisit')}
        lines={3}
        items={nextVisit ? [<VisitLine key="next" visit={nextVisit} isNext />] : []}
        none={t('patient.noNext')}
        action={actions.visits}
      />
      <PartRow
        {...props}
        part="visits"
        name={t('patient.lastVisit')}
        lines={2}
        items={[...missed, ...(lastVisit ? [<VisitLine key="last" visit={lastVisit} isNext={false} />] : [])]}
        none={t('patient.noLast')}
      />
    </>
  );
}

function VisitLine({ visit, isNext }: { visit: Visit; isNext: boolean }) {
  const { i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const about = [visit.who, visit.what, visit.where].filter(Boolean).join(' · ');
  if (!isNext)
    return (
      <span className={classes.whole}>
        {dayAt(visit.start, i18n.language, zone)}{' '}
        <span className={classes.muted}>{about ? <Name>{about}</Name> : ''}</span>
      </span>
    );
  return (
    <span className={classes.whole}>
      <span className={classes.strong}>{moment(visit.start, i18n.language, zone)}</span>
      <span className={classes.sub}>
        <Name>{about}</Name>
      </span>
    </span>
  );
}

function Coverage(props: RowsProps) {
  const { t } = useTranslation();
  const covers = props.context.coverage.map((cover, index) => (
    <span key={`${index} ${cover.payer}`} className={classes.whole}>
      <Name>{cover.payer}</Name>{' '}
      <Tag tone={cover.status === 'active' ? 'good' : 'danger'}>{t(`patient.cover.${cover.status}`)}</Tag>
    </span>
  ));
  return (
    <PartRow
      {...props}
      part="coverage"
      name={t('patient.coverage')}
      lines={2}
      items={covers}
      none={t('patient.noCoverage')}
    />
  );
}

function Referrals({ actions, ...props }: RowsProps) {
  const { t } = useTranslation();
  return (
    <PartRow
      {...props}
      part="referrals"
      name={t('patient.referral')}
      lines={2}
      items={props.context.referrals.map((referral) => (
        <ReferralLane key={referral.id} referral={referral} />
      ))}
      none={t('patient.noReferral')}
      action={actions.referrals}
    />
  );
}

function Refills({ actions, ...props }: RowsProps) {
  const { t, i18n } = useTranslation();
  // What has to be asked for first.
  const sorted = toldApart(props.context.refills).sort((a, b) => a.prescription.left - b.prescription.left);
  const items = sorted.map(({ prescription: refill, by }) => (
    <span key={refill.id} className={classes.whole}>
      <Name>{refill.medication}</Name>{' '}
      {by.map(({ what, text }) => (
        <span key={what} className={classes.muted}>
          <Name>{what === 'written' ? t('patient.written', { date: day(text, i18n.language) }) : text}</Name>{' '}
        </span>
      ))}
      <Tag tone={refill.left === 0 ? 'warn' : 'plain'}>{t('patient.refillsLeft', { count: refill.left })}</Tag>
    </span>
  ));
  return (
    <PartRow
      {...props}
      part="refills"
      name={t('patient.refills')}
      lines={2}
      items={items}
      none={t('patient.noRefills')}
      action={actions.refills}
    />
  );
}

function Tasks({ actions, ...props }: RowsProps) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const items = props.context.tasks.map((task) => (
    <span key={task.id} className={classes.whole}>
      <Name>{task.text}</Name>
      {task.due ? (
        <span className={classes.sub}>{t('patient.taskDue', { when: moment(task.due, i18n.language, zone) })}</span>
      ) : null}
    </span>
  ));
  return (
    <PartRow
      {...props}
      part="tasks"
      name={t('patient.tasks')}
      lines={2}
      items={items}
      none={t('patient.noTasks')}
      action={actions.tasks}
    />
  );
}

type Contacts = NonNullable<PatientPanel['contacts']>;

function Contacts({ contacts, ...props }: ContextRowsProps) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const zone = site?.clinic.timeZone ?? 'local';
  const labelOf = (id: string | undefined) =>
    siteText(site?.categories.find((category) => category.id === id)?.label, i18n.language);
  const items = contacts.map(({ at, text, from, category, by }) => (
    <span key={`${at} ${text}`} className={classes.whole}>
      <span className={classes.sub}>
        {[
          dayAt(at, i18n.language, zone),
          t(`patient.contactFrom.${from}`),
          ...(by ? [t(`patient.contactBy.${by}`)] : []),
        ].join(' · ')}
      </span>
      <Name>{[labelOf(category), text].filter(Boolean).join(': ') || t('patient.contactNoReason')}</Name>
    </span>
  ));
  const { missing, recentWithoutMessages } = props.context;
  const isHereOnly = missing.includes('recent') && props.old.recent === undefined;
  const hint = isHereOnly
    ? 'patient.contactsHereOnly'
    : recentWithoutMessages
      ? 'patient.contactsNoMessages'
      : undefined;
  return (
    <PartRow
      {...props}
      part="recent"
      name={t('patient.recent')}
      lines={4}
      items={[
        ...items,
        ...(hint !== undefined && items.length > 0
          ? [
              <span key="hint" className={classes.sub}>
                {t(hint)}
              </span>,
            ]
          : []),
      ]}
      none={t(recentWithoutMessages ? 'patient.noRecentCalls' : 'patient.noRecent')}
    />
  );
}

function Team(props: RowsProps) {
  const { t } = useTranslation();
  const roleOf = ({ role, isMain }: PatientContext['team'][number]) =>
    [isMain ? t('patient.ownDoctor') : '', isMain ? '' : (role ?? '')].filter(Boolean).join(', ');
  const items = props.context.team.map((one) => (
    <span key={one.name} className={classes.whole}>
      <Name>{one.name}</Name> <span className={classes.muted}>{roleOf(one)}</span>
    </span>
  ));
  return <PartRow {...props} part="team" name={t('patient.team')} lines={2} items={items} none={t('patient.noTeam')} />;
}
