// A finished note is never overwritten: it is opened again with a reason, and every version of it can be read.
import { Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { printedNote, printedText } from '../../../../shared/domain/note/printed.ts';
import type { Note } from '../../../../shared/domain/note/types.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { ConflictDialog } from './conflict.tsx';
import classes from './note.module.css';

/** Both dialogs, wherever they were asked for. */
export function NoteDialogs() {
  const correcting = useLayout((layout) => layout.correcting);
  const versionsOf = useLayout((layout) => layout.versionsOf);
  return (
    <>
      {correcting === undefined ? null : <CorrectDialog key={correcting} callId={correcting} />}
      <ConflictDialog />
      {versionsOf === undefined ? null : <VersionsDialog key={versionsOf} callId={versionsOf} />}
    </>
  );
}

function CorrectDialog({ callId }: { callId: Note['callId'] }) {
  const { t } = useTranslation();
  const { actions, layout } = useDesk();
  const [reason, setReason] = useState('');
  const isReason = reason.trim().length >= 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReason) void actions.correctNote(callId, reason.trim());
  };
  return (
    <Modal
      opened
      onClose={() => layout.setState({ correcting: undefined })}
      title={t('note.correctTitle')}
      size={460}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('note.close') }}
    >
      <form className={classes.dialog} onSubmit={submit}>
        <p>{t('note.correctHelp')}</p>
        <TextInput
          data-autofocus
          label={t('note.correctReason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Action type="submit" tone="primary" disabled={!isReason}>
          {t('note.correctOpen')}
        </Action>
      </form>
    </Modal>
  );
}

function VersionsDialog({ callId }: { callId: Note['callId'] }) {
  const { t } = useTranslation();
  const { ask, layout } = useDesk();
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof ask<'note.versions'>>>>();
  useEffect(() => {
    let isOpen = true;
    void ask('note.versions', { callId }).then((next) => isOpen && setAnswer(next));
    return () => {
      isOpen = false;
    };
  }, [ask, callId]);
  const count = answer?.ok ? answer.value.versions.length : 1;
  return (
    <Modal
      opened
      onClose={() => layout.setState({ versionsOf: undefined })}
      title={t('note.versionsTitle')}
      size={count > 1 ? 1000 : 640}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('note.close') }}
    >
      {answer === undefined ? (
        <p role="status">{t('note.versionsLoading')}</p>
      ) : answer.ok ? (
        <Versions {...answer.value} />
      ) : (
        <p role="alert">{t(`error.${answer.error.code}`)}</p>
      )}
    </Modal>
  );
}

/** Side by side, the newest first: each as it would be printed. */
function Versions({ about, versions }: CommandOutput<'note.versions'>) {
  const { t } = useTranslation();
  const site = useOnly('site');
  const users = useOnly('session')?.users ?? [];
  if (!site) return null;
  const context = {
    practice: site.clinic.name,
    timeZone: site.clinic.timeZone,
    language: site.clinic.languages[0] ?? 'en',
    nameOf: (id: string) => users.find((user) => user.id === id)?.name ?? id,
    about: cleanName(about),
  };
  const printed = versions.map((_version, index) => {
    const [first, ...rest] = versions.slice(0, index + 1);
    return first ? printedText(printedNote([first, ...rest], context)) : '';
  });
  return (
    <div className={classes.versions} tabIndex={0} role="group" aria-label={t('note.versionsTitle')}>
      {printed
        .map((text, index) => (
          <section key={versions[index]?.version} aria-label={t('note.versionNumber', { number: index + 1 })}>
            <h3 className={classes.label}>
              {t('note.versionNumber', { number: index + 1 })}
              {index === printed.length - 1 ? ` · ${t('note.versionNow')}` : ''}
            </h3>
            <pre className={classes.printed} dir="auto">
              {text}
            </pre>
          </section>
        ))
        .reverse()}
    </div>
  );
}
