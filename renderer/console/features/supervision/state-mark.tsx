// A person's state in a shape, a word and a clock; and whom they talk with, as the queue board shows callers.
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useOnly } from '../../store/desk.ts';
import { phoneNumber } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Timer } from '../../ui/timer.tsx';
import classes from './supervision.module.css';

type Person = TopicRow<'team'>;

export function StateMark({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { state, since, reason, pausedBy } = person;
  const why = reason === undefined ? '' : t(`ready.reason.${reason}`, { defaultValue: reason });
  return (
    <span className={classes.state}>
      <Lamp presence={state === 'talking' ? 'busy' : state} />
      {since === undefined ? null : <Timer since={since} />}
      {why === '' ? null : (
        <span className={classes.quiet}>
          {pausedBy === undefined ? why : t('team.pausedBy', { why, by: pausedBy })}
        </span>
      )}
    </span>
  );
}

export function TalkWords({ person: { talk } }: { person: Person }) {
  const { t } = useTranslation();
  const site = useOnly('site');
  if (!talk) return null;
  const queue = site?.queues.find(({ id }) => id === talk.queue)?.name;
  const who = talk.directoryName ?? phoneNumber(talk.number, site?.clinic.country ?? 'US');
  return (
    <span>
      <bdi className="tabular">{talk.withheld ? t('call.withheld') : t('team.with', { who })}</bdi>
      {queue === undefined ? null : <span className={classes.quiet}> · {queue}</span>}
    </span>
  );
}
