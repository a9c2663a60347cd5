// Why somebody stands where they stand, in words.
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import type { WaitingReason } from '../../../../shared/domain/queue/types.ts';
import { cleanName } from '../../ui/clean.ts';
import { useOnly, useTopic } from '../../store/desk.ts';

export function useReasons({ why }: TopicRow<'waiting'>): string[] {
  const { t } = useTranslation();
  const by = why?.find((reason) => reason.kind === 'sent')?.by;
  const sender = useTopic('people', (state) => (by === undefined ? undefined : state.rows.get(by)?.name));
  const movedBy = why?.find((reason) => reason.kind === 'moved')?.by;
  const mover = useTopic('people', (state) => (movedBy === undefined ? undefined : state.rows.get(movedBy)?.name));
  const queues = useOnly('site')?.queues;
  const wordsOf = (reason: WaitingReason): string => {
    switch (reason.kind) {
      case 'raised':
        return reason.by ? t('queues.why.raisedBy', { who: cleanName(reason.by) }) : t('queues.why.raised');
      // A number that is nobody's here says nothing to anybody.
      case 'sent':
        return sender ? t('queues.why.sent', { who: cleanName(sender) }) : '';
      case 'moved':
        return t(mover ? 'queues.why.movedBy' : 'queues.why.moved', {
          queue: queues?.find(({ id }) => id === reason.from)?.name ?? reason.from,
          who: cleanName(mover ?? ''),
        });
      default:
        return t(`queues.why.${reason.kind}`);
    }
  };
  return (why ?? []).map(wordsOf).filter((words) => words !== '');
}
