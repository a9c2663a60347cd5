// What the search found, as a file: in what form and what for. The reason goes into the audit.
import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '../../../../shared/contract/archive.ts';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './archive.module.css';
import { handOver } from '../../ui/hand-over.ts';
import { isReason } from '../../ui/reason.ts';
import type { Question } from './use-search.ts';

export function ExportPanel({ question, onDone }: { question: Question; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [given, setGiven] = useState<CommandOutput<'archive.export'> | undefined>(undefined);
  const start = async () => {
    if (!isReason(reason) || busy) return;
    setBusy(true);
    const { text, filter } = question;
    const answer = await run('archive.export', { text, filter, format, reason, language: i18n.language });
    setBusy(false);
    if (!answer.ok) return;
    if (answer.value.file) handOver(answer.value.file);
    setGiven({ ...answer.value, file: undefined });
  };
  return (
    <form
      className={classes.pane}
      aria-label={t('archive.export.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <h2 className={classes.noteTitle}>{t('archive.export.title')}</h2>
      <p className={classes.quiet}>{t('archive.export.teach')}</p>
      <SegmentedControl
        aria-label={t('archive.export.format')}
        value={format}
        onChange={(value) => setFormat(value as ExportFormat)}
        data={(['csv', 'fhir', 'print'] as const).map((value) => ({ value, label: t(`archive.export.as.${value}`) }))}
      />
      <p className={classes.quiet}>{t(`archive.export.help.${format}`)}</p>
      <TextInput
        ref={focusOnce}
        label={t('archive.reason')}
        description={t('archive.export.reasonHelp')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Action type="submit" tone="primary" busy={busy} disabled={!isReason(reason)}>
          {t('archive.export.start')}
        </Action>
        <Action onClick={onDone}>{t('archive.export.back')}</Action>
      </div>
      <p role="status" className={classes.quiet}>
        {given === undefined ? '' : t('archive.export.done', { count: given.count })}
        {given?.isCut ? ` ${t('archive.export.cut')}` : ''}
      </p>
    </form>
  );
}

const focusOnce = (input: HTMLInputElement | null): void => input?.focus();
