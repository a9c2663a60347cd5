// Search by name and birth date; what is found joins the chooser above.
import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { useDesk, useLayout } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './patient.module.css';

export function PatientSearch({ callId, first }: { callId: CallRow['id']; first: boolean }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const [name, setName] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [answer, setAnswer] = useState<string>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  usePatientQuery((text) => {
    setName(text);
    field.current?.focus();
  });
  const foundIn = ({ count, candidates }: CommandOutput<'patient.search'>): string =>
    t(count > candidates.length ? 'patient.foundTooMany' : 'patient.found', { count });
  const search = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const given = birthDate.trim();
    const found = await ask('patient.search', { callId, name: name.trim(), ...(given ? { birthDate: given } : {}) });
    setBusy(false);
    setAnswer(found.ok ? foundIn(found.value) : t(`error.${found.error.code}`));
  };
  return (
    <form className={classes.search} onSubmit={(event) => void search(event)} aria-label={t('patient.search')}>
      <p className={classes.hint}>{t(first ? 'patient.searchFirst' : 'patient.searchElse')}</p>
      <div className={classes.two}>
        <TextInput
          ref={field}
          label={t('patient.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
        />
        <TextInput
          label={t('patient.birthDate')}
          placeholder={t('patient.birthDateHint')}
          value={birthDate}
          onChange={(event) => setBirthDate(event.currentTarget.value)}
          autoComplete="off"
        />
      </div>
      <div className={classes.bar}>
        <Action size="small" type="submit" busy={busy} disabled={name.trim().length < 2}>
          {t('patient.searchNow')}
        </Action>
        <span className={classes.hint} role="status">
          {answer}
        </span>
      </div>
    </form>
  );
}

/** Takes a name that was typed into the search of the whole window. */
function usePatientQuery(take: (text: string) => void) {
  const query = useLayout((layout) => layout.patientQuery);
  const done = useRef(0);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!query || query.at === done.current) return;
    done.current = query.at;
    latest.current(query.text);
  }, [query]);
}
