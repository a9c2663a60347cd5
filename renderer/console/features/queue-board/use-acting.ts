// What one does to a waiting caller, and the words for whoever was too late.
import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Envelope } from '../../../../shared/contract/index.ts';
import type { QueueActed } from '../../../../shared/contract/queue.ts';
import { useDesk } from '../../store/desk.ts';

const SHOWN_MS = 6_000;

export function useActing(entry: string) {
  const { t } = useTranslation();
  const { run } = useDesk();
  return useMemo(() => {
    const told = async (answer: Promise<Envelope<QueueActed>>) => {
      const given = await answer;
      if (!given.ok || given.value.outcome === 'done') return;
      const { how = 'left', by } = given.value;
      const key = by === undefined ? 'queues.gone.left' : `queues.gone.${how}`;
      const message = t([key, 'queues.gone.left'], { who: by ?? '' });
      notifications.show({ id: `gone-${entry}`, message, autoClose: SHOWN_MS, withBorder: true });
    };
    return {
      take: () => void told(run('queue.take', { entry })),
      raise: () => void told(run('queue.raise', { entry })),
      move: (queue: string) => void told(run('queue.move', { entry, queue })),
      send: (target: string) => void told(run('queue.send', { entry, target })),
    };
  }, [entry, run, t]);
}
