// What changes a promise: who owes it, by when. Each needs a reason, and shows what somebody else wanted meanwhile.
import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput } from '../../../../shared/contract/index.ts';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { dueFrom, dueParts } from '../../ui/due-parts.ts';
import { dueText } from '../../ui/format.ts';
import { useSpeech } from './use-speech.ts';
import { ownerWords } from './words.ts';
import classes from './todo.module.css';

interface FormProps {
  readonly item: WorkItem;
  readonly onDone: () => void;
}

export function OwnerForm({ item, onDone }: FormProps) {
  const { t } = useTranslation();
  const change = useChange();
  const site = useOnly('site');
  const people = useOnly('session')?.users.map(({ name }) => name) ?? [];
  const owners = [...new Set([...(site?.owners ?? []), ...people])].filter((owner) => owner !== item.owner);
  const [owner, setOwner] = useState(owners[0] ?? '');
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <ReasonForm
      mine={owner}
      theirs={ownerWords(item, t)}
      label={t('work.owner')}
      ready={owner !== ''}
      onSubmit={(reason) => change('work.reassign', { id: item.id, version: item.version, owner, reason })}
      onDone={onDone}
    >
      <NativeSelect
        ref={first}
        size="xs"
        aria-label={t('work.fact.owner')}
        value={owner}
        data={owners}
        onChange={(event) => setOwner(event.currentTarget.value)}
      />
    </ReasonForm>
  );
}

export function TimeForm({ item, onDone }: FormProps) {
  const { t, i18n } = useTranslation();
  const speech = useSpeech();
  const change = useChange();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const [{ date, time }, setDue] = useState(dueParts(item.due, zone));
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <ReasonForm
      mine={dueText(dueFrom(date, time, zone), i18n.language, zone, speech.now)}
      theirs={dueText(item.due, i18n.language, zone, speech.now)}
      label={t('work.time')}
      ready={date !== ''}
      onSubmit={(reason) =>
        change('work.move', { id: item.id, version: item.version, due: dueFrom(date, time, zone), reason })
      }
      onDone={onDone}
    >
      <TextInput
        ref={first}
        size="xs"
        type="date"
        aria-label={t('note.due')}
        value={date}
        onChange={(event) => setDue({ date: event.currentTarget.value, time })}
      />
      <TextInput
        size="xs"
        type="time"
        aria-label={t('note.dueTime')}
        value={time}
        onChange={(event) => setDue({ date, time: event.currentTarget.value })}
      />
    </ReasonForm>
  );
}

/** As `run`, but that somebody else changed the same is said in the form itself. */
function useChange() {
  const { ask, report } = useDesk();
  return async <N extends 'work.move' | 'work.reassign'>(name: N, input: CommandInput<N>) => {
    const answer = await ask(name, input);
    if (!answer.ok && answer.error.code !== 'workChanged') report({ code: answer.error.code, command: name });
    return answer;
  };
}

interface ReasonFormProps {
  readonly label: string;
  /** What is wished for, and what stands there: side by side where somebody else changed the same meanwhile. */
  readonly mine: string;
  readonly theirs: string;
  readonly ready: boolean;
  readonly onSubmit: (reason: string) => Promise<{ ok: boolean; error?: { code: string } }>;
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/** A promise is not changed without saying why; nor over somebody else's change without having seen it. */
function ReasonForm({ label, mine, theirs, ready, onSubmit, onDone, children }: ReasonFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [isContested, setContested] = useState(false);
  const isReady = ready && reason.trim().length >= 3;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!isReady) return;
    const answer = await onSubmit(reason.trim());
    if (answer.ok) onDone();
    else setContested(answer.error?.code === 'workChanged');
  };
  return (
    <form className={classes.form} aria-label={label} onSubmit={(event) => void submit(event)}>
      <div className={classes.fields}>{children}</div>
      <TextInput
        size="xs"
        aria-label={t('work.reason')}
        placeholder={t('work.reason')}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {isContested ? (
        <Contested mine={mine} theirs={theirs} onTheirs={onDone} />
      ) : (
        <Action type="submit" size="small" tone="primary" disabled={!isReady}>
          {label}
        </Action>
      )}
    </form>
  );
}

/** Two wishes for the same promise, next to each other. */
function Contested({ mine, theirs, onTheirs }: { mine: string; theirs: string; onTheirs: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.contested} role="group" aria-label={t('work.contested.title')}>
      <p role="status">{t('work.contested.title')}</p>
      <div className={classes.two}>
        <span>
          <span className={classes.kind}>{t('work.contested.theirs')}</span>
          <strong>
            <bdi>{theirs}</bdi>
          </strong>
          <Action size="small" onClick={onTheirs}>
            {t('work.contested.keepTheirs')}
          </Action>
        </span>
        <span>
          <span className={classes.kind}>{t('work.contested.mine')}</span>
          <strong>
            <bdi>{mine}</bdi>
          </strong>
          <Action type="submit" size="small" tone="primary">
            {t('work.contested.takeMine')}
          </Action>
        </span>
      </div>
    </div>
  );
}
