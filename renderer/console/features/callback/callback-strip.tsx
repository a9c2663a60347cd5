// Over a call with somebody who waits to be called back: when they asked, what they were promised, and that it can be let go.
import { useTranslation } from 'react-i18next';
import { normalise } from '../../../../shared/domain/phone-number/phone-number.ts';
import type { Country } from '../../../../shared/domain/phone-number/phone-number.ts';
import { useDesk, useOnly, useRow, useTopic } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { clock, dueText } from '../../ui/format.ts';
import { useMinute } from '../../store/use-minute.ts';
import classes from './callback-strip.module.css';

export function CallbackStrip({ callId }: { callId: string }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const site = useOnly('site');
  const now = useMinute();
  const call = useRow('calls', callId);
  const country = (site?.clinic.country ?? 'US') as Country;
  const key = call && !call.remote.withheld ? normalise(call.remote.number, country) : undefined;
  const item = useTopic('worklist', ({ rows }) =>
    key === undefined
      ? undefined
      : [...rows.values()].find(
          (work) => work.kind === 'callback' && work.state === 'open' && normalise(work.number ?? '', country) === key,
        ),
  );
  const isOurOwn = useRow('workCalls', callId) !== undefined;
  if (!item || isOurOwn || call?.direction !== 'incoming' || call.purpose !== undefined) return null;
  const zone = site?.clinic.timeZone ?? 'local';
  return (
    <section className={classes.strip} aria-label={t('callback.pending')}>
      <p className={classes.text}>
        {t('callback.asked', {
          time: clock(item.createdAt, i18n.language, zone),
          queue: item.queue ?? '',
          due: dueText(item.due, i18n.language, zone, now),
        })}
      </p>
      <Action size="small" onClick={() => void run('callback.withdraw', { workId: item.id })}>
        {t('callback.withdraw')}
      </Action>
    </section>
  );
}
