// While a colleague is asked about the call: how far it is, and the two ways on.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { shownName } from '../../store/announcements.ts';
import { isTalking } from '../../store/calls.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Timer } from '../../ui/timer.tsx';
import { cleanName } from '../../ui/clean.ts';
import classes from './transfer.module.css';

/** The colleague could not be asked: why, and the caller is still there. */
export function ConsultFailed({ consult }: { consult: CallRow }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  return (
    <section className={classes.failed} aria-label={t('transfer.consulting')}>
      <p className={classes.who}>
        <span>
          <strong>{cleanName(shownName(consult))}</strong>: {t(`ended.${consult.ended ?? 'failed'}`)}
        </span>
      </p>
      <Action size="small" onClick={() => void run('call.dismiss', { callId: consult.id })}>
        {t('consult.read')}
      </Action>
    </section>
  );
}

export function ConsultStrip({ call, consult }: { call: CallRow; consult: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const who = cleanName(shownName(consult));
  const caller = call.remote.withheld ? t('call.theCaller') : cleanName(shownName(call));
  const isReady = consult.state === 'talking' || consult.state === 'held';
  return (
    <section className={classes.strip} aria-label={t('transfer.consulting')} data-consult>
      <div className={classes.who}>
        <p className={classes.name}>
          {t(`consult.${isTalking(consult) ? 'talking' : consult.state}`, { who, caller })}
        </p>
        <p className={classes.role}>
          {t(isReady ? 'consult.readyHelp' : 'consult.waitHelp', { who, caller })} ·{' '}
          <Timer since={consult.answeredAt ?? consult.startedAt} />
        </p>
      </div>
      <span className={classes.choice}>
        <Action onClick={() => actions.backToCaller(call.id, consult.id)} keys="F9">
          {t('consult.back')}
        </Action>
        <Action keys="⇧F6" shortcut="Shift+F6" disabled={!isReady} onClick={() => actions.merge(call.id, consult.id)}>
          {t('conference.join')}
        </Action>
        <Action
          tone="primary"
          keys="F6"
          disabled={!isReady}
          onClick={() => actions.completeTransfer(call.id, consult.id)}
        >
          {t('consult.complete')}
        </Action>
      </span>
    </section>
  );
}

/** Three in one conversation: who hears whom, and the ways out of it. */
export function ConferenceStrip({ call, others }: { call: CallRow; others: readonly CallRow[] }) {
  const { t } = useTranslation();
  const { actions, run } = useDesk();
  const nameOf = (each: CallRow) => (each.remote.withheld ? t('call.theCaller') : cleanName(shownName(each)));
  const names = [call, ...others].map(nameOf);
  return (
    <section className={classes.strip} aria-label={t('conference.tag')} data-conference>
      <div className={classes.who}>
        <p className={classes.name}>{t('conference.who', { names: names.join(', ') })}</p>
        <p className={classes.role}>{t('conference.help')}</p>
      </div>
      <span className={classes.choice}>
        {others.map((other) => (
          <Action key={other.id} size="small" onClick={() => void run('call.hangUp', { callId: other.id })}>
            {t('conference.drop', { who: nameOf(other) })}
          </Action>
        ))}
        <Action size="small" keys="F7" onClick={() => actions.split(call.id)}>
          {t('conference.alone', { who: nameOf(call) })}
        </Action>
        <Action size="small" tone="primary" keys="F9" onClick={() => actions.leaveConference(call.id)}>
          {t('conference.leave')}
        </Action>
      </span>
    </section>
  );
}
