// Where the note stands: what is still needed, whether it is on disk, and the key that finishes it.
import { UnstyledButton } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { useDesk, useDraft, useOnly, useRow } from '../../store/desk.ts';
import type { Draft } from '../../store/drafts.ts';
import { isDirty } from '../../store/drafts.ts';
import { siteText } from '../../i18n/index.ts';
import { Action } from '../../ui/action.tsx';
import { useMissing } from './missing.ts';
import classes from './note.module.css';

export function NoteFooter({ callId }: { callId: NoteRow['callId'] }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const note = useRow('notes', callId);
  const draft = useDraft(callId);
  if (note?.state === 'finished')
    return (
      <footer className={classes.footer}>
        <p className={classes.status} role="status">
          {t('note.finished')} {t(`delivery.${note.delivery}`)}
        </p>
      </footer>
    );
  return (
    <footer className={classes.footer}>
      <div className={classes.status}>
        <StillNeeded callId={callId} />
        <Saved draft={draft} />
      </div>
      <Action
        tone="primary"
        keys="Ctrl ↵"
        shortcut="Control+Enter"
        disabled={draft === undefined}
        onClick={() => void actions.finishNote()}
      >
        {t('note.finish')}
      </Action>
    </footer>
  );
}

function StillNeeded({ callId }: { callId: string }) {
  const { t, i18n } = useTranslation();
  const { actions, layout } = useDesk();
  const missing = useMissing(callId);
  const site = useOnly('site');
  const category = useDraft(callId)?.content.category;
  const fields = site?.categories.find((entry) => entry.id === category)?.fields ?? [];
  const nameOf = (field: string) => {
    const found = fields.find((entry) => entry.id === field || (field === 'words' && entry.type === 'words'));
    return found ? siteText(found.label, i18n.language) : t(`missing.field.${field}`, { defaultValue: field });
  };
  if (missing.length === 0) return <span className={classes.complete}>✓ {t('note.complete')}</span>;
  const names = missing.map((entry) => nameOf(entry.field));
  const goThere = () => {
    layout.setState({ triedToFinish: callId as NoteRow['callId'] });
    actions.wishFocus('firstMissing');
  };
  return (
    <span className={classes.needed}>
      {t('note.needed')}{' '}
      <UnstyledButton className={classes.first} onClick={goThere}>
        {names[0]}
      </UnstyledButton>
      {names.length > 1 ? (
        <span title={names.slice(1).join(', ')}> {t('note.andMore', { count: names.length - 1 })}</span>
      ) : null}
    </span>
  );
}

/** "Saved 3 s ago" counts by itself; a failure says where the text is and what to do. */
function Saved({ draft }: { draft: Draft | undefined }) {
  const { t } = useTranslation();
  const { ticker } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  const savedAt = draft && !isDirty(draft) ? draft.savedAt : undefined;
  useLayoutEffect(() => {
    if (savedAt === undefined) return undefined;
    return ticker.listen((now) => {
      const seconds = Math.max(0, Math.round((now - savedAt) / 1000));
      const key = seconds < 60 ? 'note.savedSeconds' : 'note.savedMinutes';
      if (text.current) text.current.textContent = t(key, { count: seconds < 60 ? seconds : Math.floor(seconds / 60) });
    });
  }, [ticker, savedAt, t]);
  if (draft?.failure)
    return (
      <span className={classes.failed} role="alert" data-not-saved>
        {t('note.notSaved', { why: t(`notSaved.${draft.failure}`, { defaultValue: t(`error.${draft.failure}`) }) })}
      </span>
    );
  if (savedAt !== undefined) return <span key="saved" className={`${classes.saved} tabular`} ref={text} />;
  return (
    <span key="saving" className={classes.saved}>
      {draft && isDirty(draft) ? t('note.saving') : ''}
    </span>
  );
}
