// The card of a ringing call. It must be on screen within a frame of the topic's change: no portal, no transition, its own
// narrow selector. It lies over the top bar and the edge of the card below, so that nothing moves when it comes or goes,
// and it never takes the focus.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { ringingCalls } from '../../store/calls.ts';
import { useDesk, useOnly, useRow, useTopic } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { clock, dueText, duration } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { useRepeatWords } from '../../ui/repeat.ts';
import classes from './ringing-card.module.css';

export function RingingCard() {
  const call = useTopic('calls', (state) => ringingCalls(state.rows)[0]);
  const others = useTopic('calls', (state) => ringingCalls(state.rows).length) - 1;
  return call ? <Card key={call.id} call={call} others={others} /> : null;
}

function Card({ call, others }: { call: CallRow; others: number }) {
  const { t } = useTranslation();
  const { run, actions } = useDesk();
  return (
    <section className={classes.card} aria-label={t('ringing.label')} data-silenced={call.silenced} data-ringing-card>
      <div className={classes.who}>
        <p className={classes.line}>
          <span className={classes.pulse} aria-hidden />
          <span className={call.silenced ? undefined : 'visually-hidden'}>
            {t(call.silenced ? 'ringing.silenced' : 'ringing.ringing')} ·{' '}
          </span>
          {call.purpose === 'callback' ? `${t('call.purpose.callback')} · ` : ''}
          {call.recalled
            ? t('ringing.recalled')
            : (call.queueName ?? t(call.purpose ? `call.purpose.${call.purpose}` : 'call.direct'))}
          {call.waitedMs === undefined ? null : (
            <span className="tabular"> · {t('call.waited', { time: duration(call.waitedMs) })}</span>
          )}
          {others > 0 ? <> · {t('ringing.more', { count: others })}</> : null}
        </p>
        <Caller call={call} />
        {call.purpose === 'callback' ? <AskedBack call={call} /> : <MatchLine call={call} />}
      </div>
      <div className={classes.actions}>
        <Action
          keys="Esc"
          shortcut="Escape"
          disabled={call.silenced}
          onClick={() => void run('call.silence', { callId: call.id })}
        >
          {t('ringing.silence')}
        </Action>
        <Action onClick={() => void run('call.reject', { callId: call.id })}>{t('ringing.decline')}</Action>
        <Action tone="primary" size="large" keys="F2" onClick={actions.answerNext}>
          {t(call.purpose === 'callback' ? 'callback.call' : 'ringing.answer')}
        </Action>
      </div>
    </section>
  );
}

function Caller({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const name = call.patientName ?? call.directoryName;
  if (call.remote.withheld) return <p className={classes.name}>{t('call.withheld')}</p>;
  if (name)
    return (
      <p className={classes.name}>
        <Name>{name}</Name> <span className={classes.number}>{call.shownNumber}</span>
      </p>
    );
  return (
    <p className={classes.name}>
      <bdi className="tabular">{call.shownNumber}</bdi>{' '}
      {call.remote.name ? (
        <span className={classes.number}>
          <Name>{call.remote.name}</Name>
        </span>
      ) : null}
    </p>
  );
}

/** Nobody is on the line: whom to call, when they asked, and what they were promised. */
function AskedBack({ call }: { call: CallRow }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const asked = call.queue?.callback;
  if (!asked || call.callBackBy === undefined) return null;
  const words = t('callback.card', {
    time: clock(asked.askedAt, i18n.language, zone),
    due: dueText(call.callBackBy, i18n.language, zone, call.startedAt),
  });
  return (
    <p className={classes.line} title={words}>
      {words}
    </p>
  );
}

/** That somebody calls again, who it may be, why the rules put it here: all come as later changes, the weightiest first. */
function MatchLine({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const repeat = useRepeatWords(useRow('repeats', call.id));
  const { match, decision } = call;
  const [first] = match?.state === 'one' ? match.candidates : [];
  const often = repeat ? [repeat.often, repeat.isOpen ? t('repeat.openShort') : ''].filter(Boolean).join(', ') : '';
  const rest = [
    decision && !decision.office.open ? t('ringing.closed') : '',
    match ? t(`ringing.match.${match.state}`, { count: match.count, initials: first?.initials ?? '' }) : '',
    match && match.candidates.length > 0 && match.candidates.every(({ remembered }) => remembered)
      ? t('ringing.remembered')
      : '',
    repeat?.last ?? '',
  ].filter(Boolean);
  return (
    <p className={classes.line} title={[often, ...rest].filter(Boolean).join(' · ')}>
      {often === '' ? null : (
        <span className={classes.again} data-open={repeat?.isOpen}>
          {often}
        </span>
      )}
      {often !== '' && rest.length > 0 ? ' · ' : null}
      {rest.join(' · ') || '\u00a0'}
    </p>
  );
}
