// Short facts about an item, the same wherever it stands: who has it, how often it was tried, that its owner left.
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { useOnly } from '../../store/desk.ts';
import { cleanName } from '../../ui/clean.ts';
import { Tag } from '../../ui/tag.tsx';
import { useSpeech } from './use-speech.ts';
import { whenText } from './words.ts';

export function Marks({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const speech = useSpeech();
  const me = useOnly('session')?.user?.id;
  const most = useOnly('site')?.work.attempts ?? 3;
  const tries = item.attempts.filter(({ outcome }) => outcome !== 'reached').length;
  const { claim } = item;
  return (
    <>
      {claim ? (
        <Tag tone="accent">
          {claim.by === me
            ? t('work.mineSince', { when: whenText(claim.since, speech) })
            : t('work.withSince', { who: cleanName(claim.name), when: whenText(claim.since, speech) })}
        </Tag>
      ) : null}
      {tries >= most ? (
        <Tag tone="warn">{t('work.triedOften', { count: tries })}</Tag>
      ) : tries > 0 ? (
        <Tag>{t('work.tried', { count: tries })}</Tag>
      ) : null}
      {item.delivery === 'refused' || item.sharing === 'refused' ? (
        <Tag tone="danger">{t('work.refusedShort')}</Tag>
      ) : null}
    </>
  );
}
