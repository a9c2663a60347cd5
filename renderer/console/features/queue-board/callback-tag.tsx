// Nobody is on the line: by when they were promised to be called stands with the thing to do.
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { workIdOf } from '../../../../shared/domain/callback/callback.ts';
import { useOnly, useRow } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { dueText } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';

export function CallbackTag({ asked }: { asked: NonNullable<TopicRow<'waiting'>['callback']> }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const due = useRow('worklist', workIdOf(asked))?.due;
  const now = useMinute();
  const by = due === undefined ? '' : dueText(due, i18n.language, zone, now);
  return <Tag>{by === '' ? t('callback.tag') : t('callback.tagBy', { due: by })}</Tag>;
}
