// Over a call-back: what it is about, by when it was promised, what was tried before; and, once it is over, what came of it.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { useDesk, useLayout, useOnly, useRow } from '../../store/desk.ts';
import { siteText } from '../../i18n/index.ts';
import { Action } from '../../ui/action.tsx';
import { CallStrip } from '../../ui/call-strip.tsx';
import { Marks } from './marks.tsx';
import { OutcomeButtons } from './outcome.tsx';
import { useSpeech } from './use-speech.ts';
import { closedWords, dueWords, whatText } from './words.ts';
import classes from './todo.module.css';

export function WorkStrip({ callId }: { callId: CallRow['id'] }) {
  const { t, i18n } = useTranslation();
  const { layout, run } = useDesk();
  const speech = useSpeech();
  const link = useRow('workCalls', callId);
  const item = useRow('worklist', link?.workId);
  const category = useOnly('site')?.categories.find(({ id }) => id === item?.category);
  useCategory(callId, item?.category);
  if (!item) return null;
  const mine = item.attempts.find((attempt) => attempt.callId === callId);
  return (
    <CallStrip
      label={t('work.strip')}
      actions={
        <>
          <Action size="small" onClick={() => layout.setState({ todoOpen: 'list', todoItem: item.id })}>
            {t('work.history')}
          </Action>
          {item.state === 'open' ? (
            <Action size="small" onClick={() => void run('work.done', { id: item.id })}>
              {t('work.doneShort')}
            </Action>
          ) : null}
        </>
      }
    >
      <p className={classes.stripWhat}>
        <bdi>{whatText(item, t)}</bdi>
      </p>
      <p className={classes.sub}>
        {[
          category ? siteText(category.label, i18n.language) : '',
          item.closed ? closedWords(item, speech) : dueWords(item, speech),
        ]
          .filter(Boolean)
          .join(' · ')}{' '}
        {mine ? null : <Marks item={item} speech={speech} />}
      </p>
      {mine ? <OutcomeButtons workId={item.id} callId={callId} outcome={mine.outcome} /> : null}
    </CallStrip>
  );
}

/** The note of a call-back begins with the category of what it is about, once somebody is there to talk to. */
function useCategory(callId: CallRow['id'], category: string | undefined): void {
  const { autosave, drafts } = useDesk();
  const isTalking = useRow('calls', callId)?.state === 'talking';
  const isSelected = useLayout((layout) => layout.selected === callId);
  const isDraft = useRow('notes', callId)?.state === 'draft';
  useEffect(() => {
    if (category === undefined || !isTalking || !isSelected || !isDraft) return;
    if (drafts.getState().get(callId)?.content.category !== undefined) return;
    autosave.edit(callId, (content) => ({ ...content, category }));
  }, [autosave, drafts, callId, category, isTalking, isSelected, isDraft]);
}
