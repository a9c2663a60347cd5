// Somebody who does not wait any more: what became of them can be read for a few seconds.
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useOnly } from '../../store/desk.ts';
import { cleanName } from '../../ui/clean.ts';
import { phoneNumber } from '../../ui/format.ts';
import classes from './queue-board.module.css';

export function DepartedRow({ departure }: { departure: TopicRow<'departures'> }) {
  const { t } = useTranslation();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const { how, to, name, number, withheld } = departure;
  const who = cleanName(name ?? to ?? '');
  return (
    <li className={classes.departed} data-how={how}>
      <bdi className={classes.departedNumber}>{withheld ? t('call.withheld') : phoneNumber(number, country)}</bdi>
      <span className={classes.departedWords} title={t(`queues.departed.${how}`, { who })}>
        {t(`queues.departed.${how}`, { who })}
      </span>
    </li>
  );
}
