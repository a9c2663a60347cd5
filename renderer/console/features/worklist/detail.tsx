// The item in hand: all there is to know, what happened to it, and everything that can be done with it.
import { NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { siteText } from '../../i18n/index.ts';
import { Action } from '../../ui/action.tsx';
import { dueFrom, dueParts } from '../../ui/due-parts.ts';
import { AboutWhom, LeftMessage } from './worklist.tsx';
import { Marks } from './marks.tsx';
import { OutcomeButtons } from './outcome.tsx';
import { useSpeech } from './use-speech.ts';
import { closedWords, dueWords, eventWords, fieldWords, ownerWords, whatText, whenText } from './words.ts';
import classes from './todo.module.css';

/** Which form stands open. */
export type Asked = 'nothing' | 'owner' | 'time';

interface DetailProps {
  readonly item: WorkItem;
  readonly asked: Asked;
  readonly onAsk: (what: Asked) => void;
  readonly onCall: () => void;
  readonly onAnswered: () => void;
}

export function Detail({ item, asked, onAsk, onCall, onAnswered }: DetailProps) {
  const { t, i18n } = useTranslation();
  const speech = useSpeech();
  const category = useOnly('site')?.categories.find(({ id }) => id === item.category);
  const last = item.attempts.at(-1);
  return (
    <article className={classes.card} aria-label={t('work.inHand')}>
      <p className={classes.kind}>
        {t(`work.kind.${item.kind}`)}
        {category ? ` · ${siteText(category.label, i18n.language)}` : ''}
      </p>
      <h3 className={classes.heading}>
        <bdi>{whatText(item, t)}</bdi>
      </h3>
      <dl className={classes.facts}>
        <Fact name={t('work.fact.who')}>
          <AboutWhom item={item} speech={speech} />
        </Fact>
        <Fact name={t('work.fact.due')} late={item.state === 'open' && item.dueAt < speech.now}>
          {item.closed ? closedWords(item, speech) : dueWords(item, speech)}
        </Fact>
        <Fact name={t('work.fact.owner')} late={item.ownerGone}>
          <bdi>{ownerWords(item, t)}</bdi>
        </Fact>
      </dl>
      <p className={classes.marks}>
        <Marks item={item} speech={speech} />
      </p>
      {item.voicemail ? <LeftMessage voicemail={item.voicemail} /> : null}
      <Refusal item={item} />
      <Actions item={item} asked={asked} onAsk={onAsk} onCall={onCall} />
      {asked === 'owner' ? <OwnerForm item={item} onDone={onAnswered} /> : null}
      {asked === 'time' ? <TimeForm item={item} onDone={onAnswered} /> : null}
      {last?.callId === undefined ? null : (
        <OutcomeButtons workId={item.id} callId={last.callId} outcome={last.outcome} />
      )}
      <History item={item} />
      <p className={classes.shared}>{t(`work.sharing.${item.sharing}`)}</p>
    </article>
  );
}

const Fact = ({ name, late = false, children }: { name: string; late?: boolean; children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd data-late={late}>{children}</dd>
  </div>
);

/** The EHR did not take something: which part, and what to do about it. */
function Refusal({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const field = item.refusedField;
  if (item.delivery !== 'refused')
    return item.sharing === 'refused' && field !== undefined ? (
      <p className={classes.refusal} role="note">
        {t('work.refused.change', { field: fieldWords(field, t) })}
      </p>
    ) : null;
  return (
    <div className={classes.refusal} role="note">
      <p>{field === undefined ? t('work.refused.text') : t('work.refused.field', { field: fieldWords(field, t) })}</p>
      <Action size="small" onClick={() => void run('work.sendAgain', { id: item.id })}>
        {t('work.refused.again')}
      </Action>
    </div>
  );
}

type ActionsProps = Omit<DetailProps, 'onAnswered'>;

function Actions({ item, asked, onAsk, onCall }: ActionsProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const { id, version } = item;
  if (item.state === 'done')
    return (
      <div className={classes.actions}>
        <Action size="small" keys="Alt D" shortcut="Alt+D" onClick={() => void run('work.reopen', { id })}>
          {t('work.reopen')}
        </Action>
      </div>
    );
  return (
    <div className={classes.actions}>
      <Action
        size="small"
        tone="primary"
        keys="↵"
        shortcut="Enter"
        icon={<IconPhone size={15} aria-hidden />}
        disabled={item.number === undefined}
        title={item.number === undefined ? t('work.noNumber') : undefined}
        onClick={onCall}
      >
        {t('work.call')}
      </Action>
      <Action
        size="small"
        keys="Alt C"
        shortcut="Alt+C"
        onClick={() => void run(item.claim ? 'work.release' : 'work.claim', { id, version })}
      >
        {t(item.claim ? 'work.release' : 'work.claim')}
      </Action>
      <Action size="small" keys="Alt D" shortcut="Alt+D" onClick={() => void run('work.done', { id })}>
        {t('work.doneShort')}
      </Action>
      <Action
        size="small"
        tone="quiet"
        shortcut="Alt+O"
        pressed={asked === 'owner'}
        onClick={() => onAsk(asked === 'owner' ? 'nothing' : 'owner')}
      >
        {t('work.owner')}
      </Action>
      <Action
        size="small"
        tone="quiet"
        shortcut="Alt+T"
        pressed={asked === 'time'}
        onClick={() => onAsk(asked === 'time' ? 'nothing' : 'time')}
      >
        {t('work.time')}
      </Action>
    </div>
  );
}

interface FormProps {
  readonly item: WorkItem;
  readonly onDone: () => void;
}

function OwnerForm({ item, onDone }: FormProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const site = useOnly('site');
  const people = useOnly('session')?.users.map(({ name }) => name) ?? [];
  const owners = [...new Set([...(site?.owners ?? []), ...people])].filter((owner) => owner !== item.owner);
  const [owner, setOwner] = useState(owners[0] ?? '');
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <ReasonForm
      label={t('work.owner')}
      ready={owner !== ''}
      onSubmit={(reason) => run('work.reassign', { id: item.id, version: item.version, owner, reason })}
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

function TimeForm({ item, onDone }: FormProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const [{ date, time }, setDue] = useState(dueParts(item.due, zone));
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <ReasonForm
      label={t('work.time')}
      ready={date !== ''}
      onSubmit={(reason) =>
        run('work.move', { id: item.id, version: item.version, due: dueFrom(date, time, zone), reason })
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

interface ReasonFormProps {
  readonly label: string;
  readonly ready: boolean;
  readonly onSubmit: (reason: string) => Promise<{ ok: boolean }>;
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/** A promise is not changed without saying why. */
function ReasonForm({ label, ready, onSubmit, onDone, children }: ReasonFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || reason.trim().length < 3) return;
    if ((await onSubmit(reason.trim())).ok) onDone();
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
      <Action type="submit" size="small" tone="primary" disabled={!ready || reason.trim().length < 3}>
        {label}
      </Action>
    </form>
  );
}

function History({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const speech = useSpeech();
  const [isLong, setLong] = useState(false);
  const latest = [...item.history].reverse();
  const shown = isLong ? latest : latest.slice(0, 5);
  return (
    <section aria-label={t('work.history')}>
      <h4 className={classes.section}>{t('work.history')}</h4>
      <ol className={classes.history}>
        {shown.map((event) => (
          <li key={`${event.at} ${event.what}`}>
            <span className={classes.time}>{whenText(event.at, speech)}</span>
            <span>{eventWords(event, speech)}</span>
          </li>
        ))}
        <li>
          <span className={classes.time}>{whenText(item.createdAt, speech)}</span>
          <span>{t('work.event.created')}</span>
        </li>
      </ol>
      {latest.length > 5 && !isLong ? (
        <UnstyledButton className={classes.link} onClick={() => setLong(true)}>
          {t('work.allHistory')}
        </UnstyledButton>
      ) : null}
    </section>
  );
}
