// Short facts about an item, the same wherever it stands: who has it, how often it was tried, that the EHR refused it.
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { cleanName } from '../../ui/clean.ts';
import { Tag } from '../../ui/tag.tsx';
import type { Speech } from './words.ts';
import { whenText } from './words.ts';

export function Marks({ item, speech }: { item: WorkItem; speech: Speech }) {
  const { t, me, mostAttempts } = speech;
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
      {tries >= mostAttempts ? (
        <Tag tone="warn">{t('work.triedOften', { count: tries })}</Tag>
      ) : tries > 0 ? (
        <Tag>{t('work.tried', { count: tries })}</Tag>
      ) : null}
      {item.overruled ? <Tag tone="warn">{t('work.overruled.short')}</Tag> : null}
      {item.delivery === 'conflict' ? <Tag tone="warn">{t('chart.state.conflict')}</Tag> : null}
      {item.delivery === 'refused' || item.sharing === 'refused' ? (
        <Tag tone="danger">{t('work.refusedShort')}</Tag>
      ) : null}
    </>
  );
}
