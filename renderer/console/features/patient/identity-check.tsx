// Two identifiers before anything private shows. What the caller says is typed here and compared in the host; nothing on
// file is ever read out.
import { Checkbox, TextInput } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import type { IdentityClaims } from '../../../../shared/domain/patient/types.ts';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Name } from '../../ui/name.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './patient.module.css';
import { Unchecked, UncheckedReasons } from './unchecked.tsx';

const FIELDS = ['birthDate', 'name', 'postalCode', 'mrn', 'phone'] as const satisfies readonly (keyof IdentityClaims)[];
type Field = (typeof FIELDS)[number];

export function IdentityCheck({ panel }: { panel: PatientPanel }) {
  const { t } = useTranslation();
  const { check } = panel;
  if (check.state === 'lockedOut')
    return (
      <Panel title={t('identity.title')} label={t('identity.title')}>
        <p className={classes.locked} role="alert">
          {t('identity.lockedOut')}
        </p>
      </Panel>
    );
  return (
    <Panel title={t('identity.title')} label={t('identity.title')}>
      {panel.unverifiedName ? (
        <p className={classes.unverified}>
          <Name>{panel.unverifiedName}</Name> <span className={classes.hint}>{t('identity.notVerified')}</span>
        </p>
      ) : null}
      <Form panel={panel} />
    </Panel>
  );
}

function Form({ panel }: { panel: PatientPanel }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const { check, callId } = panel;
  const [claims, setClaims] = useState<IdentityClaims>({});
  // An answer of the EHR that came late brings this form back: who was refused stands in it.
  const [isOther, setIsOther] = useState(check.authority !== 'self');
  const [isFresh, setIsFresh] = useState(true);
  const [isGoingOn, setIsGoingOn] = useState(false);
  const { unchecked } = check;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const fields = FIELDS.filter((field) => check.accepts.includes(field));
  const given = fields.filter((field) => (claims[field] ?? '').trim() !== '');
  const stateOf = (field: Field) =>
    check.wrong.includes(field) ? 'wrong' : check.matched.includes(field) ? 'matched' : undefined;
  const refused = check.authority !== 'self' && check.authority !== 'given';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await ask('patient.verify', {
      callId,
      claims: {
        ...Object.fromEntries(given.map((f) => [f, claims[f]])),
        ...(isOther ? { speaker: claims.speaker } : {}),
      },
    });
    setBusy(false);
    setFailure(answer.ok ? undefined : t(`error.${answer.error.code}`));
  };
  // Verified, this form goes away with the focus in it: the patient's name takes it, never the page's start.
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    const element = form.current;
    return () => {
      if (element?.contains(document.activeElement))
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-patient-name]')?.focus());
    };
  }, []);
  if (unchecked?.mayGoOn && isGoingOn)
    return (
      <form ref={form} className={classes.check}>
        <UncheckedReasons callId={callId} onBack={() => setIsGoingOn(false)} />
      </form>
    );
  return (
    <form ref={form} className={classes.check} onSubmit={(event) => void submit(event)}>
      <p className={classes.hint}>{t('identity.ask', { count: check.needed })}</p>
      <div className={classes.two}>
        {fields.map((field) => (
          <TextInput
            key={field}
            label={t(`identity.${field}`)}
            placeholder={field === 'birthDate' && stateOf(field) !== 'matched' ? t('patient.birthDateHint') : undefined}
            value={claims[field] ?? ''}
            onChange={(event) => setClaims({ ...claims, [field]: event.currentTarget.value })}
            error={stateOf(field) === 'wrong' ? t('identity.wrong') : undefined}
            rightSection={stateOf(field) === 'matched' ? <span className={classes.tick}>✓</span> : null}
            autoComplete="off"
          />
        ))}
      </div>
      <Checkbox
        size="xs"
        label={t('identity.other')}
        checked={isOther}
        onChange={(event) => {
          setIsOther(event.currentTarget.checked);
          setIsFresh(false);
        }}
      />
      {isOther ? (
        <TextInput
          label={t('identity.speaker')}
          value={claims.speaker ?? ''}
          onChange={(event) => setClaims({ ...claims, speaker: event.currentTarget.value })}
          error={refused ? t(`identity.authority.${check.authority}`) : undefined}
          autoComplete="off"
          autoFocus={!isFresh}
        />
      ) : null}
      <div className={classes.bar}>
        <Action
          tone="primary"
          size="small"
          type="submit"
          busy={busy}
          disabled={given.length === 0 || (isOther && (claims.speaker ?? '').trim() === '')}
        >
          {t('identity.compare')}
        </Action>
        <span className={classes.hint} role="status">
          {failure ??
            (check.wrong.length > 0 || check.authority === 'notOnFile'
              ? t('identity.attemptsLeft', { count: check.attemptsLeft })
              : progress())}
        </span>
      </div>
      {unchecked ? <Unchecked {...{ callId, unchecked }} onGoOn={() => setIsGoingOn(true)} /> : null}
    </form>
  );
  function progress() {
    return check.matched.length > 0
      ? t('identity.progress', { count: check.matched.length, needed: check.needed })
      : '';
  }
}
