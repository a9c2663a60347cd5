// Where the note stands: phrases for what is being written, what is still needed, whether it is on disk, how long wrap-up has
// taken, and the key that finishes it.
import { UnstyledButton } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { useDesk, useOnly, useRow } from '../../store/desk.ts';
import type { Drafts } from '../../store/drafts.ts';
import { isDirty } from '../../store/drafts.ts';
import { useMissing, useReadOnly, useTemplate } from '../../store/note.ts';
import { siteText } from '../../i18n/index.ts';
import { Action } from '../../ui/action.tsx';
import { ChartItems } from '../../ui/chart-items.tsx';
import { duration } from '../../ui/format.ts';
import classes from './note.module.css';
import { Phrases } from './phrases.tsx';

export function NoteFooter({ callId }: { callId: NoteRow['callId'] }) {
  const isFinished = useReadOnly(callId);
  if (isFinished) return <Finished callId={callId} />;
  return (
    <>
      <Phrases callId={callId} />
      <footer className={classes.footer}>
        <div className={classes.status}>
          <StillNeeded callId={callId} />
          <span className={classes.second}>
            <Saved callId={callId} />
            <WrapUp callId={callId} />
          </span>
        </div>
        <Finish callId={callId} />
      </footer>
    </>
  );
}

/** Follows whether there is a draft at all: each key typed would otherwise draw the whole footer again. */
function Finish({ callId }: { callId: NoteRow['callId'] }) {
  const { t } = useTranslation();
  const { actions, drafts } = useDesk();
  const isThere = useStore(drafts, (all) => all.has(callId));
  return (
    <Action
      tone="primary"
      keys="Ctrl ↵"
      shortcut="Control+Enter"
      disabled={!isThere}
      onClick={() => void actions.finishNote()}
    >
      {t('note.finish')}
    </Action>
  );
}

function Finished({ callId }: { callId: NoteRow['callId'] }) {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const note = useRow('notes', callId);
  if (!note) return null;
  const hasItems = (note.items ?? []).length > 0;
  return (
    <footer className={classes.footer}>
      <div className={classes.status} role="status">
        <p>
          {t('note.finished')} {hasItems ? null : t(`delivery.${note.delivery}`)}
        </p>
        <ChartItems note={note} />
      </div>
      <span className={classes.finishedActions}>
        <Action tone="quiet" onClick={() => layout.setState({ versionsOf: callId })}>
          {t('note.read')}
        </Action>
        <Action onClick={() => layout.setState({ correcting: callId })}>{t('note.correct')}</Action>
      </span>
    </footer>
  );
}

function StillNeeded({ callId }: { callId: NoteRow['callId'] }) {
  const { t, i18n } = useTranslation();
  const { actions, layout } = useDesk();
  const missing = useMissing(callId);
  const fields = useTemplate(callId)?.fields ?? [];
  const nameOf = (field: string) => {
    const found = fields.find((entry) => (field === 'words' ? entry.type === 'words' : entry.id === field));
    return found ? siteText(found.label, i18n.language) : t(`missing.field.${field}`, { defaultValue: field });
  };
  if (missing.length === 0) return <span className={classes.complete}>✓ {t('note.complete')}</span>;
  const names = missing.map((entry) => nameOf(entry.field));
  const goThere = () => {
    layout.setState({ triedToFinish: callId });
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

function isUnsavedIn(drafts: Drafts, callId: string): boolean {
  const draft = drafts.get(callId);
  return draft !== undefined && isDirty(draft);
}

/** "Saved 3 s ago" counts by itself; a failure says where the text is and what to do. */
function Saved({ callId }: { callId: NoteRow['callId'] }) {
  const { t } = useTranslation();
  const { ticker, drafts } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  const failure = useStore(drafts, (all) => all.get(callId)?.failure);
  const isUnsaved = useStore(drafts, (all) => isUnsavedIn(all, callId));
  const savedAt = useStore(drafts, (all) => (isUnsaved ? undefined : all.get(callId)?.savedAt));
  useLayoutEffect(() => {
    if (savedAt === undefined) return undefined;
    return ticker.listen((now) => {
      const seconds = Math.max(0, Math.round((now - savedAt) / 1000));
      const key = seconds < 60 ? 'note.savedSeconds' : 'note.savedMinutes';
      if (text.current) text.current.textContent = t(key, { count: seconds < 60 ? seconds : Math.floor(seconds / 60) });
    });
  }, [ticker, savedAt, t]);
  if (failure)
    return (
      <span className={classes.failed} role="alert" data-not-saved>
        {t('note.notSaved', { why: t(`notSaved.${failure}`, { defaultValue: t(`error.${failure}`) }) })}
      </span>
    );
  if (savedAt !== undefined) return <span key="saved" className={`${classes.saved} tabular`} ref={text} />;
  return (
    <span key="saving" className={classes.saved}>
      {isUnsaved ? t('note.saving') : ''}
    </span>
  );
}

/** How long the note has taken since the call ended, against what the site gives it. It only counts: nothing closes by itself. */
function WrapUp({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { ticker } = useDesk();
  const endedAt = useRow('calls', callId)?.endedAt;
  const limit = useOnly('site')?.wrapUpSeconds ?? 60;
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (endedAt === undefined) return undefined;
    return ticker.listen((now) => {
      const over = now - endedAt - limit * 1000;
      if (!text.current) return;
      const time = duration(over > 0 ? over : now - endedAt);
      text.current.textContent = t(over > 0 ? 'note.wrapUpOver' : 'note.wrapUp', {
        time,
        limit: duration(limit * 1000),
      });
      text.current.dataset['over'] = String(over > 0);
    });
  }, [ticker, endedAt, limit, t]);
  if (endedAt === undefined) return null;
  return <span className={`${classes.wrapUp} tabular`} ref={text} role="timer" aria-live="off" data-wrap-up />;
}
