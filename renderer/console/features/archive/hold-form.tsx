// Keeps a note, its patient's or its number's notes from ever being deleted, for a reason that is written down.
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchivedNoteView } from '../../../../shared/contract/archive.ts';
import type { Hold } from '../../../../shared/domain/archive/types.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './archive.module.css';
import { isReason } from '../../ui/reason.ts';

export function HoldForm({ view: { note, number }, onHeld }: { view: ArchivedNoteView; onHeld: () => void }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const values: Partial<Record<Hold['kind'], string>> = {
    ...(note.patientId === undefined ? {} : { patient: note.patientId }),
    ...(number === '' ? {} : { number }),
    note: note.callId,
  };
  const kinds = Object.keys(values) as Hold['kind'][];
  const [kind, setKind] = useState<Hold['kind']>(kinds[0] ?? 'note');
  const [reason, setReason] = useState('');
  const place = () => {
    const value = values[kind];
    if (value === undefined || !isReason(reason)) return;
    void run('archive.placeHold', { kind, value, reason }).then((answer) => {
      if (answer.ok) onHeld();
    });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        place();
      }}
    >
      <NativeSelect
        size="xs"
        label={t('archive.hold.what')}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Hold['kind'])}
        data={kinds.map((value) => ({ value, label: t(`archive.hold.kind.${value}`) }))}
      />
      <TextInput
        size="xs"
        data-autofocus
        label={t('archive.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Action size="small" type="submit" disabled={!isReason(reason)}>
        {t('archive.hold.place')}
      </Action>
    </form>
  );
}
