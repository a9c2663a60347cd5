// The report as a file: in what form and what for. The reason goes into the audit.
import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { handOver } from '../../ui/hand-over.ts';
import { isReason } from '../../ui/reason.ts';
import type { Question } from './ranges.ts';
import classes from './reports.module.css';

export function ExportReport({ question, onDone }: { question: Question; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const [format, setFormat] = useState<'pdf' | 'csv'>('pdf');
  const [reason, setReason] = useState('');
  const [state, setState] = useState<'asking' | 'busy' | 'done'>('asking');
  const start = async () => {
    if (!isReason(reason) || state === 'busy') return;
    setState('busy');
    const answer = await run('reports.export', { ...question, format, reason, language: i18n.language });
    setState(answer.ok ? 'done' : 'asking');
    if (answer.ok && answer.value.file) handOver(answer.value.file);
  };
  return (
    <form
      className={classes.export}
      aria-label={t('reports.export.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <SegmentedControl
        size="xs"
        aria-label={t('reports.export.format')}
        value={format}
        onChange={(value) => setFormat(value as 'pdf' | 'csv')}
        data={(['pdf', 'csv'] as const).map((value) => ({ value, label: t(`reports.export.as.${value}`) }))}
      />
      <TextInput
        ref={focusOnce}
        size="xs"
        className={classes.reason ?? ''}
        aria-label={t('reports.export.reason')}
        placeholder={t('reports.export.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Action type="submit" size="small" tone="primary" busy={state === 'busy'} disabled={!isReason(reason)}>
        {t('reports.export.start')}
      </Action>
      <Action size="small" onClick={onDone}>
        {t('reports.export.back')}
      </Action>
      <span role="status" className={classes.quiet}>
        {state === 'done' ? t('reports.export.done') : t('reports.export.teach')}
      </span>
    </form>
  );
}

const focusOnce = (input: HTMLInputElement | null): void => input?.focus();
