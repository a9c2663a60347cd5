// Before the desk: the passphrase that opens this PC's journal, and who sits here.
import { NativeSelect, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/contract/session.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Door } from '../../ui/door.tsx';
import { EhrWayIn } from '../../ui/ehr-way-in.tsx';
import { Failure } from '../../ui/failure.tsx';
import classes from './sign-in.module.css';

type Secrets = Partial<Record<Session['needs'][number], string>>;

export function SignIn({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const clinic = useOnly('site')?.clinic.name;
  const canEnter = useOnly('ehrAccess')?.canEnter === true;
  const [userId, setUserId] = useState('');
  const [password, setPassword] = useState('');
  const [secrets, setSecrets] = useState<Secrets>({});
  const chosen = userId || (session.users[0]?.id ?? '');
  const { failure, busy, submit } = useSubmit(() => {
    const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
    return ask('session.signIn', {
      userId: chosen,
      password,
      ...(Object.keys(given).length > 0 ? { secrets: given } : {}),
    });
  });
  return (
    <Door title={t('signIn.title')} lead={clinic}>
      <form className={classes.form} onSubmit={submit}>
        <NativeSelect
          label={t('signIn.who')}
          value={chosen}
          onChange={(event) => setUserId(event.currentTarget.value)}
          data={session.users.map((user) => ({ value: user.id, label: `${user.name} · ${t(`role.${user.role}`)}` }))}
        />
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          autoFocus
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {session.needs.map((need) => (
          <PasswordInput
            key={need}
            label={t(`signIn.need.${need}`)}
            description={t(`signIn.needWhy.${need}`)}
            value={secrets[need] ?? ''}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            onChange={(event) => setSecrets({ ...secrets, [need]: event.currentTarget.value })}
          />
        ))}
        <Failure text={failure} />
        <Action tone="primary" size="large" type="submit" full busy={busy} disabled={chosen === ''}>
          {t('signIn.go')}
        </Action>
        {canEnter && session.needs.length === 0 ? <EhrWayIn purpose="enter" tone="plain" /> : null}
        <p className={classes.help}>{t(session.demo ? 'signIn.demo' : 'signIn.help')}</p>
      </form>
    </Door>
  );
}

const SHORTEST = 10;

export function Passphrase({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const { failure, busy, submit } = useSubmit(() => ask('session.passphrase', { passphrase }));
  const differs = isNew && again !== '' && again !== passphrase;
  const ready = isNew ? passphrase.length >= SHORTEST && again === passphrase : passphrase !== '';
  return (
    <Door
      title={t(isNew ? 'passphrase.newTitle' : 'passphrase.title')}
      lead={t(isNew ? 'passphrase.newLead' : 'passphrase.lead')}
    >
      <form className={classes.form} onSubmit={submit}>
        <PasswordInput
          label={t('passphrase.label')}
          description={isNew ? t('passphrase.rule', { count: SHORTEST }) : undefined}
          value={passphrase}
          autoFocus
          autoComplete={isNew ? 'new-password' : 'current-password'}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        {isNew ? (
          <PasswordInput
            label={t('passphrase.again')}
            value={again}
            autoComplete="new-password"
            error={differs ? t('passphrase.differs') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
        ) : null}
        <Failure text={failure} />
        <Action tone="primary" size="large" type="submit" full busy={busy} disabled={!ready}>
          {t(isNew ? 'passphrase.set' : 'passphrase.open')}
        </Action>
      </form>
    </Door>
  );
}

/** Runs a command once at a time and keeps its failure as a sentence. */
function useSubmit(run: () => Promise<{ ok: true } | { ok: false; error: { code: string } }>) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    void run().then((answer) => {
      setBusy(false);
      setFailure(answer.ok ? undefined : t(`error.${answer.error.code}`));
    });
  };
  return { failure, busy, submit };
}
