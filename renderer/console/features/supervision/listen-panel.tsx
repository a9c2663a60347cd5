// Under a supervisor's own call to a colleague's call: who hears the supervisor, changed by key without dialling again.
import { useTranslation } from 'react-i18next';
import { LISTEN_MODES, MODE_TONES } from '../../../../shared/domain/supervision/kinds.ts';
import { useDesk, useRow } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { StateMark, TalkWords } from './state-mark.tsx';
import classes from './supervision.module.css';

export function ListenPanel({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const call = useRow('calls', callId);
  const listening = useRow('listening', callId);
  const person = useRow('team', listening?.extension ?? call?.remote.number);
  if (call?.purpose !== 'listen') return null;
  if (!listening || call.state === 'ended')
    return call.state === 'ended' && call.answeredAt === undefined ? (
      <p className={classes.failed}>
        {t(`listen.failed.${call.ended ?? 'failed'}`, { defaultValue: t('listen.failed.other') })}
      </p>
    ) : null;
  return (
    <section className={classes.listen} aria-label={t('listen.title')}>
      <div className={classes.acts} role="group" aria-label={t('listen.title')}>
        {LISTEN_MODES.map((mode) => (
          <Action
            key={mode}
            keys={MODE_TONES[mode]}
            pressed={listening.mode === mode}
            disabled={call.state !== 'talking'}
            onClick={() => void run('supervision.mode', { callId: call.id, mode })}
          >
            {t(`listen.do.${mode}`)}
          </Action>
        ))}
      </div>
      <p className={classes.now} role="status">
        {t(`listen.now.${listening.mode}`, { name: listening.name })}
        {listening.hasTone ? ` ${t('listen.tone', { name: listening.name })}` : null}
      </p>
      {person ? (
        <p className={classes.now}>
          <StateMark person={person} /> <TalkWords person={person} />
        </p>
      ) : null}
      <Others names={(person?.heardBy ?? []).map(({ name }) => name)} />
      <p className={classes.help}>{t('listen.leave')}</p>
    </section>
  );
}

/** Two supervisors at one call know of each other; this desk's own name is among them. */
function Others({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  return names.length > 1 ? <p className={classes.now}>{t('listen.both', { names: names.join(', ') })}</p> : null;
}
