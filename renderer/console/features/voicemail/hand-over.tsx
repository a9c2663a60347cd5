// A message becomes a thing to do: what, who, by when. One message becomes one thing to do, however often it is asked.
import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoicemailRow } from '../../../../shared/contract/voicemail.ts';
import { messageKey } from '../../../../shared/domain/voicemail/messages.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { DUE_WINDOWS, dueFor } from '../../../../shared/domain/schedule/windows.ts';
import type { DueWindow } from '../../../../shared/domain/schedule/windows.ts';
import classes from './voicemail.module.css';

export function HandOver({ message, onDone }: { message: VoicemailRow; onDone: () => void }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const site = useOnly('site');
  const owners = [...new Set([...(message.boxOwner ? [message.boxOwner] : []), ...(site?.owners ?? [])])].filter(
    (owner) => site?.owners.includes(owner),
  );
  const [text, setText] = useState(t('voicemail.step'));
  const [owner, setOwner] = useState(owners[0] ?? '');
  const [due, setDue] = useState<DueWindow>('endOfDay');
  const first = useRef<HTMLInputElement>(null);
  // It was asked for by a key or a click: the caret belongs in it.
  useEffect(() => first.current?.select(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!site || text.trim() === '' || owner === '') return;
    const dueAt = dueFor(due, { hours: site.hours, timeZone: site.clinic.timeZone }, Date.now());
    const answer = await run('voicemail.handOver', {
      message: messageKey(message),
      text: text.trim(),
      owner,
      due: dueAt,
    });
    if (answer.ok) onDone();
  };
  return (
    <form className={classes.handOver} onSubmit={(event) => void submit(event)} aria-label={t('voicemail.handOver')}>
      <TextInput
        ref={first}
        size="xs"
        aria-label={t('voicemail.what')}
        value={text}
        maxLength={2000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.fields}>
        <NativeSelect
          size="xs"
          aria-label={t('note.owner')}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          data={owners}
        />
        <NativeSelect
          size="xs"
          aria-label={t('note.due')}
          value={due}
          onChange={(event) => setDue(DUE_WINDOWS.find((window) => window === event.currentTarget.value) ?? 'endOfDay')}
          data={DUE_WINDOWS.map((window) => ({ value: window, label: t(`note.window.${window}`) }))}
        />
      </div>
      <Action type="submit" size="small" tone="primary" full disabled={text.trim() === '' || owner === ''}>
        {t('voicemail.handOver')}
      </Action>
    </form>
  );
}
