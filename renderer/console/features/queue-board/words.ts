// Why somebody stands where they stand, in words.
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import type { WaitingReason } from '../../../../shared/domain/queue/types.ts';
import { cleanName } from '../../ui/clean.ts';
import { useOnly, useRows } from '../../store/desk.ts';

export function useReasons({ why }: TopicRow<'waiting'>): string[] {
  const { t } = useTranslation();
  const people = useRows('people');
  const queues = useOnly('site')?.queues;
  const wordsOf = (reason: WaitingReason): string => {
    switch (reason.kind) {
      case 'raised':
        return reason.by ? t('queues.why.raisedBy', { who: cleanName(reason.by) }) : t('queues.why.raised');
      case 'sent': {
        // A number that is nobody's here says nothing to anybody.
        const name = people.get(reason.by)?.name;
        return name ? t('queues.why.sent', { who: cleanName(name) }) : '';
      }
      case 'moved':
        return t('queues.why.moved', { queue: queues?.find(({ id }) => id === reason.from)?.name ?? reason.from });
      default:
        return t(`queues.why.${reason.kind}`);
    }
  };
  return (why ?? []).map(wordsOf).filter((words) => words !== '');
}
